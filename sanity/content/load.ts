import 'server-only'
import { unstable_cache } from 'next/cache'
import { readEnv } from '#lib/env.ts'
import { utcDay } from '#lib/manual/index.ts'
import { backend } from './backend.ts'
import { fetchPublished } from './client.ts'
import { manualQuery } from './queries.ts'
import { LastGood } from './last-good.ts'
import { processContent } from './process.ts'
import { PublishedContent, type Loaded } from './published-content.ts'
import { manualTag } from './tags.ts'

/**
 * Seconds after which a page is rendered again if the content API was away, where Next.js runs without our
 * server.
 */
const retryAfterSeconds = 5

/**
 * Loads the published manual for readers. Never throws: while the content API is down, slow or gives invalid
 * answers, it returns the last good content with that state; if there has never been any, the state is
 * `unseen`.
 */
export async function loadManual(): Promise<Loaded> {
  const content = processContent()
  if (content) return content.published.load()
  // A build must not depend on the content.
  if (process.env.NEXT_PHASE === 'phase-production-build') return { state: 'unseen' }
  const loaded = await (withoutServer ??= contentOfPlatform()).load()
  await endPageWithDay()
  if (loaded.state !== 'current') await shortenPageLife()
  return loaded
}

let withoutServer: PublishedContent | undefined

/** Where Next.js runs without our server: cached under the tag `manual`, until the webhook expires it. */
function contentOfPlatform(): PublishedContent {
  const env = readEnv()
  const { owner } = backend(env)
  return new PublishedContent({
    fetch: unstable_cache(() => fetchPublished(manualQuery), ['published-manual', owner], {
      tags: [manualTag],
    }),
    lastGood: new LastGood(env.DATA_DIR, owner),
    isFollowed: false,
    mayLag: false,
  })
}

// Reading a cached value with a short lifetime gives the page the same short lifetime. The tag lets the
// webhook expire it even sooner.
const shortenPageLife = unstable_cache(async () => null, ['heal'], {
  revalidate: retryAfterSeconds,
  tags: [manualTag],
})

/** Ends a page's lifetime at the end of the day (UTC), since pages show the age of readings in days. */
const endPageWithDay = () =>
  unstable_cache(async () => null, ['day', utcDay()], {
    revalidate: Math.ceil((Date.parse(`${utcDay()}T24:00:00Z`) - Date.now()) / 1000),
    tags: [manualTag],
  })()

/**
 * The manual's identity, for pages that show nothing else of it; `undefined` while there has never been a
 * manual.
 */
export async function loadIdentity(): Promise<string | undefined> {
  const loaded = await loadManual()
  return loaded.state === 'unseen' ? undefined : loaded.manual.opening.identity
}
