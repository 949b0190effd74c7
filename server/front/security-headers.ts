import { createHash } from 'node:crypto'
import { cookieWithAccess } from '#sanity/preview/seal.ts'

type Policy = Record<string, readonly string[]>

const sha256 = (script: string) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`

const serialise = (policy: Policy) =>
  Object.entries(policy)
    .map(([directive, sources]) => `${directive} ${sources.join(' ')}`)
    .join('; ')

const everywhere = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'strict-origin-when-cross-origin' },
  { key: 'Permissions-Policy', value: 'camera=(), geolocation=(), microphone=(), payment=(), usb=()' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
]

/**
 * A condition for `has`: the request carries a preview's cookie. The cookie is not verified here: a forged
 * one gets the laxer policy below, but no draft.
 */
export const mayBePreview = { type: 'header' as const, key: 'cookie', value: cookieWithAccess }

/** A condition for `has`: the page is loaded in a frame, which only the Studio does. */
export const inFrame = { type: 'header' as const, key: 'sec-fetch-dest', value: 'iframe' }

const base: Policy = {
  'default-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'font-src': ["'self'"],
  'style-src': ["'self'", "'unsafe-inline'"],
  'manifest-src': ["'self'"],
  // Readers' pages make no requests. Tools that inspect them from within the page, such as Lighthouse, fetch
  // robots.txt.
  'connect-src': ["'self'"],
}

const ownScripts = (dev: boolean) => ["'self'", "'unsafe-inline'", ...(dev ? ["'unsafe-eval'"] : [])]

const policyHeader = (policy: Policy) => ({ key: 'Content-Security-Policy', value: serialise(policy) })

/**
 * Response headers of every route, in the form of Next's `headers()`.
 *
 * Readers' pages have no nonces, which would prevent caching: only the inline scripts given here may run, by
 * their hash. Next's own scripts are blocked even on hosts where this server does not remove them. Drafts and
 * the Studio may run scripts of this site.
 *
 * @param inlineScripts the exact source of each inline script of readers' pages.
 */
export function securityHeaders(options: { inlineScripts: readonly string[]; dev?: boolean }) {
  const { inlineScripts, dev = false } = options
  const scripts = ownScripts(dev)
  return [
    {
      source: '/:path*',
      headers: [
        ...everywhere,
        policyHeader({ ...base, 'script-src': dev ? scripts : inlineScripts.map(sha256) }),
      ],
    },
    ...[mayBePreview, inFrame].map((condition) => ({
      source: '/:path*',
      has: [condition],
      headers: [
        policyHeader({ ...base, 'script-src': scripts }),
        // With "no-referrer", browsers send the form that ends the preview with "Origin: null", which is
        // refused as cross-origin.
        { key: 'Referrer-Policy', value: 'same-origin' },
        { key: 'X-Robots-Tag', value: 'noindex' },
      ],
    })),
    { source: '/studio/:path*', headers: [{ key: 'X-Robots-Tag', value: 'noindex' }] },
  ]
}

/**
 * The policy of the Studio's pages, which replaces the one from `securityHeaders`. It depends on the content
 * API, so it is built at run time.
 *
 * @param contentApi base URL of the content API that the Studio calls, if it is not on the site's origin;
 *   Sanity's own when `undefined` and not `embedded`.
 */
export function studioPolicy(options: {
  embedded: boolean
  contentApi?: string | undefined
  dev?: boolean
}): string {
  const { embedded, contentApi, dev = false } = options
  const origin = contentApi && new URL(contentApi).origin
  const api = embedded
    ? []
    : origin
      ? [origin, origin.replace(/^http/, 'ws')]
      : ['https://*.sanity.io', 'wss://*.sanity.io', 'https://sanity-cdn.com']
  return serialise({
    ...base,
    'script-src': ownScripts(dev),
    'connect-src': ["'self'", ...api],
    'font-src': ["'self'", 'data:'],
    'img-src': ["'self'", 'data:', 'blob:', ...(embedded ? [] : ['https://cdn.sanity.io'])],
    'worker-src': ["'self'", 'blob:'],
    'frame-src': ["'self'"],
  })
}
