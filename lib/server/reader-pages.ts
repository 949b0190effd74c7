import type { IncomingMessage, ServerResponse } from 'node:http'
import fresh from 'fresh'
import Negotiator from 'negotiator'
import { draftCookie } from '#lib/draft-cookie.ts'
import { failedPage, isEmptyFailure } from './failed-page.ts'
import { holdBack } from './hold-back.ts'
import { leanPage, type Encoding, type LeanPage } from './lean-page.ts'
import { RecentAnswers } from './recent-answers.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

const notForReaders = /^\/(_next|api|lake|studio|healthz|readyz)(\/|\?|$)/
const revalidation = /^\/api\/revalidate(\?|$)/
const withDraftCookie = new RegExp(`(^|;\\s*)${draftCookie}=`)
const compressible = /^(text\/|application\/((ld\+)?json|xml)|image\/svg)/

/** Wraps Next's handler: readers get pages without scripts, compressed, with an ETag (docs/decisions/003-no-scripts-for-readers.md). */
export function readerPages(next: Handler): Handler {
  const recent = new RecentAnswers<LeanPage>()
  return async (request, response) => {
    const { method, url = '/', headers } = request
    if (revalidation.test(url)) recent.endWith(response)
    const isRead = method === 'GET' || method === 'HEAD'
    const mayBeDraft = withDraftCookie.test(headers.cookie ?? '')
    if (!isRead || (mayBeDraft && headers.rsc) || notForReaders.test(url)) return next(request, response)
    // Only drafts have scripts that ask for it.
    delete headers.rsc
    const reader = { method, encoding: encodingFor(request), etag: headers['if-none-match'] }
    const known = mayBeDraft ? undefined : recent.get(url, response)
    if (known) return send(response, known, reader)
    // Next.js answers in full, whatever the request; HEAD, compression and 304 are derived from that.
    request.method = 'GET'
    delete headers['accept-encoding']
    delete headers['if-none-match']
    const keep = recent.keeper(url, response)
    holdBack(response, async (answer) => {
      const body = isEmptyFailure(response.statusCode, answer, url) ? await failedPage() : answer
      const isPrivate = /private|no-store/.test(String(response.getHeader('cache-control') ?? ''))
      if (mayBeDraft && isPrivate) return void response.end(method === 'HEAD' ? undefined : body)
      const page = leanPage(body, String(response.getHeader('content-type')).startsWith('text/html'))
      if (!mayBeDraft) keep(page)
      return send(response, page, reader)
    })
    return next(request, response)
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

async function send(response: ServerResponse, page: LeanPage, { method, encoding, etag: has }: Reader) {
  if (response.statusCode === 200) response.statusCode = page.status
  const isFailure = response.statusCode >= 500
  const isCompressed =
    encoding !== 'identity' &&
    page.bytes.length > 0 &&
    compressible.test(String(response.getHeader('content-type')))
  const bytes = isCompressed ? await page.compressed(encoding) : page.bytes
  // Weak, since the same page goes out in several encodings. A route may have set its own.
  const etag = String(response.getHeader('etag') ?? page.etag)
  response.removeHeader('link')
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
