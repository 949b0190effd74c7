import 'server-only'
import type { ClientReturn, SanityClient } from '@sanity/client'
import { readEnv } from '#lib/env.ts'
import { connect, publishedFetcher } from './connection.ts'

/** Queries published content, as readers' pages do. */
export const fetchPublished = <const Query extends string>(
  query: Query,
): Promise<ClientReturn<Query, unknown>> => publishedFetcher(readEnv())(query)

/** The client for draft mode and preview secrets. It sees drafts, and its answers are never cached. */
export const privateClient = (): SanityClient =>
  connect(readEnv(), { perspective: 'raw', timeout: 3000, maxRetries: 1 })
