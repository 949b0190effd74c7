import type { IncomingMessage, ServerResponse } from 'node:http'

/** Methods that some route takes; the routes for readers take the first two. */
const methods = ['GET', 'HEAD', 'POST', 'OPTIONS']
const takesPosts = /^\/api\/(revalidate|draft-mode\/disable)(\/|\?|$)/

/**
 * Headers by which parts of Next.js speak to each other, and which it takes at their word. Preview pages send
 * the first two kinds.
 */
const betweenPages = /^(rsc|next-)/
const betweenParts = /^x-(next|middleware-|invoke-|matched-path|prerender-|now-|action-)/

/**
 * Answers a request that makes no sense to any route: anybody can send one, and Next.js would take it for a
 * failure of its own, with a stack in the log. Brings an address that names its host, which HTTP allows, to
 * the usual form.
 *
 * @returns whether it was answered.
 */
export function refuseMalformed(request: IncomingMessage, response: ServerResponse): boolean {
  const { url = '', headers } = request
  const whole = /^https?:\/\//i.test(url) ? URL.parse(url) : null
  if (whole) request.url = whole.pathname + whole.search
  if (!canBeRead(request.url ?? '')) return refuse(response, 400, 'This address cannot be read.')
  if (!isHost(headers.host)) return refuse(response, 400, 'This host cannot be read.')
  if (!isHost(headers['x-forwarded-host'])) delete headers['x-forwarded-host']
  if (!/^https?(\s*,\s*https?)*$/i.test(String(headers['x-forwarded-proto'] ?? '')))
    delete headers['x-forwarded-proto']
  return false
}

/**
 * The same for what Next.js would answer with a page: methods that its routes do not take, and headers that
 * only it sends.
 *
 * @param hasSeal whether the request comes from a preview, whose pages call the server.
 */
export function refuseForNext(request: IncomingMessage, response: ServerResponse, hasSeal: boolean): boolean {
  const { method = '', url = '', headers } = request
  for (const name of Object.keys(headers))
    if (betweenParts.test(name) || (!hasSeal && betweenPages.test(name))) delete headers[name]
  const allowed = takesPosts.test(url) ? methods : methods.filter((name) => name !== 'POST')
  if (method === 'OPTIONS' || !allowed.includes(method)) {
    response.setHeader('allow', allowed.join(', '))
    if (method !== 'OPTIONS')
      return refuse(response, 405, `${allowed.join(', ')} are what this address takes.`)
    response.writeHead(204).end()
    return true
  }
  return false
}

function canBeRead(url: string): boolean {
  // What is behind a # stays in the browser.
  if (!url.startsWith('/') || url.includes('#')) return false
  try {
    // Each part by itself, as routes are matched.
    return !decodeURIComponent(url.split('?', 1)[0] ?? '').includes('\0')
  } catch {
    return false
  }
}

/** One host, with its port. Absent only in HTTP/1.0. */
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
