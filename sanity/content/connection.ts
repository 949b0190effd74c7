import { createClient, type ClientConfig, type ClientReturn, type SanityClient } from '@sanity/client'
import type { Env } from '#lib/env.ts'
import { atApiHost } from './api-host.ts'
import { apiVersion } from './api-version.ts'
import { backend, type Backend } from './backend.ts'
import { explain, isTokenRefused, warnOnce } from './explain.ts'

/**
 * A client for code outside of the browser: its own settings, and those of that Content Lake.
 *
 * `useCdn` is off: our own cache expires with each publish, and the API's CDN behind it would answer with
 * what was published before (next-sanity#639).
 */
export function connectTo(
  { projectId, dataset, apiHost }: Pick<Backend, 'projectId' | 'dataset' | 'apiHost'>,
  config: ClientConfig = {},
): SanityClient {
  return createClient({ projectId, dataset, apiVersion, useCdn: false, ...atApiHost(apiHost), ...config })
}

/** A client of the content API that the environment names, with the environment's read token. */
export function connect(env: Env, config: ClientConfig = {}): SanityClient {
  const token = env.SANITY_API_READ_TOKEN
  return connectTo(backend(env), { ...(token && { token, ignoreBrowserTokenWarning: true }), ...config })
}

/**
 * How long a reader may wait for the content API before the last good content is shown. The embedded lake is
 * in this process: what keeps it from answering, such as a machine that was asleep, keeps the clock from
 * being right.
 */
const timeoutMs = 3000
const embeddedTimeoutMs = 60_000

/**
 * Asks for published content. No parameter lets a caller ask for drafts: all that readers see comes through
 * here, and nothing else does.
 *
 * If the token is refused, it asks as anybody may: a public dataset can be read without one. Errors name the
 * variable to be set.
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
      // What a private dataset has for strangers.
      if (answer === null) throw refusal
      warnOnce(`${refusal.message}; readers get what everybody may read, and previews do not open.`)
      return answer
    }
  }
}
