import { validatePreviewUrl } from '@sanity/preview-url-secret'
import {
  urlSearchParamPreviewPerspective,
  urlSearchParamPreviewSecret,
} from '@sanity/preview-url-secret/constants'
import type { NextRequest } from 'next/server'
import { readEnv } from '#lib/env.ts'
import { statusPageHeader, type StatusPage } from '#lib/published-paths.ts'
import { privateClient } from '#sanity/content/client.ts'
import { explain, warnOnce } from '#sanity/content/explain.ts'
import { grantAccess } from '#sanity/preview/access.ts'

/**
 * Lets a browser into the preview, through the handshake of Sanity's Presentation tool: a secret that only the
 * Studio could have written.
 */
export async function GET(request: NextRequest): Promise<Response> {
  if (!readEnv().SANITY_API_READ_TOKEN)
    return unavailable('SANITY_API_READ_TOKEN is not set, and drafts can only be read with a token')
  try {
    return await open(request)
  } catch (error) {
    return unavailable(explain(error, readEnv()))
  }
}

async function open(request: NextRequest): Promise<Response> {
  const {
    isValid,
    redirectTo = '/',
    studioPreviewPerspective,
  } = await validatePreviewUrl(privateClient(), request.url)
  if (!isValid)
    return words(
      401,
      'This preview address is no longer valid. Open the preview from the Studio, or ask for a new address.',
      'preview unknown',
    )
  // Until the page in Presentation has answered, the Studio takes this route for the page: an address copied
  // then would lead here again, without its secret.
  const page = redirectTo.startsWith(request.nextUrl.pathname) ? '/' : redirectTo
  const secret = request.nextUrl.searchParams.get(urlSearchParamPreviewSecret) ?? ''
  await grantAccess(secret)
  return new Response(null, {
    status: 307,
    headers: {
      location: `/api/draft-mode/check?to=${encodeURIComponent(withPerspective(page, studioPreviewPerspective))}`,
      'cache-control': 'private, no-store',
    },
  })
}

/** The page's address says what the Studio's preview is set to show, where that is not the draft. */
function withPerspective(page: string, perspective: string | null | undefined): string {
  const [, path = '/', search = '', hash = ''] = /^([^?#]*)(\?[^#]*)?(#.*)?$/s.exec(page) ?? []
  const params = search
    .split(/[?&]/)
    .filter((param) => param !== '' && !param.startsWith(`${urlSearchParamPreviewPerspective}=`))
  if (perspective === 'published') params.push(`${urlSearchParamPreviewPerspective}=${perspective}`)
  return path + (params.length > 0 ? `?${params.join('&')}` : '') + hash
}

function unavailable(why: string): Response {
  warnOnce(`A preview could not be opened: ${why}.`)
  return words(503, `The preview cannot be opened now: ${why}.`)
}

/** @param page says the same: our server sends it in the place of the words. */
const words = (status: number, text: string, page?: StatusPage) =>
  new Response(`${text}\n`, {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'private, no-store',
      ...(page && { [statusPageHeader]: page }),
    },
  })
