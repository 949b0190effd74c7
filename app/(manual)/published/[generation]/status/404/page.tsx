import type { Metadata } from 'next'
import { NotFoundPage } from '#components/not-found-page.tsx'
import { readersLanguage } from '#sanity/content/language.ts'
import { loadIdentity } from '#sanity/content/load.ts'
import { wordsIn } from '#lib/manual/index.ts'

export const generateStaticParams = () => []

// The server reads the status from here (server/front/status-page.ts). It sends this page instead of Next's
// own, which comes from the build and does not contain the manual's name.
export async function generateMetadata(): Promise<Metadata> {
  const title = [wordsIn(await readersLanguage()).notFound, await loadIdentity()].filter(Boolean).join(' · ')
  return { title, robots: 'noindex', other: { status: '404' } }
}

/** The page for every unknown address. */
export default async function NotFound() {
  return <NotFoundPage identity={await loadIdentity()} language={await readersLanguage()} />
}
