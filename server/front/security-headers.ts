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
 * A condition for `has`: the request carries the cookie of a preview. A forged one gets the laxer policy
 * below, and no draft.
 */
export const mayBePreview = { type: 'header' as const, key: 'cookie', value: cookieWithAccess }

/** The same for a request from the Studio, which alone shows pages of this site in a frame. */
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
  // Readers' pages connect to nothing; tools that look at them from inside, such as Lighthouse, ask for
  // robots.txt.
  'connect-src': ["'self'"],
}

const ownScripts = (dev: boolean) => ["'self'", "'unsafe-inline'", ...(dev ? ["'unsafe-eval'"] : [])]

const policyHeader = (policy: Policy) => ({ key: 'Content-Security-Policy', value: serialise(policy) })

/**
 * Response headers of every route, in the form of Next's `headers()`.
 *
 * Readers' pages have no nonces, which would prevent caching: only the inline scripts given here run on them,
 * by their hash. Next's own scripts do not run even where our server is not in front to take them out. Drafts
 * and the Studio need scripts of this site.
 *
 * @param inlineScripts the scripts that readers' pages carry, to the letter.
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
        // Not "no-referrer": browsers would then send the form that ends the preview with "Origin: null",
        // like a stranger's.
        { key: 'Referrer-Policy', value: 'same-origin' },
        { key: 'X-Robots-Tag', value: 'noindex' },
      ],
    })),
    { source: '/studio/:path*', headers: [{ key: 'X-Robots-Tag', value: 'noindex' }] },
  ]
}

/**
 * The policy of the Studio's pages, in the place of the one that `securityHeaders` has for them: it names the
 * content API, and so it is made when it is asked for.
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
