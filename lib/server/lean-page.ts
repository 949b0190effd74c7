import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'

export type Encoding = 'br' | 'gzip'

/** An answer as readers get it. */
export interface LeanPage {
  /** The status it asks for: a page of the App Router can not set one, and may state it in `<meta name="status">`. */
  status: number
  etag: string
  bytes: Buffer
  /** Compresses once; whoever asks again gets the same bytes. */
  compressed(encoding: Encoding): Promise<Buffer>
}

const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) }

/** By the hash of what Next.js answered, so that no entry is ever stale. A manual has few distinct pages. */
const known = new Map<string, LeanPage>()
const mostKnown = 64

/** A style sheet, inline: a page is whole in one answer. (`experimental.inlineCss` does it for drafts too, and loads it there twice.) */
const styleOf = (file: string) =>
  `<style>${readFileSync(join('.next', file), 'utf8').replaceAll('url(../', 'url(/_next/static/')}</style>`

/** Takes Next's scripts out of a page; those marked `data-keep` are the page's own. Done once per distinct page. */
export function leanPage(body: Buffer, isHtml: boolean): LeanPage {
  const key = hash('sha1', body)
  const existing = known.get(key)
  if (existing) return existing
  const html = isHtml ? body.toString('utf8') : ''
  const lean = html
    .replace(/<script\b(?![^>]*\sdata-keep\b)[^>]*>[\s\S]*?<\/script>/g, '')
    .replace(/<link\b[^>]*\bas="script"[^>]*>|<!--\/?[$&]-->/g, '')
    .replace(/<link rel="stylesheet" href="\/_next\/(static\/[^"?]+)[^>]*>/g, (_, file: string) =>
      styleOf(file),
    )
  const bytes = isHtml ? Buffer.from(lean) : body
  const packed: { [Name in Encoding]?: Promise<Buffer> } = {}
  const page: LeanPage = {
    status: Number(/<meta name="status" content="(\d{3})"/.exec(html)?.[1] ?? 200),
    etag: `W/"${hash('sha1', bytes, 'base64url')}"`,
    bytes,
    compressed: (encoding) => (packed[encoding] ??= compress[encoding](bytes)),
  }
  if (known.size >= mostKnown) known.delete(known.keys().next().value as string)
  known.set(key, page)
  return page
}
