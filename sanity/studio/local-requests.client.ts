/**
 * Requests that the Studio sends to Sanity's own servers, with any Content Lake: checks for a newer version,
 * and crash reports.
 */
const sanityServices = [
  /^https:\/\/sanity-cdn\.com\/v1\/modules\//,
  /^https:\/\/api\.sanity\.io\/[^?]*\/intake\/feedback/,
]

let installed = false

/**
 * Keeps a Studio with its own Content Lake from sending requests to Sanity's servers, so that it works
 * without errors on a machine without a network. The Studio has no settings for these three things:
 *
 * - checks for a newer version and crash reports get an empty answer here;
 * - the SDK inside the Studio makes clients of its own for `<projectId>.<host>`, whatever the workspace says.
 *   Their requests go to `<host>` instead, where the sign-in cookie is valid;
 * - the warning about HTTP/1.1 counts as dismissed: it is about event streams using up the browser's
 *   connections, which these streams do not (see lake/streams.client.ts).
 */
export function keepRequestsLocal(projectId: string, apiHost: string): void {
  if (installed) return
  installed = true
  const { protocol, host } = new URL(apiHost)
  const projectOrigin = `${protocol}//${projectId}.${host}/`
  const send = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    if (sanityServices.some((pattern) => pattern.test(url))) return Response.json({})
    if (!url.startsWith(projectOrigin)) return send(input, init)
    const here = `${protocol}//${host}/${url.slice(projectOrigin.length)}`
    return send(input instanceof Request ? new Request(here, input) : here, init)
  }
  sessionStorage.setItem('sanity-studio.network.check.snooze', new Date().toISOString())
}
