import { loadEditions } from '#sanity/editions/load.ts'
import { loadManual } from '#sanity/content/load.ts'
import { processContent } from '#sanity/content/process.ts'
import { readEnv } from '#lib/env.ts'
import type { FormatInput } from '#lib/formats/index.ts'
import { utcDay } from '#lib/manual/index.ts'
import { withoutServer } from '#lib/published-paths.ts'

type Params = Promise<{ generation: string }>

/**
 * Whether that generation is one under which pages are kept. Others are not rendered: anybody could ask for
 * any number of them. Where our server is in front, it lets only its own requests through to here.
 */
export async function isServed(params: Params): Promise<boolean> {
  const { generation } = await params
  const content = processContent()
  return content && process.env.NODE_ENV === 'production'
    ? generation.endsWith(`-${content.published.key}`)
    : generation === withoutServer
}

/**
 * What the manual's formats are made from, page included: `undefined` while there has never been good
 * content.
 */
export async function loadFormatInput(): Promise<FormatInput | undefined> {
  const loaded = await loadManual()
  if (loaded.state === 'unseen') return undefined
  const { manual, revision } = loaded
  const editions = (await loadEditions())?.list
  const edition = editions?.[0]
  return {
    // An edition has one date everywhere.
    manual: edition ? { ...manual, publishedAt: edition.date } : manual,
    revision,
    siteUrl: readEnv().SITE_URL,
    edition,
    editions,
    today: utcDay(),
  }
}

/**
 * A route that answers with one format of the manual, or with 503 where the page would be unavailable too.
 */
export function routeFor(answer: (published: FormatInput) => Response | Promise<Response>) {
  return async (_request: Request, { params }: { params: Params }): Promise<Response> => {
    if (!(await isServed(params))) return new Response(null, { status: 404 })
    const given = await loadFormatInput()
    return given ? answer(given) : notYet()
  }
}

/** The same, for a text or a picture of that type. */
export function formatRoute(
  contentType: string,
  write: (published: FormatInput) => string | Buffer | Promise<Buffer>,
  headers: (published: FormatInput) => Record<string, string> = () => ({}),
) {
  return routeFor(async (given) => {
    const body = await write(given)
    return new Response(typeof body === 'string' ? body : new Uint8Array(body), {
      headers: { 'content-type': contentType, ...headers(given) },
    })
  })
}

const notYet = (): Response =>
  new Response('The manual is not here yet.\n', {
    status: 503,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '5' },
  })
