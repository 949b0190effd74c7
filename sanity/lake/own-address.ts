/**
 * Checks that a request came to one of the lake's own addresses and from one of its own pages, and explains
 * what to do otherwise.
 */

import { httpError, LakeError } from './errors.ts'
import { escape, htmlPage } from './html-page.ts'

const loopback = /^(localhost|[\w-]+\.localhost|127(\.\d+){3}|\[::1\])$/

/**
 * The address of a request as the browser sees it.
 *
 * @param siteUrl the public address, if there is one. Its scheme is used for requests to its host, since a
 *   proxy may not forward the scheme.
 */
export function addressOf(request: Request, siteUrl: string | undefined): URL {
  const url = new URL(request.url)
  const site = siteUrl === undefined ? undefined : new URL(siteUrl)
  if (site && url.host === site.host) url.protocol = site.protocol
  return url
}

/**
 * Refuses requests to another address than the lake's own, or from a page of another origin. With a public
 * address, only that one and loopback addresses are its own; otherwise, any `Host`.
 *
 * @param report called with a line for the log if the configuration seems to be wrong rather than the sender.
 * @throws {LakeError} 403, as an HTML page for browsers and as JSON for programs.
 */
export function checkAddress(
  request: Request,
  url: URL,
  siteUrl: string | undefined,
  report: (line: string) => void,
): void {
  const origin = request.headers.get('origin')
  const isOwn = siteUrl === undefined || url.origin === siteUrl || loopback.test(url.hostname)
  if (isOwn && (origin === null || origin === url.origin)) return
  const message = isOwn
    ? `Origin ${printable(origin)} is not allowed`
    : `Host ${url.host} is not an address of this site`
  const isForPeople = request.headers.get('accept')?.includes('text/html') === true
  // By `sec-fetch-site`, the browser says that the page and the request have the same origin: a proxy has
  // changed the address.
  if (isForPeople || request.headers.get('sec-fetch-site') === 'same-origin')
    report(
      `lake: ${message}. Seen: Origin ${printable(origin)}, Host ${url.host}, ${schemeOf(url)}. ${advice(origin, url, siteUrl)}`,
    )
  throw isForPeople ? new AddressError(message, origin, url, siteUrl) : httpError(403, message)
}

/** Removes control characters, which could affect the terminal that shows the log. */
const printable = (text: string | null) => (text ?? 'not said').replace(/[^\x20-\x7e]/g, '?').slice(0, 200)

const schemeOf = ({ protocol }: URL) => protocol.replace(':', '')

/** What to change, for the operator. */
function advice(origin: string | null, url: URL, siteUrl: string | undefined): string {
  const at = origin === null || origin === 'null' ? undefined : URL.parse(origin)
  const sees = at ?? url
  const set = siteUrl ? `SITE_URL is ${siteUrl}` : `start the site with SITE_URL=${sees.origin}`
  if (siteUrl !== undefined && sees.origin !== siteUrl)
    return `SITE_URL is ${siteUrl}: use that address, or set SITE_URL to the one that you use.`
  if (at && at.host !== url.host)
    return `If ${at.origin} is your address, have the server in front of the site pass on Host (nginx: proxy_set_header Host $http_host), and ${set}.`
  return `If ${sees.origin} is your address, ${set}.`
}

/** Answers with a page that shows which address was seen, and what to do. */
class AddressError extends LakeError {
  readonly #seen: [origin: string | null, url: URL, siteUrl: string | undefined]

  constructor(message: string, ...seen: [origin: string | null, url: URL, siteUrl: string | undefined]) {
    super(403, message, {})
    this.#seen = seen
  }

  override toResponse(): Response {
    const [origin, url, siteUrl] = this.#seen
    const content = `<h1>This site was asked under another address</h1>
<p>Nothing was done, because it cannot tell whether one of its own pages asked.</p>
<ul>
<li>The page you came from is at <code>${escape(origin ?? 'an address that was not said')}</code> (Origin).</li>
<li>The site was asked for <code>${escape(url.host)}</code> (Host), by <code>${schemeOf(url)}</code>.</li>
</ul>
<p>${escape(advice(origin, url, siteUrl))}</p>
<p>If none of this is yours, another site has sent you here: close this page.</p>`
    return htmlPage({ status: 403, title: 'Another address', content })
  }
}
