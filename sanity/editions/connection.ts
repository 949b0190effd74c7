import type { SanityClient } from '@sanity/client'
import { z } from 'zod'
import type { Env } from '#lib/env.ts'
import { connect } from '#sanity/content/connection.ts'
import type { RecordReader } from './record.ts'

/** Milliseconds that a page waits for the record before it shows the last known one. */
const patience = 1500

/**
 * The clients of the record, or the name of the token that is missing. Without both tokens no record is kept.
 */
export type RecordClients = { reader: RecordReader; writer: SanityClient } | { missing: string }

/**
 * Connects to the record. Both tokens are needed: documents whose ids have a dot cannot be read without one.
 */
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

/** Reads the record with a client that has a token and the perspective `raw`. */
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
        // The answer is NDJSON, which the client does not parse.
        return transaction.parse(typeof line === 'string' ? JSON.parse(line) : line).timestamp
      } catch {
        return undefined
      }
    },
  }
}
