import type { Metadata } from 'next'
import { NotFoundPage } from '#components/not-found-page.tsx'
import { defaultLanguage, wordsIn } from '#lib/manual/index.ts'
import { ManualDocument } from './(manual)/document.tsx'

/** Next.js adds "noindex" to every page that is not found. */
export const metadata: Metadata = { title: wordsIn(defaultLanguage).notFound }

/** The page for unknown addresses, where our server does not send its own. No layout applies to it. */
export default function GlobalNotFound() {
  return (
    <ManualDocument>
      <NotFoundPage language={defaultLanguage} />
    </ManualDocument>
  )
}
