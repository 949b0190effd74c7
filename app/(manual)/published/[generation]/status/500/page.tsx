import type { Metadata } from 'next'
import { ErrorPage } from '#components/error-page.tsx'
import { loadIdentity } from '#sanity/content/load.ts'
import { wordsIn } from '#lib/manual/index.ts'
import { readersLanguage } from '#sanity/content/language.ts'

export const generateStaticParams = () => []

// The server reads the status from here (server/front/status-page.ts). It sends this page instead of Next's
// own, which is empty without scripts.
export async function generateMetadata(): Promise<Metadata> {
  const title = [wordsIn(await readersLanguage()).failed, await loadIdentity()].filter(Boolean).join(' · ')
  return { title, robots: 'noindex', other: { status: '500' } }
}

/** The page for readers when another page could not be rendered. */
export default async function FailedPage() {
  return <ErrorPage identity={await loadIdentity()} language={await readersLanguage()} />
}
