import { ManualPage } from '#components/manual-page.tsx'
import { UnavailablePage } from '#components/unavailable-page.tsx'
import { profilePageOf } from '#lib/forms/index.ts'
import { published } from '../form.ts'

/** Seconds: it says how old readings are. The server expires it on each new day; a platform without our server goes by this. */
export const revalidate = 86_400

export default async function Page() {
  const given = await published()
  if (!given) return <UnavailablePage />
  const { manual, revision, siteUrl, today } = given
  return (
    <>
      <script
        type="application/ld+json"
        data-keep=""
        dangerouslySetInnerHTML={{ __html: profilePageOf(given) }}
      />
      <ManualPage manual={manual} revision={revision} siteUrl={siteUrl} now={today} />
    </>
  )
}
