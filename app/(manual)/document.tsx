import type { ReactNode } from 'react'
import { mono, text } from '#components/fonts.ts'
import { ThemeScript } from '#components/theme/theme-script.tsx'
import '#components/styles/index.css'

/** The HTML document of every page that is for readers. */
export function ManualDocument({ children }: { children: ReactNode }) {
  return (
    // The theme script may set an attribute on this element before React sees it, in drafts.
    <html lang="en" className={`${text.variable} ${mono.variable}`} suppressHydrationWarning>
      <head>
        <ThemeScript />
      </head>
      <body>{children}</body>
    </html>
  )
}
