import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import {
  isPreviewProblem,
  PreviewProblemPage,
  titleOfProblem,
} from '#components/preview/preview-problem-page.tsx'
import { readersLanguage } from '#sanity/content/language.ts'
import { loadIdentity } from '#sanity/content/load.ts'

export const generateStaticParams = () => []

interface Props {
  params: Promise<{ problem: string }>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { problem } = await params
  if (!isPreviewProblem(problem)) return {}
  const title = [titleOfProblem(problem, await readersLanguage()), await loadIdentity()]
    .filter(Boolean)
    .join(' · ')
  return { title, robots: 'noindex' }
}

/**
 * Says why a preview cannot be opened. The server sends it to browsers in place of the route's text
 * (server/front).
 */
export default async function PreviewProblem({ params }: Props) {
  const { problem } = await params
  if (!isPreviewProblem(problem)) notFound()
  return (
    <PreviewProblemPage
      problem={problem}
      identity={await loadIdentity()}
      language={await readersLanguage()}
    />
  )
}
