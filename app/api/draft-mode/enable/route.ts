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
 * Gives a browser access to drafts, by the handshake of Sanity's Presentation tool: the address contains a
 * secret that only the Studio could have stored.
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
  // Until the page in Presentation has loaded, the Studio uses this route as the page's address. If it is
  // copied then, it would redirect here again, without the secret.
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

/** Adds the Studio's perspective to the page's address, unless it is the default one, drafts. */
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

/**
 * @param page the status page that the server sends to browsers in place of the text.
 */
const words = (status: number, text: string, page?: StatusPage) =>
  new Response(`${text}\n`, {
    status,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'private, no-store',
      ...(page && { [statusPageHeader]: page }),
    },
  })
