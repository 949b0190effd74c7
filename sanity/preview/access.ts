import 'server-only'
import { SECRET_TTL } from '@sanity/preview-url-secret/constants'
import { cookies, headers } from 'next/headers'
import { readEnv } from '#lib/env.ts'
import { privateClient } from '#sanity/content/client.ts'
import { accessCookieName, openAccess, sealAccess, type Access } from './seal.ts'

// Who may see drafts. A sealed cookie says by which secret somebody once came in (seal.ts). Next's own draft
// mode is not used: its cookie has one name on all ports of a machine, and proves nothing.

const hour = 3_600_000

/** After so long, an author opens the preview in the Studio again; a guest, the address that was shared. */
const lives: Record<Access['kind'], number> = { author: 24 * hour, shared: 30 * 24 * hour }

/**
 * Where Presentation keeps the secret of the shared preview. While sharing is off, there is no such document.
 */
const sharedSecretQuery = '*[_id == "sanity-preview-url-secret.share-access"][0].secret'

/**
 * When the Studio made the secret for somebody who is signed in, if it did. Secrets end an hour after their
 * date: one dated in the future, by a clock that was wrong, would not.
 */
const authorsSecretQuery =
  '*[_type == "sanity.previewUrlSecret" && secret == $secret && dateTime(_updatedAt) <= dateTime(now()) + 60][0]._updatedAt'

/**
 * Whether the secret by which an author came in is still there. The Studio clears away those that are older
 * than an hour when it makes another; if there is none at all, somebody has deleted them to end every
 * preview.
 */
const lastsQuery = `count(*[_type == "sanity.previewUrlSecret" && (secret == $secret || dateTime($made) <= dateTime(now()) - ${SECRET_TTL})]) > 0`

/**
 * Lets this browser see drafts, and remembers by which secret it came in. Called after the secret was found
 * valid. A secret that is not an author's is a guest's, even if sharing was switched off in the meantime:
 * then it belongs to a preview that has ended.
 */
export async function grantAccess(secret: string): Promise<void> {
  const made = await ask<string | null>(authorsSecretQuery, { secret })
  const kind = made ? 'author' : 'shared'
  const now = Date.now()
  const access: Access = {
    kind,
    secret,
    made: made ?? new Date(now).toISOString(),
    until: new Date(now + lives[kind]).toISOString(),
  }
  await setCookie(sealAccess(access, signingKey()))
}

/**
 * Only this site, the Studio on it included, shows the preview in a frame. `lax` because links to shared
 * previews are on other sites.
 */
async function setCookie(value: string, more: { maxAge?: number } = {}): Promise<void> {
  const jar = await cookies()
  const secure = await isSecure()
  jar.set(await cookieName(), value, { httpOnly: true, path: '/', secure, sameSite: 'lax', ...more })
}

const cookieName = async () => accessCookieName((await headers()).get('host'), await isSecure())

/**
 * Whether the browser is to keep the cookie for https only: a proxy says that it speaks TLS, or the address
 * is the site's public one, and that is https. (Next.js says `http` in the name of a proxy that says
 * nothing.)
 */
export async function isSecure(): Promise<boolean> {
  const given = await headers()
  if (given.get('x-forwarded-proto')?.startsWith('https')) return true
  const { protocol, host } = new URL(readEnv().SITE_URL)
  return protocol === 'https:' && given.get('host') === host
}

/**
 * Whether a page of this site sent the request, or no page did: browsers name the origin of every form they
 * post. Behind a proxy that does not pass on the host, the origin is the site's public address.
 */
export async function isFromThisSite(): Promise<boolean> {
  const given = await headers()
  const origin = given.get('origin')
  if (origin === null || origin === readEnv().SITE_URL) return true
  return URL.parse(origin)?.host === given.get('host')
}

/** Ends this browser's preview. */
export const revokeAccess = (): Promise<void> => setCookie('', { maxAge: 0 })

/** `ended` was an author's, who may open another in the Studio; `revoked` was a guest's, or says nothing. */
export type PreviewAccess = 'off' | 'author' | 'shared' | 'ended' | 'revoked'

/**
 * Whether the request in progress may see drafts, and as whom. Asks the content API only where there is a
 * seal of this site.
 */
export async function previewAccess(): Promise<PreviewAccess> {
  const jar = await cookies()
  if (!jar.has(await cookieName())) return 'off'
  const access = await held()
  if (!access) return 'revoked'
  const { kind, secret, made } = access
  const over = kind === 'author' ? 'ended' : 'revoked'
  if (Date.parse(access.until) <= Date.now()) return over
  const lasts =
    kind === 'author'
      ? await ask<boolean>(lastsQuery, { secret, made })
      : secret === (await ask<string | null>(sharedSecretQuery))
  return lasts ? kind : over
}

/** What this browser's cookie says. */
async function held(): Promise<Access | undefined> {
  const jar = await cookies()
  return openAccess(jar.get(await cookieName())?.value ?? '', signingKey())
}

const ask = <Answer>(query: string, params: Record<string, string> = {}) =>
  privateClient().fetch<Answer>(query, params, { cache: 'no-store' })

function signingKey(): string {
  const token = readEnv().SANITY_API_READ_TOKEN
  if (!token) throw new Error('Previews need SANITY_API_READ_TOKEN: drafts can only be read with a token')
  return token
}
