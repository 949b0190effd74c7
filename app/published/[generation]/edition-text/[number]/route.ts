import { readEnv } from '#lib/env.ts'
import { periodOf } from '#lib/editions/period.ts'
import { manualOf } from '#lib/editions/text.ts'
import { markdownOf } from '#lib/formats/index.ts'
import { revisionOf, utcDay } from '#lib/manual/index.ts'
import { loadEditions, loadEditionText } from '#sanity/editions/load.ts'
import { isServed } from '#app/published/[generation]/format-route.ts'

export const dynamic = 'force-static'
export const generateStaticParams = () => []

/** An edition as Markdown. Its first paragraph says when it was current, and links to the current one. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ generation: string; number: string }> },
): Promise<Response> {
  const number = Number((await params).number)
  const editions = (await isServed(params)) ? await loadEditions() : undefined
  const past = editions && periodOf(editions.list, number)
  if (editions && !past && number === editions.withdrawn)
    return new Response(null, {
      status: 307,
      headers: { location: `/editions/${editions.latest.number}.md` },
    })
  const text = editions && past && (await loadEditionText(number, editions))
  if (!text) return new Response(null, { status: 404 })
  const manual = manualOf(text, past.from)
  const { SITE_URL: siteUrl } = readEnv()
  const body = markdownOf({
    manual,
    revision: revisionOf(manual),
    siteUrl,
    edition: past.edition,
    past,
    // Ages are given as of the end of the edition's period, not as of today.
    today: (past.to ?? utcDay()).slice(0, 10),
  })
  return new Response(body, {
    headers: {
      'content-type': 'text/markdown; charset=utf-8',
      'x-robots-tag': 'noindex',
      'memento-datetime': new Date(past.from).toUTCString(),
    },
  })
}
