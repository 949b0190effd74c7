import 'server-only'
import type { ClientReturn, SanityClient } from '@sanity/client'
import { readEnv } from '#lib/env.ts'
import { connect, publishedFetcher } from './connection.ts'

/** Asks for published content, as a page does. */
export const fetchPublished = <const Query extends string>(
  query: Query,
): Promise<ClientReturn<Query, unknown>> => publishedFetcher(readEnv())(query)

/**
 * The client of everything that is not for readers: draft mode and its secrets. It sees drafts, and is never
 * cached.
 */
export const privateClient = (): SanityClient =>
  connect(readEnv(), { perspective: 'raw', timeout: 3000, maxRetries: 1 })
