import { LastGood } from '#sanity/content/last-good.ts'
import { listenToContent } from '#sanity/content/listener.ts'
import { setProcessContent } from '#sanity/content/process.ts'
import { PublishedContent } from '#sanity/content/published-content.ts'
import type { Env } from '#lib/env.ts'
import { backend } from '#sanity/content/backend.ts'
import { connect, publishedFetcher } from '#sanity/content/connection.ts'
import { manualQuery } from '#sanity/content/queries.ts'
import { eachDay } from './each-day.ts'

interface FollowedContent {
  published: PublishedContent
  close(): Promise<void>
}

/**
 * Makes the published content known to the pages that this process renders, and keeps it current. In hosted mode it listens to the content
 * API; the embedded Content Lake is in this process, and its changes are passed to `published.expire()`.
 */
export function followContent(env: Env): FollowedContent {
  const { embedded, owner } = backend(env)
  const fetchPublished = publishedFetcher(env)
  const published = new PublishedContent({
    fetch: () => fetchPublished(manualQuery),
    lastGood: new LastGood(env.DATA_DIR, owner),
    isFollowed: true,
    mayLag: !embedded,
  })
  const listener = embedded
    ? undefined
    : listenToContent(connect(env), {
        onChange: (changes) => published.expire(changes),
        whileDisconnected: () => void published.refresh(),
      })
  // Pages say how old their readings are, which changes from day to day.
  const endDays = eachDay(() => published.expire())
  setProcessContent({ published, listener })
  return {
    published,
    async close() {
      endDays()
      listener?.close()
      setProcessContent(undefined)
      await published.close()
    },
  }
}
