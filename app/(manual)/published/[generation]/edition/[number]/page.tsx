import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { PastNotice } from '#components/editions/past-notice.tsx'
import { Day } from '#components/editions/story-page.tsx'
import { ManualPage } from '#components/manual-page.tsx'
import { readEnv } from '#lib/env.ts'
import { periodOf } from '#lib/editions/period.ts'
import { manualOf } from '#lib/editions/text.ts'
import { directionOf, languageOf, revisionOf, unnamed, wordsIn } from '#lib/manual/index.ts'
import { loadEditions, loadEditionText } from '#sanity/editions/load.ts'

interface Props {
  params: Promise<{ generation: string; number: string }>
}

export const generateStaticParams = () => []

async function load(params: Props['params']) {
  const number = Number((await params).number)
  const editions = await loadEditions()
  const period = editions && periodOf(editions.list, number)
  if (editions && !period && number === editions.withdrawn) redirect(`/editions/${editions.latest.number}`)
  const text = editions && period && (await loadEditionText(number, editions))
  return text && period ? { period, manual: manualOf(text, period.from) } : undefined
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const loaded = await load(params)
  if (!loaded) return { robots: 'noindex' }
  const { manual, period } = loaded
  const { edition, from } = period
  const words = wordsIn(languageOf(manual.opening))
  const title = `${words.edition} ${edition.number} · ${manual.opening.identity ?? unnamed}`
  const address = `/editions/${edition.number}`
  return {
    title,
    robots: 'noindex',
    alternates: { canonical: address, types: { 'text/markdown': `${address}.md` } },
    openGraph: { url: address, title },
    // A page cannot set headers; the server reads this tag (server/front/static-page.ts).
    other: { 'memento-datetime': new Date(from).toUTCString() },
  }
}

/** The whole manual as it was in one edition, rendered by the same components as the current one. */
export default async function EditionPage({ params }: Props) {
  const loaded = await load(params)
  if (!loaded) notFound()
  const { manual, period } = loaded
  const { edition, to, current } = period
  const language = languageOf(manual.opening)
  const words = wordsIn(language)
  return (
    // The document element has the language of the current manual.
    <div lang={language} dir={directionOf(language)} style={{ display: 'contents' }}>
      <ManualPage
        // Availability was true at the time, and would mislead readers today.
        manual={{ ...manual, opening: { ...manual.opening, availability: undefined } }}
        revision={revisionOf(manual)}
        siteUrl={readEnv().SITE_URL}
        notice={<PastNotice period={period} language={language} />}
        edition={{
          number: edition.number,
          href: '/editions',
          status: edition === current ? undefined : words.superseded,
          cells: to
            ? [{ name: words.inForceUntil, text: <Day language={language} date={to} />, isWide: true }]
            : [],
        }}
      />
    </div>
  )
}
