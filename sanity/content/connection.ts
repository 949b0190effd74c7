import { createClient, type ClientConfig, type ClientReturn, type SanityClient } from '@sanity/client'
import type { Env } from '#lib/env.ts'
import { atApiHost } from './api-host.ts'
import { apiVersion } from './api-version.ts'
import { backend, type Backend } from './backend.ts'
import { explain, isTokenRefused, warnOnce } from './explain.ts'

/**
 * A client for server code.
 *
 * `useCdn` is off: this site's own cache expires at each publish, and Sanity's CDN could then still return
 * the content from before (next-sanity#639).
 */
export function connectTo(
  { projectId, dataset, apiHost }: Pick<Backend, 'projectId' | 'dataset' | 'apiHost'>,
  config: ClientConfig = {},
): SanityClient {
  return createClient({ projectId, dataset, apiVersion, useCdn: false, ...atApiHost(apiHost), ...config })
}

/** A client of the content API in the environment, with its read token. */
export function connect(env: Env, config: ClientConfig = {}): SanityClient {
  const token = env.SANITY_API_READ_TOKEN
  return connectTo(backend(env), { ...(token && { token, ignoreBrowserTokenWarning: true }), ...config })
}

/**
 * How long a reader waits for the content API before the last good content is shown. The embedded lake is in
 * this process: when it is late, the process itself was blocked or the machine asleep, and a short timeout
 * would fail wrongly.
 */
const timeoutMs = 3000
const embeddedTimeoutMs = 60_000

/**
 * Returns a function that queries published content. It takes no perspective, so readers can never get
 * drafts. All content for readers is loaded through it.
 *
 * If the token is refused, it queries without one, which works for a public dataset. Errors name the variable
 * to set.
 */
export function publishedFetcher(env: Env) {
  const timeout = backend(env).embedded ? embeddedTimeoutMs : timeoutMs
  const client = connect(env, { perspective: 'published', timeout, maxRetries: 1 })
  const { token, ...withoutToken } = client.config()
  const anonymous = createClient(withoutToken)
  return async <const Query extends string>(query: Query): Promise<ClientReturn<Query, unknown>> => {
    const ask = (from: SanityClient) =>
      from.fetch<unknown, Record<string, never>, Query>(query, {}, { cache: 'no-store' })
    try {
      return await ask(client)
    } catch (error) {
      const refusal = new Error(explain(error, env))
      if (!token || !isTokenRefused(error)) throw refusal
      const answer = await ask(anonymous).catch(() => null)
      // A private dataset answers unauthenticated queries with an empty result.
      if (answer === null) throw refusal
      warnOnce(`${refusal.message}; readers get what everybody may read, and previews do not open.`)
      return answer
    }
  }
}
