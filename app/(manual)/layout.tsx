import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { themeScript } from '#components/theme/script.ts'
import { fonts } from '#components/fonts.ts'
import '#components/styles/index.css'
import { loadManual } from '#lib/content/load.ts'
import { readEnv } from '#lib/env.ts'

export async function generateMetadata(): Promise<Metadata> {
  const loaded = await loadManual()
  const metadataBase = new URL(readEnv().SITE_URL)
  if (loaded.state === 'unseen')
    return { metadataBase, title: 'Operating Manual', other: { status: '503' }, robots: 'noindex' }
  const { name, headline, identity, introduction } = loaded.manual.identity
  return {
    metadataBase,
    title: [name, headline ?? identity ?? 'Operating Manual'].filter(Boolean).join(': '),
    description: introduction
      ?.at(0)
      ?.children.map(({ text }) => text)
      .join(''),
    alternates: { canonical: '/' },
  }
}

export const viewport: Viewport = { colorScheme: 'light dark' }

export default function ManualLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" className={fonts} suppressHydrationWarning>
      <head>
        <script data-keep dangerouslySetInnerHTML={{ __html: themeScript }} />
      </head>
      <body>{children}</body>
    </html>
  )
}
