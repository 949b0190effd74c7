import type { IncomingMessage, ServerResponse } from 'node:http'
import fresh from 'fresh'
import Negotiator from 'negotiator'
import { hasSeal } from '#sanity/preview/seal.ts'
import {
  editionsPathOf,
  editionsRouteOf,
  isPublishedPath,
  isRoute,
  isStatusPage,
  routeOf,
  statusPageHeader,
  type EditionsPath,
} from '#lib/published-paths.ts'
import { bufferResponse } from './buffer-response.ts'
import { toStaticPage, type Encoding, type StaticPage } from './static-page.ts'
import { finished } from 'node:stream'
import { RecentAnswers } from './recent-answers.ts'
import { refuseForNext } from './refuse.ts'
import { isInternal, statusPage, statusPageFor } from './status-page.ts'
import { Turns } from './turns.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Where an address of a preview leads first. */
const opensPreview = /^\/api\/draft-mode\/(enable|check)(\?|$)/
const notForReaders = /^\/(_next|api|lake|studio|healthz|readyz)(\/|\?|$)/
/** Pages that Next.js makes of this site's for itself, and would answer with a 500 to whoever asks. */
const ofNext = /^\/_(global-error|not-found|error)(\/|$)/
const compressible = /^(text\/|application\/((ld\+)?json|(atom\+)?xml)|image\/svg)/

/** What is asked of the record of editions. */
interface RecordOfEditions {
  /** Whether there is what an address in it asks for: nothing else is rendered, or kept. */
  has(asked: EditionsPath): Promise<boolean>
  /** Where an address leads to that is not that of a page. */
  elsewhere(asked: EditionsPath): Promise<string | undefined>
}

const noRecord: RecordOfEditions = { has: async () => false, elsewhere: async () => undefined }

/**
 * Comparisons that are made at once, and those that may wait: each is made for its reader alone, and there
 * are as many as anybody cares to ask for.
 */
const [comparisons, mostWaiting] = [2, 60]

/**
 * Wraps Next's handler: readers get pages without scripts, compressed, with an ETag
 * (docs/decisions/003-no-scripts-for-readers.md), and nothing that was rendered before the latest change when
 * they came (docs/decisions/002-one-cache-owner.md).
 *
 * @param content has the number that every change of what readers should get raises.
 */
export function readerPages(
  next: Handler,
  content: { readonly generation: number; readonly key: string },
  record = noRecord,
): Handler {
  const recent = new RecentAnswers<StaticPage>()
  const turns = new Turns(comparisons, mostWaiting)
  return async (request, response) => {
    const { method, url = '/', headers } = request
    const isRead = method === 'GET' || method === 'HEAD'
    const mayBeDraft = hasSeal(headers.cookie, process.env.SANITY_API_READ_TOKEN)
    if (refuseForNext(request, response, mayBeDraft)) return
    if (isRead && opensPreview.test(url)) {
      // Next.js answers uncompressed, so that there is something to send in its place.
      delete headers['accept-encoding']
      bufferResponse(response, (words) => sendInPlace(request, response, words, content))
    }
    if (!isRead || (mayBeDraft && headers.rsc) || notForReaders.test(url) || isInternal(request))
      return next(request, response)
    // Nothing else for readers heeds cookies, and a forged one would lead to the draft's route, which is made
    // anew for each request.
    if (!mayBeDraft) delete headers.cookie
    // Only the Studio shows the page in a frame: it is told there that no preview is open.
    const isPreview = mayBeDraft || headers['sec-fetch-dest'] === 'iframe'
    delete headers.rsc
    const { generation } = content
    const reader = { method, encoding: encodingFor(request), etag: headers['if-none-match'] }
    const known = isPreview ? undefined : recent.get(generation, url, response)
    if (known) return send(response, known, reader)
    const asked = editionsPathOf(decode(url.split('?', 1)[0] ?? ''))
    const leadsTo = asked && (await record.elsewhere(asked))
    // Where it leads may change with the record: nobody is to remember it.
    if (leadsTo) return void response.writeHead(307, { location: leadsTo, 'cache-control': 'no-store' }).end()
    if (asked?.kind === 'differences') {
      const end = await turns.take()
      if (!end) return tooMany(response)
      if (response.closed) return end()
      finished(response, end)
    }
    // Next.js answers in full, whatever the request; HEAD, compression and 304 are derived from that.
    request.method = 'GET'
    delete headers['accept-encoding']
    delete headers['if-none-match']
    const address = `${generation}-${content.key}`
    request.url = await routeFor(url, address, isPreview, record)
    bufferResponse(response, async (answer) => {
      const isHtml = String(response.getHeader('content-type')).startsWith('text/html')
      const page = isHtml ? await statusPageFor(response.statusCode, answer, address) : undefined
      const body = page ?? answer
      const isPrivate = /private|no-store/.test(String(response.getHeader('cache-control') ?? ''))
      if (isPreview && isPrivate) return void response.end(method === 'HEAD' ? undefined : body)
      const lean = toStaticPage(body, isHtml && !response.hasHeader('content-encoding'))
      if (!isPreview) recent.keep(generation, url, response, lean)
      return send(response, lean, reader)
    })
    return next(request, response)
  }
}

