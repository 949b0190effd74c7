// Signing in: a page that takes the write token, and one-time links that do without typing it. Both set a session cookie and
// lead back to the Studio. The Studio finds this page as its only login provider.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type Access } from './access.ts'
import { HttpError } from './errors.ts'
import { type Call, type Route } from './router.ts'

const STYLE = readFileSync(new URL('./sign-in.css', import.meta.url), 'utf8')
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')
const DEFAULT_RETURN = '/studio'

export function signInRoutes(access: Access, basePath: string, allowedOrigins: readonly string[]): Route[] {
  const page = (returnTo: string, problem?: { status: number; text: string }) =>
    new Response(html(`${basePath}/sign-in`, returnTo, problem?.text), {
      status: problem?.status ?? 200,
      headers: {
        'content-type': 'text/html; charset=utf-8',
        // form-action also governs where the answer to the form redirects to.
        'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action ${["'self'", ...allowedOrigins].join(' ')}; base-uri 'none'; frame-ancestors 'none'`,
        // Not "no-referrer": browsers then send the form with "Origin: null", which nobody could tell from a stranger's.
        'referrer-policy': 'same-origin',
      },
    })
  const enter = ({ url }: Call, returnTo: string) => {
    const cookie = access.startSession(url.protocol === 'https:')
    return new Response(null, { status: 303, headers: { location: returnTo, 'set-cookie': cookie } })
  }
  /** Runs a check of a secret; too many wrong ones are an answer on the page as well. */
  const attempt = (call: Call, returnTo: string, check: () => boolean, failure: string) => {
    try {
      return check() ? enter(call, returnTo) : page(returnTo, { status: 401, text: failure })
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 429) throw error
      const response = page(returnTo, {
        status: 429,
        text: 'Too many failed attempts. Wait a minute, then try again.',
      })
      for (const [name, value] of Object.entries(error.headers)) response.headers.set(name, value)
      return response
    }
  }

  return [
    {
      method: 'GET',
      path: '/sign-in',
      access: 'open',
      versioned: false,
      handle: (call) => {
        const search = call.url.searchParams
        const returnTo = safeReturn(search.get('origin'), call.url, allowedOrigins)
        const code = search.get('code')
        if (code === null || call.request.method === 'HEAD') return page(returnTo)
        const failure =
          'This sign-in link has been used or has expired. Sign in with the write token, or start the server again for a new link.'
        return attempt(call, returnTo, () => access.redeemCode(code), failure)
      },
    },
    {
      method: 'POST',
      path: '/sign-in',
      access: 'open',
      versioned: false,
      handle: async (call) => {
        const form = new URLSearchParams(await call.request.text())
        const returnTo = safeReturn(form.get('origin'), call.url, allowedOrigins)
        const token = form.get('token')?.trim() ?? ''
        return attempt(
          call,
          returnTo,
          () => access.isWriteToken(token),
          'That is not the write token of this manual.',
        )
      },
    },
    {
      method: 'GET',
      path: '/auth/providers',
      access: 'open',
      handle: ({ url }) => {
        const provider = { name: 'lake', title: 'Write token', url: `${url.origin}${basePath}/sign-in` }
        return Response.json({ providers: [provider], thirdPartyLogin: false, sso: { saml: false } })
      },
    },
  ]
}

/** Only back to where we may be called from: a sign-in page that redirects anywhere is a phisher's best friend. */
function safeReturn(wanted: string | null, url: URL, allowedOrigins: readonly string[]): string {
  if (!wanted || !URL.canParse(wanted, url)) return DEFAULT_RETURN
  const target = new URL(wanted, url)
  return target.origin === url.origin || allowedOrigins.includes(target.origin) ? target.href : DEFAULT_RETURN
}

function html(action: string, returnTo: string, problem?: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${problem ? 'Not signed in' : 'Sign in'} · Studio</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Sign in to the Studio</h1>
<p id="hint">It takes the write token of this manual: <code>SANITY_API_WRITE_TOKEN</code>, or the file in <code>DATA_DIR</code>.</p>
${problem ? `<p role="alert" id="problem">${problem}</p>` : ''}
<form method="post" action="${escape(action)}">
<input type="hidden" name="origin" value="${escape(returnTo)}">
<label for="token">Write token</label>
<input id="token" name="token" type="password" autocomplete="current-password" required autofocus spellcheck="false" aria-describedby="${problem ? 'problem hint' : 'hint'}"${problem ? ' aria-invalid="true"' : ''}>
<button>Sign in</button>
</form>
</main>
</body>
</html>
`
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
