import type { NextRequest } from 'next/server'
import { preview } from '#lib/preview/access.ts'

/** A path of this site, parsed as a browser would parse it; `/` for anything that leads elsewhere. */
function pathOn(origin: string, address: string): string {
  const url = URL.parse(address, origin)
  // A path that begins with two slashes would be taken for another host: `/.//host` becomes one.
  return url?.origin === origin && !url.pathname.startsWith('//') ? url.pathname + url.search + url.hash : '/'
}

/**
 * Where `enable` leads, before the page: only a browser that kept the cookies gets any further. Others are told why, since all they would
 * see is the published page, without a word of explanation. Asked without `to`, it only says whether this browser may see drafts, for pages
 * that are open: as JSON, since browsers report every refusal as an error.
 */
export async function GET({ nextUrl }: NextRequest): Promise<Response> {
  const access = await preview()
  const isGranted = access === 'author' || access === 'shared'
  const to = nextUrl.searchParams.get('to')
  if (to === null) return Response.json({ isGranted }, { headers: { 'cache-control': 'private, no-store' } })
  if (isGranted)
    return new Response(null, {
      status: 307,
      headers: { location: pathOn(nextUrl.origin, to), 'cache-control': 'private, no-store' },
    })
  return new Response(
    'This browser did not keep the cookie that a preview needs.\n\n' +
      'Preview cookies need a secure address: use https, or http://localhost on the machine that runs the site. ' +
      'If the address is one of these, the browser is blocking cookies from this site: allow them, then open the preview again.\n',
    {
      status: 403,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'private, no-store' },
    },
  )
}
