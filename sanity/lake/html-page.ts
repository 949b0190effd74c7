/** The pages that the lake has for people. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const baseStyle = readFileSync(new URL('./sign-in.css', import.meta.url), 'utf8')

interface Page {
  title: string
  /** HTML, in which all that was given is escaped. */
  content: string
  status?: number
  /** CSS after that of all these pages. */
  style?: string
  headers?: Record<string, string>
}

export function htmlPage({ title, content, status = 200, style = '', headers = {} }: Page): Response {
  const css = baseStyle + style
  const styleHash = createHash('sha256').update(css).digest('base64')
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escape(title)} · Studio</title>
<style>${css}</style>
</head>
<body>
<main>
${content}
</main>
</body>
</html>
`
  return new Response(html, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
      // Not "no-referrer": browsers would then send the form with "Origin: null", like a stranger's.
      'referrer-policy': 'same-origin',
      ...headers,
    },
  })
}

export const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
