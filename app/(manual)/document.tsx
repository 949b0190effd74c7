import type { ReactNode } from 'react'
import { preload } from 'react-dom'
import { fontFiles } from '#components/fonts.ts'
import { ThemeScript } from '#components/theme/theme-script.tsx'
import '#components/styles/index.css'

/** The HTML document around every page for readers. */
export function ManualDocument({ children }: { children: ReactNode }) {
  for (const file of fontFiles) preload(file, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' })
  return (
    // In drafts, the theme script may set an attribute on this element before React sees it.
    <html lang="en" suppressHydrationWarning>
      <head>
        <ThemeScript />
      </head>
      <body>{children}</body>
    </html>
  )
}
