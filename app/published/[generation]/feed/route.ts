import { differencesOf } from '#lib/editions/differences.ts'
import { isOpenAt } from '#lib/editions/record.ts'
import { feedOf, type FeedItem } from '#lib/formats/index.ts'
import { loadEditions, loadEditionText } from '#sanity/editions/load.ts'
import { loadFormatInput, isServed } from '../format-route.ts'

export const dynamic = 'force-static'
export const generateStaticParams = () => []

/** As many as a reader of feeds could have missed. */
const mostItems = 20

/** The closed editions that are no corrections, each with what it changed, word by word. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ generation: string }> },
): Promise<Response> {
  const editions = (await isServed(params)) ? await loadEditions() : undefined
  const given = editions && (await loadFormatInput())
  if (!given) return new Response(null, { status: 404 })
  const listed = editions.list
    .filter((edition) => !edition.isCorrection && !isOpenAt(edition, Date.now()))
    .slice(0, mostItems)
  const items: FeedItem[] = []
  for (const edition of listed) {
    const earlier = editions.list.find(({ number }) => number < edition.number)
    const before = earlier && (await loadEditionText(earlier.number, editions))
    const after = before && (await loadEditionText(edition.number, editions))
    items.push({
      edition,
      before: earlier?.number,
      differences: after ? differencesOf(before, after) : [],
    })
  }
  return new Response(feedOf(given, items), {
    headers: { 'content-type': 'application/atom+xml; charset=utf-8' },
  })
}
