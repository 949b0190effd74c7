/**
 * Sign-in: a page that takes the write token, and one-time links that need no token. Both set a session
 * cookie and redirect to the Studio, which has this page as its only login provider.
 */

import type { Access } from './access.ts'
import { readText } from './body.ts'
import { LakeError } from './errors.ts'
import { escape, htmlPage } from './html-page.ts'
import { type Call, page, type Route, route } from './router.ts'

const wrongCode =
  'This sign-in link has been used or has expired. Sign in with the write token, or start the server again for a new link.'
const wrongToken = 'That is not the write token.'
const tooMany = 'Too many failed attempts. Wait a minute, then try again.'
const notKept = ({ protocol, origin }: URL) =>
  'The token was right, but this browser did not keep the cookie that a sign-in needs. ' +
  (protocol === 'https:' ? `It is kept on https only: use an address that begins with ${origin}. ` : '') +
  "Allow cookies for this site in the browser's settings, then sign in again."

/** In bytes: a token and a return address. */
const longestForm = 10_000

export interface SignInOptions {
  /** Path of the Studio on the same origin. Sign-ins without a return address lead there. */
  studioPath?: string
  /** Where to find the write token, as HTML. */
  tokenHint?: string
  /** Additional CSS for the page. */
  style?: string
  /** Called when a signed-in user signs out, before the request is answered. */
  onSignOut?: () => Promise<void>
}

interface Page {
  action: string
  tokenHint: string
  style: string
}

export function signInRoutes(
  access: Access,
  basePath: string,
  { studioPath = '/', tokenHint = 'Use the write token.', style = '', onSignOut }: SignInOptions = {},
): Route[] {
  const shown: Page = { action: `${basePath}/sign-in`, tokenHint, style }
  /**
   * Starts a session if the check passes; otherwise, or after too many attempts, shows the form with the
   * reason.
   */
  const attempt = ({ url }: Call, returnTo: string, check: () => boolean, failure: string): Response => {
    try {
      if (!check()) return showForm(shown, returnTo, 401, failure)
    } catch (error) {
      if (!(error instanceof LakeError) || error.status !== 429) throw error
      return showForm(shown, returnTo, 429, tooMany, error.headers)
    }
    const location = `${shown.action}?${new URLSearchParams({ kept: '', origin: returnTo })}`
    return new Response(null, { status: 303, headers: { location, 'set-cookie': access.startSession(url) } })
  }

  return [
    page('GET /sign-in', (call) => {
      const search = call.url.searchParams
      const returnTo = ownPath(search.get('origin'), call.url, studioPath)
      const code = search.get('code')
      // A sign-in redirects here first, to check that the browser kept the cookie.
      if (search.has('kept'))
        return access.hasSession(call.request, call.url)
          ? new Response(null, { status: 303, headers: { location: returnTo } })
          : showForm(shown, returnTo, 403, notKept(call.url))
      // A HEAD request, as for a link preview in a chat, does not use up the code.
      if (code === null || call.request.method === 'HEAD') return showForm(shown, returnTo)
      return attempt(call, returnTo, () => access.redeemCode(code, call.request), wrongCode)
    }),
    page('POST /sign-in', async (call) => {
      const form = new URLSearchParams(await readText(call.request, longestForm))
      const returnTo = ownPath(form.get('origin'), call.url, studioPath)
      const token = form.get('token')?.trim() ?? ''
      return attempt(call, returnTo, () => access.isWriteToken(token, call.request), wrongToken)
    }),
    route('GET /auth/providers', 'open', ({ url }) => {
      const provider = { name: 'lake', title: 'Write token', url: url.origin + shown.action }
      return Response.json({ providers: [provider], thirdPartyLogin: false, sso: { saml: false } })
    }),
    // The Studio sends this twice at the same time, so a missing session is no error.
    route('POST /auth/logout', 'open', async ({ request, url }) => {
      const wasSignedIn = access.hasSession(request, url)
      const cookie = access.endSession(request, url)
      if (wasSignedIn) await onSignOut?.()
      return new Response(null, { status: 204, headers: { 'set-cookie': cookie } })
    }),
  ]
}

/**
 * The path to return to. Relative, since behind some proxies the browser sees another host than the request
 * has; on this origin only, to prevent open redirects.
 */
function ownPath(wanted: string | null, { origin }: URL, studioPath: string): string {
  const target = wanted ? URL.parse(wanted, origin) : null
  // Browsers read a path that begins with two slashes as another host.
  if (target?.origin !== origin || target.pathname.startsWith('//')) return studioPath
  return target.pathname + target.search + target.hash
}

function showForm(
  { action, tokenHint, style }: Page,
  returnTo: string,
  status = 200,
  problem = '',
  more: Record<string, string> = {},
): Response {
  return htmlPage({
    title: problem ? 'Not signed in' : 'Sign in',
    status,
    style,
    headers: more,
    content: `<h1>Sign in to the Studio</h1>
<p id="hint">${tokenHint}</p>
${problem && `<p role="alert" id="problem">${escape(problem)}</p>`}
<form method="post" action="${escape(action)}">
<input type="hidden" name="origin" value="${escape(returnTo)}">
<label for="token">Write token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus spellcheck="false" aria-describedby="${problem && 'problem '}hint"${problem && ' aria-invalid="true"'}>
<button>Sign in</button>
</form>`,
  })
}
