import type { IncomingMessage } from 'node:http'

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/
/** Supervisors use whatever address the machine has, so their requests say nothing about SITE_URL. */
const forSupervisors = /^\/(healthz|readyz)(\?|$)/

/**
 * Warns once, at the first request whose `Host` is neither SITE_URL's nor a loopback address: every link on
 * the page leads to SITE_URL.
 */
export function hostWarner(siteUrl: string): (request: IncomingMessage) => void {
  const expected = new URL(siteUrl).host
  let hasWarned = false
  return ({ url = '', headers: { host } }) => {
    if (hasWarned || !host || host === expected || loopback.test(host) || forSupervisors.test(url)) return
    hasWarned = true
    console.warn(
      `The page was asked for under ${host}, but SITE_URL is ${siteUrl}: its links lead there, and the Studio works there only. ` +
        'Set SITE_URL to the address that is used, or have the server in front pass on Host.',
    )
  }
}
