import type { IncomingMessage, ServerResponse } from 'node:http'

/** Methods that any route accepts, except those below. */
const methods = ['GET', 'HEAD', 'POST', 'OPTIONS']
const takesPosts = /^\/api\/draft-mode\/disable(\/|\?|$)/
const takesPostsOnly = /^\/api\/revalidate(\/|\?|$)/

/**
 * Headers that Next.js uses internally, and trusts. The browser sends the first kind from preview pages; no
 * browser sends the second.
 */
const betweenPages = /^(rsc|next-)/
const betweenParts = /^x-(next|middleware-|invoke-|matched-path|prerender-|now-|action-)/

/**
 * Answers requests that no route can make sense of with a 400, and those of a browser with the page for unknown
 * addresses. Next.js would answer them with a 500 and log a stack trace. Also rewrites a request target in absolute form (RFC 9112, section 3.2.2) to its path, and
 * removes forwarding headers that cannot be parsed.
 *
 * @returns whether the request was answered.
 */
export function refuseMalformed(request: IncomingMessage, response: ServerResponse): boolean {
  const { url = '', headers } = request
  const whole = /^https?:\/\//i.test(url) ? URL.parse(url) : null
  if (whole) request.url = whole.pathname + whole.search
  if (!canBeRead(request.url ?? '')) {
    if (!isOfReader(request)) return refuse(response, 400, 'This address cannot be read.')
    request.url = nowhere
  }
  if (!isHost(headers.host)) return refuse(response, 400, 'This host cannot be read.')
  if (!isHost(headers['x-forwarded-host'])) delete headers['x-forwarded-host']
  if (!/^https?(\s*,\s*https?)*$/i.test(String(headers['x-forwarded-proto'] ?? '')))
    delete headers['x-forwarded-proto']
  return false
}

/**
 * Answers OPTIONS, and refuses methods that no page accepts (405). Removes the headers that Next.js uses
 * internally.
 *
 * @param hasSeal whether the request comes from a preview, whose pages send `rsc` and `next-` headers.
 *
 * @returns whether the request was answered.
 */
export function refuseForNext(request: IncomingMessage, response: ServerResponse, hasSeal: boolean): boolean {
  const { method = '', url = '', headers } = request
  for (const name of Object.keys(headers))
    if (betweenParts.test(name) || (!hasSeal && betweenPages.test(name))) delete headers[name]
  const allowed = takesPostsOnly.test(url)
    ? ['POST', 'OPTIONS']
    : methods.filter((name) => name !== 'POST' || takesPosts.test(url))
  if (method === 'OPTIONS' || !allowed.includes(method)) {
    response.setHeader('allow', allowed.join(', '))
    if (method !== 'OPTIONS')
      return refuse(response, 405, `${allowed.join(', ')} are what this address takes.`)
    response.writeHead(204).end()
    return true
  }
  return false
}

/** An address that nothing has: its answer is the page for that, which leads on to the manual. */
const nowhere = '/an-address-that-cannot-be-read'

/** Whether somebody opened the address in a browser, for whom there is a page. */
const isOfReader = ({ method = '', headers }: IncomingMessage) =>
  /^(GET|HEAD)$/.test(method) && headers.accept?.includes('text/html') === true

function canBeRead(url: string): boolean {
  // Browsers never send a fragment.
  if (!url.startsWith('/') || url.includes('#')) return false
  try {
    // The path alone, as routes are matched.
    return !decodeURIComponent(url.split('?', 1)[0] ?? '').includes('\0')
  } catch {
    return false
  }
}

/** One host, with an optional port. `Host` may be absent only in HTTP/1.0. */
function isHost(host: string | string[] | undefined): boolean {
  return (
    host === undefined ||
    (typeof host === 'string' && /^[\w.:[\]-]+$/.test(host) && URL.canParse(`http://${host}`))
  )
}

function refuse(response: ServerResponse, status: number, words: string): true {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' })
  response.end(`${words}\n`)
  return true
}
