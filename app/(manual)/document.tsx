import type { ReactNode } from 'react'
import { preload } from 'react-dom'
import { fontFiles } from '#components/fonts.ts'
import { PageScript } from '#components/page-script.tsx'
import { directionOf } from '#lib/manual/index.ts'
import { readersLanguage } from '#sanity/content/language.ts'
import '#components/styles/index.css'

/** The HTML document around every page for readers. */
export async function ManualDocument({ children }: { children: ReactNode }) {
  const language = await readersLanguage()
  for (const file of fontFiles) preload(file, { as: 'font', type: 'font/woff2', crossOrigin: 'anonymous' })
  return (
    // In drafts, the page’s script may set an attribute on this element before React hydrates it.
    <html lang={language} dir={directionOf(language)} suppressHydrationWarning>
      <head>
        <PageScript />
      </head>
      <body>{children}</body>
    </html>
  )
}
