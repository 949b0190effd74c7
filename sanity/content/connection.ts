import { createClient, type ClientConfig, type SanityClient } from '@sanity/client'
import type { Env } from '#lib/env.ts'
import { apiVersion } from './api-version.ts'
import { backend } from './backend.ts'

/**
 * A client of the content API that the environment names, for code on the server.
 *
 * `useCdn` is off: our own cache expires with each publish, and the API's CDN behind it would answer with what was published before
 * (next-sanity#639).
 */
export function connect(env: Env, config: ClientConfig = {}): SanityClient {
  const { projectId, dataset, apiHost } = backend(env)
  const token = env.SANITY_API_READ_TOKEN
  return createClient({
    projectId,
    dataset,
    apiVersion,
    useCdn: false,
    ...(token && { token, ignoreBrowserTokenWarning: true }),
    ...(apiHost && { apiHost, useProjectHostname: false }),
    ...config,
  })
}

/** How long a reader may wait for the content API before the last good content is shown: milliseconds. */
const timeoutMs = 3000

/**
 * Asks for published content. No parameter lets a caller ask for drafts: all that readers see comes through here, and nothing else does.
 */
export const publishedFetcher = (env: Env) => {
  const client = connect(env, { perspective: 'published', timeout: timeoutMs, maxRetries: 1 })
  return (query: string): Promise<unknown> => client.fetch(query, {}, { cache: 'no-store' })
}
