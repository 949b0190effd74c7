import type { Metadata } from 'next'
import { NotFoundPage } from '#components/not-found-page.tsx'
import { ManualDocument } from './(manual)/document.tsx'

/** It says "noindex" too: Next.js does, on every page that is not found. */
export const metadata: Metadata = { title: 'Not found' }

/** What an address gives that leads nowhere, where our server does not send its own page. It has no layout above it. */
export default function GlobalNotFound() {
  return (
    <ManualDocument>
      <NotFoundPage />
    </ManualDocument>
  )
}
