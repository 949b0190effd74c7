import { urlSearchParamPreviewSecret, validatePreviewUrl } from '@sanity/preview-url-secret'
import type { NextRequest } from 'next/server'
import { grantAccess } from '#sanity/preview/access.ts'
import { privateClient } from '#sanity/content/client.ts'

/**
 * Switches draft mode on, through the handshake of Sanity's Presentation tool: a secret that only the Studio
 * could have written.
 */
export async function GET(request: NextRequest): Promise<Response> {
  const {
    isValid,
    redirectTo = '/',
    studioPreviewPerspective,
  } = await validatePreviewUrl(privateClient(), request.url)
  if (!isValid) {
    return new Response(
      'This preview address is no longer valid. Open the preview from the Studio, or ask for a new address.\n',
      {
        status: 401,
        headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'private, no-store' },
      },
    )
  }
  // Until the page in Presentation has answered, the Studio takes this route for the page: an address copied
  // then would lead here again, without its secret.
  const page = redirectTo.startsWith(request.nextUrl.pathname) ? '/' : redirectTo
  const secret = request.nextUrl.searchParams.get(urlSearchParamPreviewSecret) ?? ''
  await grantAccess(secret, studioPreviewPerspective)
  return new Response(null, {
    status: 307,
    headers: {
      location: `/api/draft-mode/check?to=${encodeURIComponent(page)}`,
      'cache-control': 'private, no-store',
    },
  })
}
