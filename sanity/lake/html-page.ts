/** The layout of the lake's HTML pages. */

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const baseStyle = readFileSync(new URL('./sign-in.css', import.meta.url), 'utf8')

interface Page {
  title: string
  /** HTML. The caller escapes all user input. */
  content: string
  status?: number
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
      // With "no-referrer", browsers send the form with "Origin: null", which is refused as cross-origin.
      'referrer-policy': 'same-origin',
      ...headers,
    },
  })
}

export const escape = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
