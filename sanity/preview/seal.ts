import { createHmac, timingSafeEqual } from 'node:crypto'

/** What the cookie of a preview says. Times are in ISO 8601. */
export interface Access {
  /** `author` for one who came from the Studio, `shared` for one with the address of a shared preview. */
  kind: 'author' | 'shared'
  /** The secret in the address by which this browser came in. */
  secret: string
  /** When the Studio made that secret, by the content API's clock. */
  made: string
  until: string
}

const name = 'preview-access'

/**
 * The name of the cookie, for a site at that host. Browsers send the cookies of one port to all others of the
 * same host: with the port in its name, sites on one machine do not take each other's. On https, the prefix
 * lets no other host set it.
 *
 * @param host as in the `Host` header.
 */
export function accessCookieName(host: string | null, secure: boolean): string {
  const port = /:(\d+)$/.exec(host ?? '')?.[1]
  return `${secure ? '__Host-' : ''}${name}${port ? `-${port}` : ''}`
}

/**
 * Fits a `Cookie` header that has such a cookie, of this site or of another on its host: a whole match, as
 * Next's `has` wants it.
 */
export const cookieWithAccess = `(?:.*;)?\\s*(?:__Host-)?${name}(?:-\\d+)?=.*`

export const mayHaveAccess = (cookies: string | null): boolean =>
  new RegExp(`^${cookieWithAccess}$`).test(cookies ?? '')

const eachCookie = new RegExp(`(?:^|;)\\s*(?:__Host-)?${name}(?:-\\d+)?=([\\w.-]+)`, 'g')

/**
 * Whether a `Cookie` header has a seal that this site made, which may have expired. Costs a hash: worth
 * asking before any page is made.
 */
export const hasSeal = (cookies: string | undefined, key: string | undefined): boolean =>
  key !== undefined &&
  [...(cookies ?? '').matchAll(eachCookie)].some(([, sealed = '']) => openAccess(sealed, key) !== undefined)

/** The cookie's value: what it says, and a signature that only the holder of the read token can make. */
export function sealAccess(access: Access, key: string): string {
  const statement = Buffer.from(JSON.stringify(access)).toString('base64url')
  return `${statement}.${sign(statement, key)}`
}

/** What a sealed value says; `undefined` for one that was forged, damaged, or sealed with another key. */
export function openAccess(sealed: string, key: string): Access | undefined {
  const [statement = '', signature = ''] = sealed.split('.')
  const expected = Buffer.from(sign(statement, key))
  const given = Buffer.from(signature)
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined
  return JSON.parse(Buffer.from(statement, 'base64url').toString('utf8')) as Access
}

const sign = (statement: string, key: string) =>
  createHmac('sha256', key).update(`${name}:${statement}`).digest('base64url')
