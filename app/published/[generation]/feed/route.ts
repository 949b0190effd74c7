import { feedItems, feedOf } from '#lib/formats/index.ts'
import { loadEditions, loadEditionText } from '#sanity/editions/load.ts'
import { loadFormatInput, isServed } from '../format-route.ts'

export const dynamic = 'force-static'
export const generateStaticParams = () => []

/** The feed of closed editions, without corrections, each with its changes word by word. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ generation: string }> },
): Promise<Response> {
  const editions = (await isServed(params)) ? await loadEditions() : undefined
  const given = editions && (await loadFormatInput())
  if (!given) return new Response(null, { status: 404 })
  const items = await feedItems(editions.list, (number) => loadEditionText(number, editions), Date.now())
  return new Response(feedOf(given, items, editions.list.at(-1)?.uuid), {
    headers: { 'content-type': 'application/atom+xml; charset=utf-8' },
  })
}
