/**
 * What the Studio sends to Sanity's own servers, whichever Content Lake it uses: checks for its newest
 * version, and crash reports.
 */
const sanityServices = [
  /^https:\/\/sanity-cdn\.com\/v1\/modules\//,
  /^https:\/\/api\.sanity\.io\/[^?]*\/intake\/feedback/,
]

let installed = false

/**
 * Keeps a Studio that has its own Content Lake on that Content Lake: no request goes to Sanity's servers, so
 * that it works, without errors, on a machine without a network.
 *
 * The Studio has no settings for the three things this changes:
 * - checks for a newer version and crash reports get an empty answer, here;
 * - the SDK inside the Studio makes its own clients, which go to `<projectId>.<host>` whatever the workspace
 *   says; they are sent back to the host, where the sign-in cookie is valid;
 * - the warning about HTTP/1.1 counts as dismissed: it is about event streams using up the browser's
 *   connections, which these do not (lake/streams.client.ts).
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
