import type { Metadata } from 'next'
import { NotFoundPage } from '#components/not-found-page.tsx'
import { loadManual } from '#lib/content/load.ts'
import { ManualDocument } from './(manual)/document.tsx'

export const metadata: Metadata = { title: 'Not found', robots: 'noindex' }

/** The page for every address that leads nowhere. It has no layout above it. */
export default async function GlobalNotFound() {
  const loaded = await loadManual()
  const identity = loaded.state === 'unseen' ? undefined : loaded.manual.identity.identity
  return (
    <ManualDocument>
      <NotFoundPage {...(identity && { identity })} />
    </ManualDocument>
  )
}
