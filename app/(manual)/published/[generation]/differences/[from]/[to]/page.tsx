import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { loadFormatInput } from '#app/published/[generation]/format-route.ts'
import { DifferencesPage } from '#components/editions/differences-page.tsx'
import { differencesOf } from '#lib/editions/differences.ts'
import { languageOf, wordsIn } from '#lib/manual/index.ts'
import { loadEditions, loadEditionText } from '#sanity/editions/load.ts'

interface Props {
  params: Promise<{ generation: string; from: string; to: string }>
}

// Not cached: there are as many pages as pairs of editions, and anybody can request any of them.
export const dynamic = 'force-dynamic'

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { from, to } = await params
  const given = (await loadEditions()) && (await loadFormatInput())
  if (!given) return { robots: 'noindex' }
  const { opening } = given.manual
  const words = wordsIn(languageOf(opening))
  const title = [words.differencesFromTo.replace('{from}', from).replace('{to}', to), opening.identity]
    .filter(Boolean)
    .join(' · ')
  return {
    title,
    description: null,
    robots: 'noindex',
    alternates: { canonical: `/editions/${from}..${to}` },
    openGraph: { url: `/editions/${from}..${to}`, title },
  }
}

export default async function Differences({ params }: Props) {
  const asked = await params
  const [from, to] = [Number(asked.from), Number(asked.to)]
  const editions = await loadEditions()
  const given = editions && (await loadFormatInput())
  if (!given) notFound()
  if (from > to) redirect(`/editions/${to}..${from}`)
  const { list } = editions
  const [before, after] = [from, to].map((number) => list.find((edition) => edition.number === number))
  if (!before || !after || before === after) notFound()
  const was = await loadEditionText(from, editions)
  const is = was && (await loadEditionText(to, editions))
  if (!is) notFound()
  return (
    <DifferencesPage
      opening={given.manual.opening}
      siteUrl={given.siteUrl}
      list={list}
      before={before}
      after={after}
      sections={differencesOf(was, is)}
    />
  )
}
