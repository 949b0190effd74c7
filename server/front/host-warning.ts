import type { IncomingMessage } from 'node:http'

const loopback = /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/
/** Supervisors ask by whatever address the machine has. */
const forSupervisors = /^\/(healthz|readyz)(\?|$)/

/**
 * Warns once, for the first request that comes under another name than the site's: all its links lead to the
 * latter.
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
