import { isHttpError } from '@sanity/client'
import type { Env } from '#lib/env.ts'
import { backend } from './backend.ts'

/** Whether the content API refused the token. */
export const isTokenRefused = (error: unknown): boolean =>
  isHttpError(error) && (error.statusCode === 401 || error.statusCode === 403)

/** Why the content API did not answer. Names the variable to change, if there is one. */
export function explain(error: unknown, env: Env): string {
  const { projectId, dataset, apiHost = `https://${projectId}.api.sanity.io` } = backend(env)
  const { SANITY_API_READ_TOKEN: token } = env
  if (isTokenRefused(error))
    return token
      ? `SANITY_API_READ_TOKEN was refused (${(error as { statusCode: number }).statusCode}): it is no token of the project ${projectId}, or has been deleted`
      : 'SANITY_API_READ_TOKEN is not set, and this dataset can only be read with a token'
  if (isHttpError(error) && error.statusCode === 404)
    return `${apiHost} has no dataset ${dataset} of a project ${projectId} (404): check NEXT_PUBLIC_SANITY_PROJECT_ID, NEXT_PUBLIC_SANITY_DATASET and SANITY_API_HOST`
  // The client's own message holds the whole query, with the secrets in it.
  if (isHttpError(error)) return `${apiHost} answered ${error.statusCode}`
  const code = codeIn(error)
  if (code) return `${apiHost} cannot be reached (${code})`
  return error instanceof Error ? error.message : String(error)
}

/** The system's error code, from the causes of an error of `fetch`. */
export function codeIn(error: unknown): string | undefined {
  for (
    let cause: unknown = error, depth = 0;
    cause instanceof Error && depth < 5;
    cause = cause.cause, depth += 1
  ) {
    const { code } = cause as NodeJS.ErrnoException
    if (typeof code === 'string' && /^(E[A-Z]|UND_ERR|CERT|ERR_TLS|DEPTH|SELF_SIGNED)/.test(code)) return code
    if (cause instanceof AggregateError) return codeIn(cause.errors[0])
  }
  return undefined
}

const hour = 3_600_000
const logged = Symbol.for('operating-manual.logged')

// On the global object, since Next.js bundles a module more than once.
const holder = globalThis as { [logged]?: Map<string, number> }
const told = (holder[logged] ??= new Map())

/** Logs a line at most once an hour, with whatever error code it ends. */
export function warnOnce(line: string): void {
  const now = Date.now()
  const key = line.replace(/ \([A-Z_]+\)$/, '')
  if (now - (told.get(key) ?? -Infinity) < hour) return
  if (told.size > 100) told.clear()
  told.set(key, now)
  console.warn(line)
}

/**
 * Logs at most once an hour why drafts cannot be shown.
 *
 * @returns why.
 */
export function warnOfDrafts(error: unknown, env: Env): string {
  const why = explain(error, env)
  warnOnce(`Drafts cannot be shown: ${why}`)
  return why
}
