import { createHmac, timingSafeEqual } from 'node:crypto'

/** The content of a preview's cookie. Times are in ISO 8601. */
export interface Access {
  /** `author`: opened from the Studio. `shared`: opened with the address of a shared preview. */
  kind: 'author' | 'shared'
  /** The secret with which this browser opened the preview. */
  secret: string
  /** When the Studio made the secret, by the content API's clock. */
  made: string
  until: string
}

const name = 'preview-access'

/**
 * The name of the cookie, for a site on this host. Browsers share cookies between all ports of a host, so the
 * name includes the port. On https, the `__Host-` prefix keeps other hosts from setting the cookie.
 *
 * @param host as in the `Host` header.
 */
export function accessCookieName(host: string | null, secure: boolean): string {
  const port = /:(\d+)$/.exec(host ?? '')?.[1]
  return `${secure ? '__Host-' : ''}${name}${port ? `-${port}` : ''}`
}

/**
 * Matches a whole `Cookie` header that has a preview's cookie, of this site or another on its host. A string,
 * for Next's `has`.
 */
export const cookieWithAccess = `(?:.*;)?\\s*(?:__Host-)?${name}(?:-\\d+)?=.*`

export const mayHaveAccess = (cookies: string | null): boolean =>
  new RegExp(`^${cookieWithAccess}$`).test(cookies ?? '')

const eachCookie = new RegExp(`(?:^|;)\\s*(?:__Host-)?${name}(?:-\\d+)?=([\\w.-]+)`, 'g')

/**
 * Whether a `Cookie` header has a cookie signed by this site, which may have expired. Needs no query, only a
 * hash per cookie.
 */
export const hasSeal = (cookies: string | undefined, key: string | undefined): boolean =>
  key !== undefined &&
  [...(cookies ?? '').matchAll(eachCookie)].some(([, sealed = '']) => openAccess(sealed, key) !== undefined)

/** The value of the cookie: the JSON of `access`, and an HMAC with the read token as its key. */
export function sealAccess(access: Access, key: string): string {
  const statement = Buffer.from(JSON.stringify(access)).toString('base64url')
  return `${statement}.${sign(statement, key)}`
}

/** The content of a signed value; `undefined` if it was forged, damaged, or signed with another key. */
export function openAccess(sealed: string, key: string): Access | undefined {
  const [statement = '', signature = ''] = sealed.split('.')
  const expected = Buffer.from(sign(statement, key))
  const given = Buffer.from(signature)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  return JSON.parse(Buffer.from(statement, 'base64url').toString('utf8')) as Access
}

const sign = (statement: string, key: string) =>
  createHmac('sha256', key).update(`${name}:${statement}`).digest('base64url')
