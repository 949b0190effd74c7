import { loadEditions } from '#sanity/editions/load.ts'
import { loadManual } from '#sanity/content/load.ts'
import { processContent } from '#sanity/content/process.ts'
import { readEnv } from '#lib/env.ts'
import type { FormatInput } from '#lib/formats/index.ts'
import { utcDay } from '#lib/manual/index.ts'
import { withoutServer } from '#lib/published-paths.ts'

type Params = Promise<{ generation: string }>

/**
 * Whether pages are rendered under this generation. Others are refused, since anybody could request any
 * number of them. With our server in front, only its own requests reach these routes, and the generation
 * contains its key.
 */
export async function isServed(params: Params): Promise<boolean> {
  const { generation } = await params
  const content = processContent()
  return content && process.env.NODE_ENV === 'production'
    ? generation.endsWith(`-${content.published.key}`)
    : generation === withoutServer
}

/** The input of the page and the other formats; `undefined` while there has never been good content. */
export async function loadFormatInput(): Promise<FormatInput | undefined> {
  const loaded = await loadManual()
  if (loaded.state === 'unseen') return undefined
  const { manual, revision } = loaded
  const editions = (await loadEditions())?.list
  const edition = editions?.[0]
  return {
    // Use the edition's date everywhere a date of publication is shown.
    manual: edition ? { ...manual, publishedAt: edition.date } : manual,
    revision,
    siteUrl: readEnv().SITE_URL,
    edition,
    editions,
    today: utcDay(),
  }
}

/**
 * A route for one format of the manual. Answers 503 while there has never been good content, as the page
 * does.
 */
export function routeFor(answer: (published: FormatInput) => Response | Promise<Response>) {
  return async (_request: Request, { params }: { params: Params }): Promise<Response> => {
    if (!(await isServed(params))) return new Response(null, { status: 404 })
    const given = await loadFormatInput()
    return given ? answer(given) : notYet()
  }
}

/** A route for a text or picture of the given type. */
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
