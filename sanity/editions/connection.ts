import type { SanityClient } from '@sanity/client'
import { z } from 'zod'
import type { Env } from '#lib/env.ts'
import { connect } from '#sanity/content/connection.ts'
import type { RecordReader } from './record.ts'

/** Milliseconds that a page waits for the record, before it says what it knew of it before. */
const patience = 1500

/** What the record is read and written by; or the token that is missing: it is kept with both or not at all. */
export type RecordClients = { reader: RecordReader; writer: SanityClient } | { missing: string }

/** The clients of the record. Ids with a dot cannot be read without a token. */
export function recordClients(env: Env): RecordClients {
  const { SANITY_API_READ_TOKEN: readToken, SANITY_API_WRITE_TOKEN: writeToken } = env
  if (!readToken) return { missing: 'SANITY_API_READ_TOKEN' }
  if (!writeToken) return { missing: 'SANITY_API_WRITE_TOKEN' }
  return {
    reader: readerBy(connect(env, { perspective: 'raw', timeout: patience, maxRetries: 0 })),
    writer: connect(env, { token: writeToken, perspective: 'raw', timeout: 10_000 }),
  }
}

const transaction = z.object({ timestamp: z.string() })

/** @param client with a token, in the perspective `raw`. */
export function readerBy(client: SanityClient): RecordReader {
  const { dataset } = client.config()
  return {
    ask: (query, params = {}) => client.fetch(query, params, { cache: 'no-store', tag: 'record' }),
    async lastChange(ids) {
      const wanted = ids.map(encodeURIComponent).join(',')
      try {
        const line = await client.request<unknown>({
          url: `/data/history/${dataset}/transactions/${wanted}`,
          query: { excludeContent: 'true', reverse: 'true', limit: '1' },
          tag: 'record',
        })
        // NDJSON, which the client leaves as it is.
        return transaction.parse(typeof line === 'string' ? JSON.parse(line) : line).timestamp
      } catch {
        return undefined
      }
    },
  }
}
