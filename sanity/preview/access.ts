import 'server-only'
import { SECRET_TTL } from '@sanity/preview-url-secret/constants'
import { cookies, headers } from 'next/headers'
import { z } from 'zod'
import { readEnv } from '#lib/env.ts'
import { privateClient } from '#sanity/content/client.ts'
import { accessCookieName, openAccess, sealAccess, type Access } from './seal.ts'

// Decides who may see drafts. A signed cookie (seal.ts) holds the secret with which the browser opened the
// preview. Next's draft mode is not used: its cookie has the same name on all ports of a host, and does not
// say who opened the preview.

const hour = 3_600_000

/**
 * How long a preview lasts. Then an author opens it again in the Studio, and a guest with the shared address.
 */
const lives: Record<Access['kind'], number> = { author: 24 * hour, shared: 30 * 24 * hour }

/**
 * The secret of the shared preview, as Presentation stores it. The document does not exist while sharing is
 * off.
 */
const sharedSecretQuery = '*[_id == "sanity-preview-url-secret.share-access"][0].secret'

/**
 * When the Studio made this secret for a signed-in author, if it did. Secrets expire an hour after their
 * date, so one dated in the future by a wrong clock is not accepted: it would last longer.
 */
const authorsSecretQuery =
  '*[_type == "sanity.previewUrlSecret" && secret == $secret && dateTime(_updatedAt) <= dateTime(now()) + 60][0]._updatedAt'

/**
 * Whether an author's secret is still valid. The Studio deletes secrets older than an hour when it makes a
 * new one, so an old secret may be gone. If there is no secret at all, they were deleted to end every
 * preview.
 */
const lastsQuery = `count(*[_type == "sanity.previewUrlSecret" && (secret == $secret || dateTime($made) <= dateTime(now()) - ${SECRET_TTL})]) > 0`

/**
 * Gives this browser access to drafts. Called after the secret was found valid. A secret that is not an
 * author's counts as a guest's, even if sharing has been switched off in the meantime: then the preview has
 * ended.
 *
 * @throws when the content API does not answer, or answers something else.
 */
export async function grantAccess(secret: string): Promise<void> {
  const made = await ask(z.string().nullable(), authorsSecretQuery, { secret })
  const kind = made ? 'author' : 'shared'
  // An author who opens the shared address stays one: the Studio's preview in this browser has the same cookie,
  // and could not be edited any more.
  if (kind === 'shared' && (await previewAccess()) === 'author') return
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
 * Sets the cookie. `lax`, not `strict`, since links to shared previews are on other sites. Only this site,
 * including its Studio, shows the preview in a frame.
 */
async function setCookie(value: string, more: { maxAge?: number } = {}): Promise<void> {
  const jar = await cookies()
  const secure = await isSecure()
  jar.set(await cookieName(), value, { httpOnly: true, path: '/', secure, sameSite: 'lax', ...more })
}

const cookieName = async () => accessCookieName((await headers()).get('host'), await isSecure())

/**
 * Whether to set the cookie for https only: a proxy says that it speaks TLS, or the request is for SITE_URL's
 * host and that is https. (Without a header from the proxy, Next.js assumes `http`.)
 */
export async function isSecure(): Promise<boolean> {
  const given = await headers()
  if (given.get('x-forwarded-proto')?.startsWith('https')) return true
  const { protocol, host } = new URL(readEnv().SITE_URL)
  return protocol === 'https:' && given.get('host') === host
}

/**
 * Whether the request comes from a page of this site, or not from a page at all: browsers send `Origin` with
 * every form they post. Behind a proxy that changes `Host`, the origin is SITE_URL.
 */
export async function isFromThisSite(): Promise<boolean> {
  const given = await headers()
  const origin = given.get('origin')
  if (origin === null || origin === readEnv().SITE_URL) return true
  return URL.parse(origin)?.host === given.get('host')
}

/** Ends this browser's preview. */
export const revokeAccess = (): Promise<void> => setCookie('', { maxAge: 0 })

/**
 * `ended`: an author's preview, which can be opened again in the Studio. `revoked`: a guest's, or an invalid
 * cookie.
 */
export type PreviewAccess = 'off' | 'author' | 'shared' | 'ended' | 'revoked'

/**
 * Whether the current request may see drafts, and as whom. Queries the content API only if the cookie is
 * signed by this site.
 *
 * @throws when the content API does not answer, or answers something else.
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
      ? await ask(z.boolean(), lastsQuery, { secret, made })
      : secret === (await askForSharedSecret())
  return lasts ? kind : over
}

/** The content of this browser's cookie, if its signature is valid. */
async function held(): Promise<Access | undefined> {
  const jar = await cookies()
  return openAccess(jar.get(await cookieName())?.value ?? '', signingKey())
}

/**
 * Asks the content API for the secret of the shared preview; `null` while sharing is off.
 *
 * @throws when it does not answer, or answers something else.
 */
export const askForSharedSecret = (): Promise<string | null> => ask(z.string().nullable(), sharedSecretQuery)

async function ask<Answer>(shape: z.ZodType<Answer>, query: string, params: Record<string, string> = {}) {
  const answer: unknown = await privateClient().fetch(query, params, { cache: 'no-store' })
  const { success, data } = shape.safeParse(answer)
  // A wrong answer must neither open a preview nor end one.
  if (!success) throw new Error('The content API did not say who may see drafts, but something else')
  return data
}

function signingKey(): string {
  const token = readEnv().SANITY_API_READ_TOKEN
  if (!token) throw new Error('Previews need SANITY_API_READ_TOKEN: drafts can only be read with a token')
  return token
}
