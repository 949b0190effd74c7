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
 * Seconds after which a page that was made while the content API was away is made again, where no server of
 * ours does so.
 */
const retryAfterSeconds = 5

/**
 * Loads the published manual for readers. It never throws: while the content API is down, slow or gives wrong
 * answers, it returns the last good content, and says so; where there has never been good content, it says
 * `unseen`.
 */
export async function loadManual(): Promise<Loaded> {
  const content = processContent()
  if (content) return content.published.load()
  // A build must not depend on the content, and renders nothing of it.
  if (process.env.NEXT_PHASE === 'phase-production-build') return { state: 'unseen' }
  const loaded = await (withoutServer ??= contentOfPlatform()).load()
  await endPageWithDay()
  if (loaded.state !== 'current') await shortenPageLife()
  return loaded
}

let withoutServer: PublishedContent | undefined

/**
 * Where a platform runs Next.js by itself, pages carry the tag `manual`, and are kept until the webhook
 * expires it.
 */
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

// A cached value with a short life gives the page that reads it the same short life. It also carries the tag,
// so that a webhook that gets through ends it at once.
const shortenPageLife = unstable_cache(async () => null, ['heal'], {
  revalidate: retryAfterSeconds,
  tags: [manualTag],
})

/**
 * What a page says of its age is true for a day. Like the above, but with a life that ends when the day does,
 * in UTC.
 */
const endPageWithDay = () =>
  unstable_cache(async () => null, ['day', utcDay()], {
    revalidate: Math.ceil((Date.parse(`${utcDay()}T24:00:00Z`) - Date.now()) / 1000),
    tags: [manualTag],
  })()

/**
 * The line that names the manual, for pages that show nothing else of it; `undefined` while there has never
 * been one.
 */
export async function loadIdentity(): Promise<string | undefined> {
  const loaded = await loadManual()
  return loaded.state === 'unseen' ? undefined : loaded.manual.opening.identity
}
