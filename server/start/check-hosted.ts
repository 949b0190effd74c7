import type { Env } from '#lib/env.ts'
import { backend } from '#sanity/content/backend.ts'
import { connect } from '#sanity/content/connection.ts'
import { explain, isTokenRefused, warnOnce } from '#sanity/content/explain.ts'

const patience = 10_000

/**
 * Asks the hosted content API, once, for what the site needs. Logs one line for each thing that is missing or
 * refused: the variable or setting to change, and what does not work until then.
 */
export async function checkHosted(env: Env): Promise<void> {
  if (env.SANITY_API_READ_TOKEN) await checkToken(env)
  else
    warnOnce(
      'SANITY_API_READ_TOKEN is not set: until it is, previews do not open, and of a private dataset nothing can be read.',
    )
  await checkOrigin(env)
}

async function checkToken(env: Env): Promise<void> {
  try {
    // A query in the perspective `raw`, which includes drafts. Published documents can be read without a
    // token.
    await connect(env, { perspective: 'raw', timeout: patience, maxRetries: 0 }).fetch('count(*[0...1])')
  } catch (error) {
    const until = isTokenRefused(error)
      ? 'until it is mended, previews do not open, and readers get what everybody may read'
      : 'until then, readers get what was last read, and neither the Studio nor previews open'
    warnOnce(`${explain(error, env)}; ${until}.`)
  }
}

/** The Studio calls the content API from the browser, which sends this preflight request. */
async function checkOrigin(env: Env): Promise<void> {
  const { projectId, apiHost } = backend(env)
  const { SITE_URL: origin } = env
  const address = `${apiHost ?? `https://${projectId}.api.sanity.io`}/v2021-06-07/users/me`
  const answer = await fetch(address, {
    method: 'OPTIONS',
    headers: { origin, 'access-control-request-method': 'GET' },
    signal: AbortSignal.timeout(patience),
  }).catch(() => undefined)
  // `checkToken` has already logged that the API cannot be reached.
  if (!answer) return
  const { headers } = answer
  const isAllowed =
    headers.get('access-control-allow-origin') === origin &&
    headers.get('access-control-allow-credentials') === 'true'
  if (!isAllowed)
    warnOnce(
      `The content API does not let pages of ${origin} call it: until that address is among the project's CORS origins, with credentials (sanity.io/manage), the Studio stays empty.`,
    )
}
