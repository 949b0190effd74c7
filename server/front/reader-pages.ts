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

/** Routes that open a preview, or check that one is open. They may answer with a status page. */
const opensPreview = /^\/api\/draft-mode\/(enable|check)(\?|$)/
const notForReaders =
  /^\/(_next|lake|studio)(\/|\?|$)|^\/(api\/(revalidate|draft-mode\/\w+)|healthz|readyz)\/?(\?|$)/
/** Internal routes of Next.js, which answers requests for them with a 500. Readers get a 404 instead. */
const ofNext = /^\/_(global-error|not-found|error)(\/|$)/
const compressible = /^(text\/|application\/((ld\+)?json|(atom\+)?xml)|image\/svg)/

/** What this module needs to know of the record of editions. */
interface RecordOfEditions {
  /** Whether an address names something in the record. Only then is a page rendered and cached. */
  has(asked: EditionsPath): Promise<boolean>
  /** The address to redirect to, when this one is an alias. */
  elsewhere(asked: EditionsPath): Promise<string | undefined>
}

const noRecord: RecordOfEditions = { has: async () => false, elsewhere: async () => undefined }

/**
 * Limits for comparisons of two editions: how many are rendered at once, and how many requests may wait.
 * Comparisons are not cached, and there are as many as there are pairs of editions, so anybody can ask for a
 * lot of work.
 */
const [comparisons, mostWaiting] = [2, 60]

/**
 * Wraps Next's handler. Readers get pages without scripts, compressed, with an ETag
 * (docs/decisions/003-no-scripts-for-readers.md), and never a page rendered before the latest change
 * (docs/decisions/002-one-cache-owner.md).
 *
 * @param content `generation` is raised by every change of what readers get; `key` is part of the internal
 *   addresses.
 * @param record none when left out: then no edition has an address.
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
      // `sendInPlace` may replace the body, so Next.js must not compress it.
      delete headers['accept-encoding']
      bufferResponse(response, (words) => sendInPlace(request, response, words, content))
    }
    if (!isRead || (mayBeDraft && headers.rsc) || notForReaders.test(url) || isInternal(request))
      return next(request, response)
    // Readers' pages do not depend on cookies. A forged preview cookie would lead to the draft's route, which
    // is rendered for every request.
    if (!mayBeDraft) delete headers.cookie
    // Only the Studio shows the page in a frame. Without a preview's cookie, the draft's route says that no
    // preview is open.
    const isInFrame = headers['sec-fetch-dest'] === 'iframe'
    const isPreview = mayBeDraft || isInFrame
    // The Studio would take any page without the preview's script for a broken one, and cover it.
    const [path, ...query] = url.split('?')
    if (isInFrame && path !== '/' && path !== '/draft')
      return void response
        .writeHead(307, { location: ['/', ...query].join('?'), 'cache-control': 'no-store' })
        .end()
    delete headers.rsc
    const { generation } = content
    const reader = { method, encoding: encodingFor(request), etag: headers['if-none-match'] }
    const known = isPreview ? undefined : recent.get(generation, url, response)
    if (known) return send(response, known, reader)
    const asked = editionsPathOf(decode(url.split('?', 1)[0] ?? ''))
    const leadsTo = asked && (await record.elsewhere(asked))
    // The target may change with the record, so the redirect must not be cached.
    if (leadsTo) return void response.writeHead(307, { location: leadsTo, 'cache-control': 'no-store' }).end()
    if (asked?.kind === 'differences') {
      const end = await turns.take()
      if (!end) return tooMany(response)
      if (response.closed) return end()
      finished(response, end)
    }
    // Next.js always answers an uncompressed GET in full; HEAD, compression and 304 are derived from that
    // below.
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
      // A status page was made for another address: with scripts, React would fail in it.
      if (isPreview && isPrivate && !page) return void response.end(method === 'HEAD' ? undefined : body)
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

/**
 * Sends a browser the status page that the route named in a header, and any other client the route's own
 * body.
 */
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

/**
 * The address that Next.js gets: the internal route of a reader's page at this generation, a 404 for internal
 * addresses and unknown editions, and anything else as it is.
 */
async function routeFor(
  url: string,
  generation: string,
  isPreview: boolean,
  record: RecordOfEditions,
): Promise<string> {
  const [path = '/'] = url.split('?', 1)
  const decoded = decode(path)
  // next.config.ts rewrites `/` to the draft's route when a preview is open.
  if (isPublishedPath(decoded)) return decoded === '/' && isPreview ? url : routeOf(decoded, generation)
  const asked = editionsPathOf(decoded)
  if (asked && (await record.has(asked))) return editionsRouteOf(asked, generation)
  return asked || isRoute(decoded) || ofNext.test(decoded) || isInOtherCase(decoded)
    ? routeOf('not found', generation)
    : url
}

/** `/Now`, `/EDITIONS/9`: Next.js matches routes regardless of case, and would then answer without a page. */
function isInOtherCase(path: string): boolean {
  const lower = path.toLowerCase()
  return lower !== path && (isPublishedPath(lower) || editionsPathOf(lower) !== undefined)
}

/** An address that cannot be decoded is passed on as it is, and Next.js answers 404. */
function decode(path: string): string {
  try {
    return decodeURI(path)
  } catch {
    return path
  }
}

/**
 * Compression is negotiated by Accept-Encoding. A client that accepts none of these, not even `identity`,
 * gets `identity`.
 */
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
  // A weak ETag, since the same page is sent in several encodings. A route may have set its own.
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
