import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { loadManual } from '#lib/content/load.ts'
import { readEnv } from '#lib/env.ts'
import { descriptionOf, titleOf } from '#lib/forms/index.ts'
import { ManualDocument } from './document.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const loaded = await loadManual()
  const metadataBase = new URL(readEnv().SITE_URL)
  if (loaded.state === 'unseen') {
    // A page can not set its status; the server takes it from here.
    return { metadataBase, title: 'Operating Manual', robots: 'noindex', other: { status: '503' } }
  }
  const { identity } = loaded.manual
  const [title, description] = [titleOf(identity), descriptionOf(identity)]
  return {
    metadataBase,
    title,
    description,
    alternates: {
      canonical: '/',
      types: { 'text/markdown': '/manual.md', 'application/json': '/manual.json', 'text/plain': '/llms.txt' },
    },
  }
}

export const viewport: Viewport = { colorScheme: 'light dark' }

export default function ManualLayout({ children }: { children: ReactNode }) {
  return <ManualDocument>{children}</ManualDocument>
}
