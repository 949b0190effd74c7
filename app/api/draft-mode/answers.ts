import { isHttpError } from '@sanity/client'
import { readEnv } from '#lib/env.ts'
import { statusPageHeader, type StatusPage } from '#lib/published-paths.ts'
import { warnOfDrafts } from '#sanity/content/explain.ts'

interface More {
  /** The status page that the server sends to browsers in place of the text. */
  page?: StatusPage
  headers?: Record<string, string>
}

/** An answer of the preview's routes, which is never cached. */
export const answer = (status: number, text: string, { page, headers }: More = {}): Response =>
  new Response(`${text}\n`, {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'private, no-store',
      ...(page && { [statusPageHeader]: page }),
      ...headers,
    },
  })

/** A redirect to a path of this site, which is never cached. */
export const redirect = (status: 303 | 307, location: string): Response =>
  new Response(null, { status, headers: { location, 'cache-control': 'private, no-store' } })

/**
 * 503, for a request that failed because the content API did not answer, or not as it should: who may see
 * drafts is not known then. The log says why, once an hour, and so does the text.
 *
 * @param page instead of the text in browsers, unless only another setting helps: its author has to read which.
 */
export function unavailable(error: unknown, page?: StatusPage): Response {
  const why = warnOfDrafts(error, readEnv())
  const isTemporary = !isHttpError(error) || error.statusCode >= 500
  return answer(503, `The preview cannot be opened right now: ${why}.`, {
    headers: { 'retry-after': '5' },
    ...(page && isTemporary && { page }),
  })
}
