/**
 * Signing in: a page that takes the write token, and one-time links that do without typing it. Both set a session cookie and
 * lead back to the Studio. The Studio finds this page as its only login provider.
 */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Access } from './access.ts'
import { LakeError } from './errors.ts'
import { type Call, page, type Route, route } from './router.ts'

const baseStyle = readFileSync(new URL('./sign-in.css', import.meta.url), 'utf8')

const wrongCode =
  'This sign-in link has been used or has expired. Sign in with the write token, or start the server again for a new link.'
const wrongToken = 'That is not the write token.'
const tooMany = 'Too many failed attempts. Wait a minute, then try again.'

export interface SignInOptions {
  /** Path of the Studio on the same origin, where a sign-in leads that does not say where it came from. */
  studioPath?: string
  /** Where to find the write token: text of HTML. */
  tokenHint?: string
  /** CSS after that of the page, for its colours and its font. */
  style?: string
}

interface Page {
  action: string
  tokenHint: string
  style: string
}

export function signInRoutes(
  access: Access,
  basePath: string,
  { studioPath = '/', tokenHint = 'Use the write token.', style = '' }: SignInOptions = {},
): Route[] {
  const shown: Page = { action: `${basePath}/sign-in`, tokenHint, style: baseStyle + style }
  /** Lets those in who pass the check of a secret; others, and those who have tried too often, see the page again. */
  const attempt = ({ url }: Call, returnTo: string, check: () => boolean, failure: string): Response => {
    try {
      if (!check()) return showForm(shown, returnTo, 401, failure)
    } catch (error) {
      if (!(error instanceof LakeError) || error.status !== 429) throw error
      return showForm(shown, returnTo, 429, tooMany, error.headers)
    }
    const cookie = access.startSession(url.protocol === 'https:')
    return new Response(null, { status: 303, headers: { location: returnTo, 'set-cookie': cookie } })
  }

  return [
    page('GET /sign-in', (call) => {
      const search = call.url.searchParams
      const returnTo = ownAddress(search.get('origin'), call.url, studioPath)
      const code = search.get('code')
      // Only looking at a link, as a chat's preview of it does, does not use it up.
      if (code === null || call.request.method === 'HEAD') return showForm(shown, returnTo)
      return attempt(call, returnTo, () => access.redeemCode(code), wrongCode)
    }),
    page('POST /sign-in', async (call) => {
      const form = new URLSearchParams(await call.request.text())
      const returnTo = ownAddress(form.get('origin'), call.url, studioPath)
      const token = form.get('token')?.trim() ?? ''
      return attempt(call, returnTo, () => access.isWriteToken(token), wrongToken)
    }),
    route('GET /auth/providers', 'open', ({ url }) => {
      const provider = { name: 'lake', title: 'Write token', url: url.origin + shown.action }
      return Response.json({ providers: [provider], thirdPartyLogin: false, sso: { saml: false } })
    }),
    // The Studio sends this twice at the same time, and neither is worth an error.
    route('POST /auth/logout', 'open', ({ request, url }) => {
      const cookie = access.endSession(request, url.protocol === 'https:')
      return new Response(null, { status: 204, headers: { 'set-cookie': cookie } })
    }),
  ]
}

/** Only back to our own site: a sign-in page that redirects anywhere else is a phisher's best friend. */
function ownAddress(wanted: string | null, { origin }: URL, studioPath: string): string {
  if (!wanted || !URL.canParse(wanted, origin)) return studioPath
  const target = new URL(wanted, origin)
  return target.origin === origin ? target.href : studioPath
}

function showForm(
  shown: Page,
  returnTo: string,
  status = 200,
  problem = '',
  more: Record<string, string> = {},
): Response {
  const styleHash = createHash('sha256').update(shown.style).digest('base64')
  const headers = {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    // Not "no-referrer": browsers would then send the form with "Origin: null", like a stranger's.
    'referrer-policy': 'same-origin',
    ...more,
  }
  return new Response(html(shown, returnTo, problem), { status, headers })
}

const html = ({ action, tokenHint, style }: Page, returnTo: string, problem: string) => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${problem ? 'Not signed in' : 'Sign in'} · Studio</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Sign in to the Studio</h1>
<p id="hint">${tokenHint}</p>
${problem && `<p role="alert" id="problem">${problem}</p>`}
<form method="post" action="${escape(action)}">
<input type="hidden" name="origin" value="${escape(returnTo)}">
<label for="token">Write token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus spellcheck="false" aria-describedby="${problem && 'problem '}hint"${problem && ' aria-invalid="true"'}>
<button>Sign in</button>
</form>
</main>
</body>
</html>
`

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
