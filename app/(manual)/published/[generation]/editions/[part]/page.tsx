import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { loadFormatInput } from '#app/published/[generation]/format-route.ts'
import { StoryPage } from '#components/editions/story-page.tsx'
import { noLongerHeld } from '#lib/editions/held.ts'
import { languageOf, unnamed, wordsIn } from '#lib/manual/index.ts'
import { editionsPerPart } from '#lib/published-paths.ts'
import { loadEditions } from '#sanity/editions/load.ts'

interface Props {
  params: Promise<{ generation: string; part: string }>
}

export const generateStaticParams = () => []

const addressOf = (part: number) => (part === 1 ? '/editions' : `/editions/part/${part}`)

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const given = (await loadEditions()) && (await loadFormatInput())
  if (!given) return {}
  const { opening } = given.manual
  const words = wordsIn(languageOf(opening))
  const title = `${words.editions}: ${opening.identity ?? unnamed}`
  const address = addressOf(Number((await params).part))
  return {
    title,
    description: words.whatChangedAndWhy,
    alternates: { canonical: address, types: { 'application/atom+xml': '/editions.atom' } },
    openGraph: { url: address, title, description: words.whatChangedAndWhy },
  }
}

/** The list of editions, fifty to a page. */
export default async function EditionsPage({ params }: Props) {
  const part = Number((await params).part)
  const editions = await loadEditions()
  const given = editions && (await loadFormatInput())
  if (!given) notFound()
  const { list } = editions
  const shown = list.slice((part - 1) * editionsPerPart, part * editionsPerPart)
  if (shown.length === 0) notFound()
  return (
    <StoryPage
      opening={given.manual.opening}
      siteUrl={given.siteUrl}
      list={list}
      part={shown}
      links={{
        later: part > 1 ? addressOf(part - 1) : undefined,
        earlier: part * editionsPerPart < list.length ? addressOf(part + 1) : undefined,
      }}
      retired={part === 1 ? noLongerHeld(list) : []}
      now={Date.now()}
    />
  )
}
