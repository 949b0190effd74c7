import type { NextRequest } from 'next/server'
import { readEnv } from '#lib/env.ts'
import { statusPageHeader, type StatusPage } from '#lib/published-paths.ts'
import { isSecure, previewAccess } from '#sanity/preview/access.ts'

/** A path of this site, parsed as a browser would parse it; `/` for any other address. */
function pathOn(origin: string, address: string): string {
  const url = URL.parse(address, origin)
  // Browsers read a path that begins with two slashes as another host: `/.//host` becomes one.
  return url?.origin === origin && !url.pathname.startsWith('//') ? url.pathname + url.search + url.hash : '/'
}

/**
 * `enable` redirects here before the page, to check that the browser kept the cookie. If it did not, it gets
 * an explanation; otherwise it would see the published page and not know why. Without `to`, tells an open
 * preview page whether this browser may see drafts: as JSON with status 200, since browsers log other
 * statuses as errors.
 */
export async function GET({ nextUrl }: NextRequest): Promise<Response> {
  const access = await previewAccess()
  const isGranted = access === 'author' || access === 'shared'
  const to = nextUrl.searchParams.get('to')
  if (to === null) return Response.json({ isGranted }, { headers: { 'cache-control': 'private, no-store' } })
  if (isGranted)
    return new Response(null, {
      status: 307,
      headers: { location: pathOn(nextUrl.origin, to), 'cache-control': 'private, no-store' },
    })
  const secure = await isSecure()
  if (access !== 'off') return refuse('preview ended', hasEnded)
  return refuse(secure ? 'no secure cookies' : 'no cookies', noCookies(secure))
}

/** The server sends browsers the status page in place of this text. */
const refuse = (page: StatusPage, words: string) =>
  new Response(words, {
    status: 403,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'private, no-store',
      [statusPageHeader]: page,
    },
  })

const hasEnded = 'This preview has ended.\n\nOpen it from the Studio, or ask for a new address.\n'

/** On http, a browser keeps no `Secure` cookie, and does not replace one that was set on https. */
const noCookies = (secure: boolean) =>
  'This browser did not keep the cookies that a preview needs.\n\n' +
  (secure ? `They need https: use an address that begins with ${readEnv().SITE_URL}.\n` : '') +
  "Allow cookies for this site in the browser's settings, then open the preview again.\n" +
  'If they are allowed, delete those that the browser has of this site first: it may hold old ones that it does not replace.\n'
