import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { loadEditions } from '#sanity/editions/load.ts'
import { loadManual } from '#sanity/content/load.ts'
import { readEnv } from '#lib/env.ts'
import { descriptionOf, titleOf } from '#lib/formats/index.ts'
import { unnamed } from '#lib/manual/index.ts'
import { ManualDocument } from './document.tsx'

export async function generateMetadata(): Promise<Metadata> {
  const loaded = await loadManual()
  const metadataBase = new URL(readEnv().SITE_URL)
  if (loaded.state === 'unseen') {
    // A page cannot set its status; the server reads it from this tag (server/front/static-page.ts).
    return { metadataBase, title: unnamed, robots: 'noindex', other: { status: '503' } }
  }
  const { revision, manual } = loaded
  const editions = await loadEditions()
  const hasFeed = !isLoopback(metadataBase) && editions !== undefined
  const [title, description] = [titleOf(manual.opening), descriptionOf(manual.opening)]
  // The address contains what the picture shows, so that a cached picture is not used for newer content.
  const shown = [revision, editions?.latest.number].filter(Boolean).join('-')
  const image = { url: `/opengraph-image.png?${shown}`, width: 1200, height: 630, alt: title }
  return {
    metadataBase,
    title,
    description,
    alternates: {
      canonical: '/',
      types: {
        'text/markdown': '/manual.md',
        'application/json': '/manual.json',
        'text/plain': '/llms.txt',
        ...(hasFeed && { 'application/atom+xml': '/editions.atom' }),
      },
    },
    openGraph: {
      type: manual.opening.name ? 'profile' : 'website',
      url: '/',
      title,
      description,
      images: image,
    },
    twitter: { card: 'summary_large_image', images: image },
  }
}

/** Nobody else can reach a feed on a loopback address, so it is not announced. */
const isLoopback = ({ hostname }: URL) => /^(localhost|127\.|\[::1\])|\.localhost$/.test(hostname)

export const viewport: Viewport = { colorScheme: 'light dark' }

export default function ManualLayout({ children }: { children: ReactNode }) {
  return <ManualDocument>{children}</ManualDocument>
}
