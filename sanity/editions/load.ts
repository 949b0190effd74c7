import 'server-only'
import { unstable_cache } from 'next/cache'
import { readEnv } from '#lib/env.ts'
import type { EditionText } from '#lib/editions/text.ts'
import { backend } from '#sanity/content/backend.ts'
import { loadManual } from '#sanity/content/load.ts'
import { processContent } from '#sanity/content/process.ts'
import { manualTag } from '#sanity/content/tags.ts'
import { recordClients } from './connection.ts'
import { EditionRecord, type Editions } from './edition-record.ts'
import { untilClosed, type RecordReader } from './record.ts'

/**
 * Where Next.js runs without our server: seconds after which a page that was rendered while the content API
 * was away is rendered again.
 */
const retryAfterSeconds = 5

/** The record of editions for readers; `undefined` unless it is public and can be read. Never throws. */
export async function loadEditions(): Promise<Editions | undefined> {
  const content = processContent()
  if (content?.editions) return content.editions.load()
  // A build must not depend on the content, and renders none.
  if (process.env.NEXT_PHASE === 'phase-production-build') return undefined
  const editions = await record().load()
  const rest = editions && untilClosed(editions.list)
  if (rest !== undefined) await shortenPageLife(Math.ceil(rest / 1000) + 1)
  return editions
}

/** The record for the author's own pages, also while it is private. */
export const loadEditionsForAuthor = (): Promise<Editions | undefined> => record().loadForAuthor()

/** The text of an edition; `undefined` if there is none. Rejects when the content API does not answer. */
export const loadEditionText = (number: number, editions: Editions): Promise<EditionText | undefined> =>
  record().text(number, editions)

const record = (): EditionRecord => processContent()?.editions ?? (withoutServer ??= recordOfPlatform())

let withoutServer: EditionRecord | undefined

/**
 * Where Next.js runs without our server, answers are cached under `manualTag` until the webhook expires it.
 */
function recordOfPlatform(): EditionRecord {
  const env = readEnv()
  const clients = recordClients(env)
  const { owner } = backend(env)
  return new EditionRecord({
    published: { generation: 0, load: loadManual, expire: () => undefined, forget: async () => undefined },
    clients: 'missing' in clients ? clients : { ...clients, reader: kept(clients.reader, owner) },
    settle: env.EDITION_SETTLE_MINUTES,
    isFollowed: false,
  })
}

function kept({ ask, lastChange }: RecordReader, owner: string): RecordReader {
  const cached = unstable_cache(ask, ['record', owner], { tags: [manualTag] })
  return {
    async ask(query, params) {
      try {
        return await cached(query, params)
      } catch (error) {
        await shortenPageLife(retryAfterSeconds)
        throw error
      }
    },
    lastChange: unstable_cache(lastChange, ['record-change', owner], { tags: [manualTag] }),
  }
}

/** A cached value with a short life gives the page that reads it the same short life. */
const shortenPageLife = (seconds: number) =>
  unstable_cache(async () => null, ['closes', String(seconds)], { revalidate: seconds, tags: [manualTag] })()
