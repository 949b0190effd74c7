import 'server-only'
import { createHmac, timingSafeEqual } from 'node:crypto'
import { perspectiveCookieName } from '@sanity/preview-url-secret/constants'
import { cookies, draftMode, headers } from 'next/headers'
import { draftCookie } from './draft-cookie.ts'
import { readEnv } from '#lib/env.ts'
import { privateClient } from '#sanity/content/client.ts'

/**
 * Who may see drafts. Next's draft cookie says that somebody once came in by a valid preview address; this cookie says by which kind:
 * `author` for one who came from the Studio, `shared` for one with the address of a shared preview. Sharing can be switched off, so the
 * latter is checked against Sanity's share secret whenever a draft is rendered.
 */
const cookieName = 'preview-access'

/** Where Presentation keeps the secret of the shared preview. While sharing is off, there is no such document. */
const sharedSecretQuery = '*[_id == "sanity-preview-url-secret.share-access"][0].secret'

/**
 * Whether the Studio made the secret for somebody who is signed in. Secrets end an hour after their date: one dated in the future, by a
 * clock that was wrong, would not.
 */
const authorsSecretQuery =
  'count(*[_type == "sanity.previewUrlSecret" && secret == $secret && dateTime(_updatedAt) <= dateTime(now()) + 60]) > 0'

type Access = { kind: 'author' } | { kind: 'shared'; secret: string }

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
  createHmac('sha256', key).update(`preview-access:${statement}`).digest('base64url')

/**
 * Lets this browser see drafts, and remembers by which secret it came in. Called after the secret was found valid. A secret that is not an
 * author's is a guest's, even if sharing was switched off in the meantime: then it belongs to a preview that has ended.
 *
 * @param perspective what the Studio's preview is set to show, if the address says so.
 */
export async function grantAccess(secret: string, perspective?: string | null): Promise<void> {
  const isAuthors = await ask<boolean>(authorsSecretQuery, { secret })
  const access: Access = isAuthors ? { kind: 'author' } : { kind: 'shared', secret }
  const draft = await draftMode()
  draft.enable()
  await setCookie(cookieName, sealAccess(access, signingKey()))
  if (perspective) await setCookie(perspectiveCookieName, perspective)
  await setSameSiteCookie(draftCookie)
}

/**
 * Gives a cookie that Next.js or Sanity has set during this request the attributes of ours. They expect a Studio on another site, and set
 * `Secure; SameSite=None` whatever the address: WebKit keeps no such cookie on http, not even on http://localhost.
 */
export async function setSameSiteCookie(name: string): Promise<void> {
  const jar = await cookies()
  const value = jar.get(name)?.value
  if (value !== undefined) await setCookie(name, value)
}

/** Only this site, the Studio on it included, shows the preview in a frame. `lax` because links to shared previews are on other sites. */
async function setCookie(name: string, value: string): Promise<void> {
  const jar = await cookies()
  jar.set(name, value, { httpOnly: true, path: '/', secure: await isSecure(), sameSite: 'lax' })
}

/**
 * Whether the browser is to keep the cookies for https only: a proxy says that it speaks TLS, or the address is the site's public one, and
 * that is https. (Next.js says `http` in the name of a proxy that says nothing.)
 */
export async function isSecure(): Promise<boolean> {
  const given = await headers()
  if (given.get('x-forwarded-proto')?.startsWith('https')) return true
  const { protocol, host } = new URL(readEnv().SITE_URL)
  return protocol === 'https:' && given.get('host') === host
}

/** Ends this browser's preview. */
export async function revokeAccess(): Promise<void> {
  const draft = await draftMode()
  draft.disable()
  const jar = await cookies()
  for (const name of [draftCookie, cookieName, perspectiveCookieName]) jar.delete(name)
}

/** Whether the Studio's preview is set to show what is published. */
export async function showsPublished(): Promise<boolean> {
  const jar = await cookies()
  return jar.get(perspectiveCookieName)?.value === 'published'
}

export type PreviewAccess = 'off' | 'author' | 'shared' | 'revoked'

/** Whether the request in progress may see drafts, and as whom. Asks the content API only when draft mode is on. */
export async function previewAccess(): Promise<PreviewAccess> {
  const { isEnabled } = await draftMode()
  if (!isEnabled) return 'off'
  const jar = await cookies()
  const access = openAccess(jar.get(cookieName)?.value ?? '', signingKey())
  if (!access) return 'revoked'
  if (access.kind === 'author') return 'author'
  return access.secret === (await sharedSecret()) ? 'shared' : 'revoked'
}

/** The secret of the shared preview; `undefined` while sharing is off. */
async function sharedSecret(): Promise<string | undefined> {
  return (await ask<string | null>(sharedSecretQuery)) ?? undefined
}

const ask = <Answer>(query: string, params: Record<string, string> = {}) =>
  privateClient().fetch<Answer>(query, params, { cache: 'no-store' })

function signingKey(): string {
  const token = readEnv().SANITY_API_READ_TOKEN
  if (!token) throw new Error('Previews need SANITY_API_READ_TOKEN: drafts can only be read with a token')
  return token
}
