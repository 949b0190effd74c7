import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { distDir } from '#server/installation/build.ts'
import { usedStyle } from './used-style.ts'

export type Encoding = 'br' | 'gzip'

/** An answer as it is sent to readers. */
export interface StaticPage {
  /**
   * The status to send. A page of the App Router cannot set one, so it states it in `<meta name="status">`.
   */
  status: number
  /**
   * The value for `Memento-Datetime` (RFC 7089) of a page from the past. A page cannot set headers, so it
   * states it in `<meta name="memento-datetime">`.
   */
  memento: string | undefined
  etag: string
  bytes: Buffer
  /**
   * Compresses once per encoding. Brotli is fast for the first reader; the best compression replaces it
   * afterwards.
   */
  compressed(encoding: Encoding): Promise<Buffer>
}

const [brotli, zip] = [promisify(brotliCompress), promisify(gzip)]
/** A tenth larger than the best quality, and forty times as fast. */
const fastBrotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } }

function compressor(bytes: Buffer): StaticPage['compressed'] {
  const done: { [Name in Encoding]?: Promise<Buffer> } = {}
  return (encoding) => {
    if (encoding === 'gzip') return (done.gzip ??= zip(bytes))
    if (!done.br) {
      done.br = brotli(bytes, fastBrotli)
      void done.br.then(() => brotli(bytes)).then((best) => (done.br = Promise.resolve(best)))
    }
    return done.br
  }
}

/** By the hash of Next's answer, so an entry is never stale. A manual has few distinct pages. */
const known = new Map<string, StaticPage>()
const maxKnown = 64

/**
 * Inlines a style sheet, so that the page needs no further request for it. (`experimental.inlineCss` would
 * also apply to drafts, and load the styles there twice.)
 */
function styleOf(file: string, html: string): string {
  const css = readFileSync(join(distDir(), file), 'utf8').replaceAll('url(../', 'url(/_next/static/')
  return `<style>${usedStyle(css, html)}</style>`
}

/**
 * Removes Next's scripts from a page and inlines its styles; scripts marked `data-keep` stay. The result is
 * cached per distinct page.
 */
export function toStaticPage(body: Buffer, isHtml: boolean): StaticPage {
  const key = hash('sha1', body)
  const existing = known.get(key)
  if (existing) return existing
  const html = isHtml ? body.toString('utf8') : ''
  const lean = html
    .replace(/<script\b(?![^>]*\sdata-keep\b)[^>]*>[\s\S]*?<\/script>/g, '')
    .replace(/<link\b[^>]*\bas="script"[^>]*>|<!--\/?[$&]-->/g, '')
    .replace(/<link rel="stylesheet" href="\/_next\/(static\/[^"?]+)[^>]*>/g, (_, file: string) =>
      styleOf(file, html),
    )
  const bytes = isHtml ? Buffer.from(lean) : body
  const page: StaticPage = {
    memento: /<meta name="memento-datetime" content="([^"]+)"/.exec(html)?.[1],
    status: Number(/<meta name="status" content="(\d{3})"/.exec(html)?.[1] ?? 200),
    etag: `W/"${hash('sha1', bytes, 'base64url')}"`,
    bytes,
    compressed: compressor(bytes),
  }
  if (known.size >= maxKnown) known.delete(known.keys().next().value as string)
  known.set(key, page)
  return page
}
