import type { Metadata } from 'next'
import { NotFoundPage } from '#components/not-found-page.tsx'
import { defaultLanguage, wordsIn } from '#lib/manual/index.ts'
import { ManualDocument } from './(manual)/document.tsx'

/** It says "noindex" too: Next.js does, on every page that is not found. */
export const metadata: Metadata = { title: wordsIn(defaultLanguage).notFound }

/**
 * What an address gives that leads nowhere, where our server does not send its own page. It has no layout
 * above it.
 */
export default function GlobalNotFound() {
  return (
    <ManualDocument>
      <NotFoundPage language={defaultLanguage} />
    </ManualDocument>
  )
}
