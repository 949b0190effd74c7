import { loadManual } from '#lib/content/load.ts'
import { readEnv } from '#lib/env.ts'
import type { Published } from '#lib/forms/index.ts'
import { utcDay } from '#lib/manual/index.ts'

/**
 * What the manual's forms are made from, page included: `undefined` while there has never been good content. Next.js caches a route that
 * calls this, and expires it with the page (`lib/content/load.ts`).
 */
export async function published(): Promise<Published | undefined> {
  const loaded = await loadManual()
  if (loaded.state === 'unseen') return undefined
  const { manual, revision } = loaded
  return { manual, revision, siteUrl: readEnv().SITE_URL, today: utcDay() }
}

/** Answers with one form of the manual, or with 503 where the page would be unavailable too. */
export async function answerWith(
  contentType: string,
  write: (published: Published) => string | Buffer | Promise<Buffer>,
  headers: (published: Published) => Record<string, string> = () => ({}),
): Promise<Response> {
  const given = await published()
  if (!given) return notYet()
  const body = await write(given)
  return new Response(typeof body === 'string' ? body : new Uint8Array(body), {
    headers: { 'content-type': contentType, ...headers(given) },
  })
}

/**
 * In a build, which never sees the content, it is 404: Next.js would take a failure there to mean that the route cannot be cached, and
 * would render it for every reader. No reader gets that answer, since every start expires it.
 */
export const notYet = (): Response =>
  new Response('The manual is not here yet.\n', {
    status: process.env.NEXT_PHASE === 'phase-production-build' ? 404 : 503,
    headers: { 'content-type': 'text/plain; charset=utf-8', 'retry-after': '5' },
  })
