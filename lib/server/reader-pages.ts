import type { IncomingMessage, ServerResponse } from 'node:http'
import fresh from 'fresh'
import Negotiator from 'negotiator'
import { leanPage, type Encoding } from './lean-page.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

const notForReaders = /^\/(_next|api|lake|studio|healthz|readyz)(\/|\?|$)/
/** Next's mark of a browser that sees drafts. */
const draftCookie = /(^|;\s*)__prerender_bypass=/
const compressible = /^(text\/|application\/((ld\+)?json|xml)|image\/svg)/

/** Wraps Next's handler: what readers get leaves without scripts, packed, with an ETag (docs/decisions/003-no-scripts-for-readers.md). */
export function readerPages(next: Handler): Handler {
  return async (request, response) => {
    const { method, url = '/', headers } = request
    const isRead = method === 'GET' || method === 'HEAD'
    const isForReader = !headers.rsc && !notForReaders.test(url)
    if (!isRead || !isForReader) return next(request, response)
    const encoding = new Negotiator(request).encoding(['br', 'gzip', 'identity']) as Encoding | 'identity'
    const conditions = { 'if-none-match': headers['if-none-match'] }
    // Next.js answers in full, whatever was asked; HEAD, compression and 304 are made from that.
    request.method = 'GET'
    delete headers['accept-encoding']
    delete headers['if-none-match']

    const mayBeDraft = draftCookie.test(headers.cookie ?? '')

    collect(response, async (body, send) => {
      const isPrivate = /private|no-store/.test(String(response.getHeader('cache-control') ?? ''))
      if (mayBeDraft && isPrivate) return send(method === 'HEAD' ? undefined : body)
      const { bytes, etag } = await finish(response, body, encoding)
      const isKnown = etag !== undefined && response.statusCode === 200 && fresh(conditions, { etag })
      if (isKnown) {
        response.statusCode = 304
        for (const name of ['content-length', 'content-encoding']) response.removeHeader(name)
      }
      send(isKnown || method === 'HEAD' ? undefined : bytes)
    })
    return next(request, response)
  }
}

/** Sets status and headers for a reader, and gives the bytes to send. */
async function finish(response: ServerResponse, body: Buffer, encoding: Encoding | 'identity') {
  const type = String(response.getHeader('content-type') ?? '')
  const page = leanPage(body, type.startsWith('text/html'))
  if (response.statusCode === 200) response.statusCode = page.status
  const isPacked = encoding !== 'identity' && body.length > 0 && compressible.test(type)
  const bytes = isPacked ? await page.compressed(encoding) : page.bytes
  const isFailure = response.statusCode >= 500
  // Weak, since the same page goes out in several encodings. A route may have named one of its own.
  const etag = isFailure || body.length === 0 ? undefined : String(response.getHeader('etag') ?? page.etag)
  response.removeHeader('link')
  response.setHeader('vary', 'Accept-Encoding, RSC')
  response.setHeader('cache-control', isFailure ? 'no-store' : 'public, max-age=0, must-revalidate')
  if (isFailure) response.setHeader('retry-after', '5')
  if (etag) response.setHeader('etag', etag)
  if (isPacked) response.setHeader('content-encoding', encoding)
  response.setHeader('content-length', bytes.length)
  return { bytes, etag }
}

/** Holds back what is written to a response, head included, until it is whole. */
function collect(response: ServerResponse, done: (body: Buffer, send: (body?: Buffer) => void) => void) {
  const chunks: Buffer[] = []
  const { writeHead } = response
  const end = response.end.bind(response)
  const keep = (chunk: unknown) => {
    if (chunk && typeof chunk !== 'function') chunks.push(Buffer.from(chunk as Buffer))
  }
  response.flushHeaders = () => {}
  response.writeHead = (status: number) => ((response.statusCode = status), response)
  response.write = (chunk: unknown) => (keep(chunk), true)
  response.end = ((chunk?: unknown) => {
    keep(chunk)
    response.writeHead = writeHead
    done(Buffer.concat(chunks), (body) => end(body))
    return response
  }) as typeof end
}
