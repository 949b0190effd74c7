import type { NextRequest } from 'next/server'
import { readEnv } from '#lib/env.ts'
import { isSecure, previewAccess } from '#sanity/preview/access.ts'
import { answer, redirect, unavailable } from '../answers.ts'

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
 * statuses as errors. 503 while nobody knows.
 */
export async function GET(request: NextRequest): Promise<Response> {
  try {
    return await check(request)
  } catch (error) {
    return unavailable(error, 'preview unavailable')
  }
}

async function check({ nextUrl }: NextRequest): Promise<Response> {
  const access = await previewAccess()
  const isGranted = access === 'author' || access === 'shared'
  const to = nextUrl.searchParams.get('to')
  if (to === null) return Response.json({ isGranted }, { headers: { 'cache-control': 'private, no-store' } })
  if (isGranted) return redirect(307, pathOn(nextUrl.origin, to))
  if (access !== 'off') return answer(403, hasEnded, { page: 'preview ended' })
  const secure = await isSecure()
  return answer(403, noCookies(secure), { page: secure ? 'no secure cookies' : 'no cookies' })
}

const hasEnded = 'This preview has ended.\n\nOpen it from the Studio, or ask for a new address.'

/** On http, a browser keeps no `Secure` cookie, and does not replace one that was set on https. */
const noCookies = (secure: boolean) =>
  'This browser did not keep the cookies that a preview needs.\n\n' +
  (secure ? `They need https: use an address that begins with ${readEnv().SITE_URL}.\n` : '') +
  "Allow cookies for this site in the browser's settings, then open the preview again.\n" +
  'If they are allowed, delete those that the browser has of this site first: it may hold old ones that it does not replace.'
