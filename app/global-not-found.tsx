import type { Metadata } from 'next'
import { NotFoundPage } from '#components/not-found-page.tsx'
import { loadIdentity } from '#lib/content/load.ts'
import { wordsIn } from '#lib/manual/index.ts'
import { ManualDocument } from './(manual)/document.tsx'
import { readersLanguage } from '#lib/content/language.ts'

/** It says "noindex" too: Next.js does, on every page that is not found. */
export async function generateMetadata(): Promise<Metadata> {
  return {
    title: [wordsIn(await readersLanguage()).notFound, await loadIdentity()].filter(Boolean).join(' · '),
  }
}

/** The page for every address that leads nowhere. It has no layout above it. */
export default async function GlobalNotFound() {
  return (
    <ManualDocument>
      <NotFoundPage identity={await loadIdentity()} language={await readersLanguage()} />
    </ManualDocument>
  )
}
