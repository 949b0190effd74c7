import type { Metadata } from 'next'
import { NotFoundPage } from '#components/not-found-page.tsx'
import { loadIdentity } from '#lib/content/load.ts'
import { ManualDocument } from './(manual)/document.tsx'

export const metadata: Metadata = { title: 'Not found', robots: 'noindex' }

/** The page for every address that leads nowhere. It has no layout above it. */
export default async function GlobalNotFound() {
  return (
    <ManualDocument>
      <NotFoundPage identity={await loadIdentity()} />
    </ManualDocument>
  )
}
