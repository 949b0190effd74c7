import { LastGood } from '#sanity/content/last-good.ts'
import type { ContentChange } from '#sanity/content/answer.ts'
import { listenToContent } from '#sanity/content/listener.ts'
import { setProcessContent } from '#sanity/content/process.ts'
import { PublishedContent } from '#sanity/content/published-content.ts'
import type { Env } from '#lib/env.ts'
import { backend } from '#sanity/content/backend.ts'
import { connect, publishedFetcher } from '#sanity/content/connection.ts'
import { manualQuery } from '#sanity/content/queries.ts'
import { editionType, isEditionId } from '#lib/editions/stored.ts'
import { EditionRecord } from '#sanity/editions/edition-record.ts'
import { recordClients } from '#sanity/editions/connection.ts'
import { describeProblem } from '#sanity/preview/field-titles.ts'
import { eachDay } from './each-day.ts'

interface FollowedContent {
  published: PublishedContent
  editions: EditionRecord
  /** Published documents of these types have changed. */
  changed(types: readonly string[]): void
  close(): Promise<void>
}

/**
 * Makes the published content available to the pages that this process renders, and keeps it current. In
 * hosted mode it listens to the content API; the embedded Content Lake calls `changed`.
 */
export function followContent(env: Env): FollowedContent {
  const { embedded, owner } = backend(env)
  const fetchPublished = publishedFetcher(env)
  const published = new PublishedContent({
    fetch: () => fetchPublished(manualQuery),
    lastGood: new LastGood(env.DATA_DIR, owner),
    isFollowed: true,
    mayLag: !embedded,
    onRenewed: () => editions.look(),
    describeProblem,
  })
  const editions: EditionRecord = new EditionRecord({
    published,
    clients: recordClients(env),
    settle: env.EDITION_SETTLE_MINUTES,
    isFollowed: true,
  })
  const changed = (types: readonly string[], changes: readonly ContentChange[] = []) => {
    if (types.includes(editionType)) void editions.changed()
    if (types.every((type) => type === editionType)) return
    published.expire(changes)
    editions.look()
  }
  const heard = (changes?: readonly ContentChange[]) => {
    // After a gap in the connection, anything may have changed.
    if (!changes) return changed(['manual', editionType])
    const content = changes.filter(({ id }) => !isEditionId(id))
    if (content.length > 0) changed(['manual'], content)
    if (content.length < changes.length) changed([editionType])
  }
  const listener = embedded
    ? undefined
    : listenToContent(connect(env), {
        onChange: heard,
        whileDisconnected: () => void published.refresh().then(() => editions.look()),
      })
  // Pages show the age of readings, which changes every day.
  const endDays = eachDay(() => {
    published.expire()
    editions.look()
  })
  setProcessContent({ published, listener, editions })
  return {
    published,
    editions,
    changed,
    async close() {
      endDays()
      listener?.close()
      editions.close()
      setProcessContent(undefined)
      await published.close()
    },
  }
}
