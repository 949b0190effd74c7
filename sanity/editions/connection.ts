import type { SanityClient } from '@sanity/client'
import type { Env } from '#lib/env.ts'
import { connect } from '#sanity/content/connection.ts'
import type { Ask } from './record.ts'

/** Milliseconds that a page waits for the record, before it says what it knew of it before. */
const patience = 1500

/**
 * The clients of the record, as far as there are tokens for them. Ids with a dot cannot be read without one.
 */
export function recordClients(env: Env): { ask: Ask | undefined; client: SanityClient | undefined } {
  const { SANITY_API_READ_TOKEN: readToken, SANITY_API_WRITE_TOKEN: writeToken } = env
  const reader = readToken
    ? connect(env, { perspective: 'raw', timeout: patience, maxRetries: 0 })
    : undefined
  return {
    ask:
      reader && ((query, params = {}) => reader.fetch(query, params, { cache: 'no-store', tag: 'record' })),
    client: writeToken ? connect(env, { token: writeToken, perspective: 'raw', timeout: 10_000 }) : undefined,
  }
}
