import { validatePreviewUrl } from '@sanity/preview-url-secret'
import {
  urlSearchParamPreviewPerspective,
  urlSearchParamPreviewSecret,
} from '@sanity/preview-url-secret/constants'
import type { NextRequest } from 'next/server'
import { readEnv } from '#lib/env.ts'
import { privateClient } from '#sanity/content/client.ts'
import { askForSharedSecret, grantAccess } from '#sanity/preview/access.ts'
import { answer, redirect, unavailable } from '../answers.ts'

const noToken = 'SANITY_API_READ_TOKEN is not set, and drafts can only be read with a token'

/**
 * Gives a browser access to drafts, by the handshake of Sanity's Presentation tool: the address contains a
 * secret that only the Studio could have stored.
 */
export async function GET(request: NextRequest): Promise<Response> {
  if (!readEnv().SANITY_API_READ_TOKEN) return unavailable(new Error(noToken))
  try {
    return await open(request)
  } catch (error) {
    return unavailable(error, 'preview unavailable')
  }
}

async function open(request: NextRequest): Promise<Response> {
  const {
    isValid,
    redirectTo = '/',
    studioPreviewPerspective,
  } = await validatePreviewUrl(privateClient(), request.url)
  if (!isValid) {
    // An API that answers nonsense has no valid secret either: it is asked again, in a way that then fails.
    await askForSharedSecret()
    return answer(
      401,
      'This preview address is no longer valid. Open the preview from the Studio, or ask for a new address.',
      { page: 'preview unknown' },
    )
  }
  // Until the page in Presentation has loaded, the Studio uses this route as the page's address. If it is
  // copied then, it would redirect here again, without the secret.
  const page = redirectTo.startsWith(request.nextUrl.pathname) ? '/' : redirectTo
  const secret = request.nextUrl.searchParams.get(urlSearchParamPreviewSecret) ?? ''
  await grantAccess(secret)
  const to = encodeURIComponent(withPerspective(page, studioPreviewPerspective))
  return redirect(307, `/api/draft-mode/check?to=${to}`)
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
