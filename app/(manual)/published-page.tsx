import type { ReactNode } from 'react'
import { pageEditionOf } from '#components/editions/page-edition.tsx'
import { ManualPage } from '#components/manual-page.tsx'
import { UnavailablePage } from '#components/unavailable-page.tsx'
import { jsonLdOf } from '#lib/formats/index.ts'
import { loadFormatInput } from '#app/published/[generation]/format-route.ts'

/** The published manual, or a page that says there is none yet. */
export async function PublishedPage({ banner }: { banner?: ReactNode }) {
  const given = await loadFormatInput()
  if (!given) return <UnavailablePage />
  const { manual, revision, siteUrl, today, editions } = given
  return (
    <>
      <script type="application/ld+json" data-keep="" dangerouslySetInnerHTML={{ __html: jsonLdOf(given) }} />
      <ManualPage
        manual={manual}
        revision={revision}
        siteUrl={siteUrl}
        today={today}
        banner={banner}
        edition={editions && pageEditionOf(editions, manual, Date.now())}
      />
    </>
  )
}
