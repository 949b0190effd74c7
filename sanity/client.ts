import 'server-only'
import { createClient, type SanityClient } from '@sanity/client'
import { readEnv } from '#lib/env.ts'
import { apiVersion } from './api-version.ts'
import { backend } from './backend.ts'

/** How long a reader may wait for the content API before the last good content is shown: milliseconds. */
const timeout = 3000

function connect(perspective: 'published' | 'raw'): SanityClient {
  const env = readEnv()
  const { projectId, dataset, apiHost } = backend(env)
  return createClient({
    projectId,
    dataset,
    apiVersion,
    perspective,
    timeout,
    maxRetries: 1,
    // Tags control the cache; the API's CDN behind it would answer with what was published before (next-sanity#639).
    useCdn: false,
    ...(env.SANITY_API_READ_TOKEN && { token: env.SANITY_API_READ_TOKEN, ignoreBrowserTokenWarning: true }),
    ...(apiHost && { apiHost, useProjectHostname: false }),
  })
}

/**
 * Asks for published content. No parameter lets a caller ask for drafts: all that readers see comes through here, and nothing else does.
 */
export function fetchPublished(query: string): Promise<unknown> {
  return connect('published').fetch(query, {}, { cache: 'no-store', perspective: 'published' })
}

/** The client of everything that is not for readers: draft mode and its secrets. It sees drafts, and is never cached. */
export function privateClient(): SanityClient {
  return connect('raw')
}