function tooMany(response: ServerResponse): void {
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    'cache-control': 'no-store',
    'retry-after': '5',
  }
  response.writeHead(503, headers).end('Too many comparisons are being made. Try again in a moment.\n')
}

/** Sends the page that a route names, to a browser, and else the route's own words. */
async function sendInPlace(
  { method, headers }: IncomingMessage,
  response: ServerResponse,
  words: Buffer,
  { generation, key }: { readonly generation: number; readonly key: string },
): Promise<void> {
  const name = response.getHeader(statusPageHeader)
  response.removeHeader(statusPageHeader)
  let body = words
  if (isStatusPage(name) && headers.accept?.includes('text/html')) {
    body = toStaticPage(await statusPage(name, `${generation}-${key}`), true).bytes
    response.setHeader('content-type', 'text/html; charset=utf-8')
  }
  response.removeHeader('content-length')
  response.end(method === 'HEAD' ? undefined : body)
}

/** What Next.js is asked for: the manual at that generation, where the address is one of the manual's. */
async function routeFor(
  url: string,
  generation: string,
  isPreview: boolean,
  record: RecordOfEditions,
): Promise<string> {
  const [path = '/'] = url.split('?', 1)
  const decoded = decode(path)
  // Drafts are at the manual's own address, by a rewrite in next.config.ts.
  if (isPublishedPath(decoded)) return decoded === '/' && isPreview ? url : routeOf(decoded, generation)
  const asked = editionsPathOf(decoded)
  if (asked && (await record.has(asked))) return editionsRouteOf(asked, generation)
  return asked || isRoute(decoded) || ofNext.test(decoded) || isInOtherCase(decoded)
    ? routeOf('not found', generation)
    : url
}

/** `/Now`, `/EDITIONS/9`: Next.js would take it for the address, and answer without a page. */
function isInOtherCase(path: string): boolean {
  const lower = path.toLowerCase()
  return lower !== path && (isPublishedPath(lower) || editionsPathOf(lower) !== undefined)
}

/** A path that cannot be decoded leads nowhere, which Next.js says. */
function decode(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}

/** A client that accepts none of these, not even `identity`, gets `identity`. */
const encodingFor = (request: IncomingMessage) =>
  (new Negotiator(request).encoding(['br', 'gzip', 'identity']) ?? 'identity') as Encoding | 'identity'

interface Reader {
  method: string
  encoding: Encoding | 'identity'
  etag: string | undefined
}

async function send(response: ServerResponse, page: StaticPage, { method, encoding, etag: has }: Reader) {
  if (response.statusCode === 200) response.statusCode = page.status
  const isFailure = response.statusCode >= 500
  const isCompressed =
    encoding !== 'identity' &&
    page.bytes.length > 0 &&
    !response.hasHeader('content-encoding') &&
    compressible.test(String(response.getHeader('content-type')))
  const bytes = isCompressed ? await page.compressed(encoding) : page.bytes
  // Weak, since the same page goes out in several encodings. A route may have set its own.
  const etag = String(response.getHeader('etag') ?? page.etag)
  response.removeHeader('link')
  const memento = page.memento ?? response.getHeader('memento-datetime')
  if (memento !== undefined) {
    response.setHeader('memento-datetime', memento)
    response.setHeader('link', '</>; rel="original latest-version"')
  }
  response.setHeader('vary', 'Accept-Encoding, RSC')
  response.setHeader('cache-control', isFailure ? 'no-store' : 'public, max-age=0, must-revalidate')
  if (isFailure) response.setHeader('retry-after', '5')
  else if (page.bytes.length > 0) response.setHeader('etag', etag)
  if (response.statusCode === 200 && fresh({ 'if-none-match': has }, { etag })) {
    response.statusCode = 304
    return void response.end()
  }
  if (isCompressed) response.setHeader('content-encoding', encoding)
  response.setHeader('content-length', bytes.length)
  response.end(method === 'HEAD' ? undefined : bytes)
}
