/**
 * At which addresses a lake answers, and what it says when it cannot tell that a request came to one of them.
 */

import { httpError, LakeError } from './errors.ts'
import { escape, htmlPage } from './html-page.ts'

const loopback = /^(localhost|[\w-]+\.localhost|127(\.\d+){3}|\[::1\])$/

/**
 * The address of a request as its browser sees it.
 *
 * @param siteUrl the public address, if the lake has one. Its scheme then goes for what came to its host: a
 *   proxy may not say.
 */
export function addressOf(request: Request, siteUrl: string | undefined): URL {
  const url = new URL(request.url)
  const site = siteUrl === undefined ? undefined : new URL(siteUrl)
  if (site && url.host === site.host) url.protocol = site.protocol
  return url
}

/**
 * Refuses what did not come to an address of this lake, or was sent by a page of another one. With a public
 * address, only that one and the names of this machine are its own; without, whatever the `Host` header says.
 *
 * @param report called with one line for the log where the address, rather than the sender, seems to be
 *   wrong.
 * @throws {LakeError} 403: a page for people, JSON for programs.
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
  // A browser that says so knows that the page is of the address that it asked: something in between has
  // changed that address.
  if (isForPeople || request.headers.get('sec-fetch-site') === 'same-origin')
    report(
      `lake: ${message}. Seen: Origin ${printable(origin)}, Host ${url.host}, ${schemeOf(url)}. ${advice(origin, url, siteUrl)}`,
    )
  throw isForPeople ? new AddressError(message, origin, url, siteUrl) : httpError(403, message)
}

/** Headers may hold what moves a terminal's cursor. */
const printable = (text: string | null) => (text ?? 'not said').replace(/[^\x20-\x7e]/g, '?').slice(0, 200)

const schemeOf = ({ protocol }: URL) => protocol.replace(':', '')

/** What to set, in plain words. */
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

/** For people: what was seen, and what to do. */
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
