import { NextResponse } from 'next/server'
import { readEnv } from './lib/env.ts'
import { studioPolicy } from './server/front/security-headers.ts'
import { backend } from './sanity/content/backend.ts'

export const config = { matcher: '/studio/:path*' }

/**
 * Sets the Studio's Content-Security-Policy. Headers in next.config.ts are fixed in the build, which does not
 * know the content API.
 */
export function proxy(): NextResponse {
  const { embedded, apiHost } = backend(readEnv())
  const response = NextResponse.next()
  const policy = studioPolicy({
    embedded,
    contentApi: apiHost,
    dev: process.env.NODE_ENV === 'development',
  })
  response.headers.set('Content-Security-Policy', policy)
  return response
}
