import { createClient, type ClientConfig, type SanityClient } from '@sanity/client'
import type { Env } from '#lib/env.ts'
import { apiVersion } from './api-version.ts'
import { backend } from './backend.ts'
import { explain, isTokenRefused, warnOnce } from './explain.ts'

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
 *
 * If the token is refused, it asks as anybody may: a public dataset can be read without one. Errors name the variable to be set.
 */
export function publishedFetcher(env: Env): (query: string) => Promise<unknown> {
  const client = connect(env, { perspective: 'published', timeout: timeoutMs, maxRetries: 1 })
  const { token, ...withoutToken } = client.config()
  const anonymous = createClient(withoutToken)
  const ask = (from: SanityClient, query: string): Promise<unknown> =>
    from.fetch(query, {}, { cache: 'no-store' })
  return async (query) => {
    try {
      return await ask(client, query)
    } catch (error) {
      const refusal = new Error(explain(error, env), { cause: error })
      if (!token || !isTokenRefused(error)) throw refusal
      const answer = await ask(anonymous, query).catch(() => null)
      // What a private dataset has for strangers.
      if (answer === null) throw refusal
      warnOnce(`${refusal.message}; readers get what everybody may read, and previews do not open.`)
      return answer
    }
  }
}
