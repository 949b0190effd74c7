import { hash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import fresh from 'fresh'
import Negotiator from 'negotiator'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>
type Encoding = 'br' | 'gzip'
type Packed = { status: number; etag: string; bytes: Buffer } & { [Name in Encoding]?: Promise<Buffer> }

const notForReaders = /^\/(_next|api|lake|studio|healthz|readyz)(\/|$)/
const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) }
const compressible = /^(text\/|application\/(ld\+)?json|image\/svg)/

/** By the hash of what Next.js answered, so that no entry is ever stale. A manual has few distinct pages. */
const packed = new Map<string, Packed>()
const mostPacked = 64

/** Takes Next's scripts out of a page; those marked `data-keep` are the page's own. A page may state its status in a meta. */
function pack(body: Buffer, isHtml: boolean): Packed {
  const key = hash('sha1', body)
  const known = packed.get(key)
  if (known) return known
  const html = isHtml ? body.toString('utf8') : ''
  const lean = html
    .replace(/<script\b(?![^>]*\sdata-keep\b)[^>]*>[\s\S]*?<\/script>/g, '')
    .replace(/<link\b[^>]*\bas="script"[^>]*>|<!--\/?[$&]-->/g, '')
  const bytes = isHtml ? Buffer.from(lean) : body
  const status = Number(/<meta name="status" content="(\d{3})"/.exec(html)?.[1] ?? 200)
  const page: Packed = { status, etag: hash('sha1', bytes, 'base64url'), bytes }
  if (packed.size >= mostPacked) packed.delete(packed.keys().next().value as string)
  packed.set(key, page)
  return page
}

/** Wraps Next's handler: what readers get leaves without scripts, packed, with an ETag (docs/decisions/003-no-scripts-for-readers.md). */
export function readerPages(next: Handler): Handler {
  return async (request, response) => {
    const { method, url = '/', headers } = request
    const isRead = method === 'GET' || method === 'HEAD'
    if (!isRead || headers.rsc || notForReaders.test(url)) return next(request, response)
    const encoding = new Negotiator(request).encoding(['br', 'gzip', 'identity']) as Encoding | 'identity'
    const conditions = { 'if-none-match': headers['if-none-match'] }
    // Next.js answers in full, whatever was asked; HEAD, compression and 304 are made from that.
    request.method = 'GET'
    delete headers['accept-encoding']
    delete headers['if-none-match']

    const chunks: Buffer[] = []
    const { writeHead } = response
    const end = response.end.bind(response)
    const keep = (chunk: unknown) => {
      if (chunk && typeof chunk !== 'function') chunks.push(Buffer.from(chunk as Buffer))
    }
    const finish = async (body: Buffer) => {
      response.writeHead = writeHead
      const type = String(response.getHeader('content-type') ?? '')
      const isPrivate = /private|no-store/.test(String(response.getHeader('cache-control') ?? ''))
      if (isPrivate || body.length === 0) return end(method === 'HEAD' ? undefined : body)
      const page = pack(body, type.startsWith('text/html'))
      if (response.statusCode === 200) response.statusCode = page.status
      const packing = compressible.test(type) && encoding !== 'identity' ? encoding : undefined
      const bytes = packing ? await (page[packing] ??= compress[packing](page.bytes)) : page.bytes
      const etag = `"${page.etag}${packing ? `-${packing}` : ''}"`
      const isFailure = response.statusCode >= 500
      response.removeHeader('link')
      response.setHeader('vary', 'Accept-Encoding, RSC')
      response.setHeader('cache-control', isFailure ? 'no-store' : 'public, max-age=0, must-revalidate')
      response.setHeader(isFailure ? 'retry-after' : 'etag', isFailure ? '5' : etag)
      if (packing) response.setHeader('content-encoding', packing)
      if (response.statusCode === 200 && fresh(conditions, { etag })) {
        response.statusCode = 304
        return end()
      }
      response.setHeader('content-length', bytes.length)
      return end(method === 'HEAD' ? undefined : bytes)
    }
    // Next.js would send the head before the body is known.
    response.flushHeaders = () => {}
    response.writeHead = (status: number) => ((response.statusCode = status), response)
    response.write = (chunk: unknown) => (keep(chunk), true)
    response.end = ((chunk?: unknown) => (keep(chunk), finish(Buffer.concat(chunks)), response)) as typeof end
    return next(request, response)
  }
}
