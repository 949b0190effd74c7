import { wordsIn } from '#lib/manual/index.ts'
import { StatusPage, type StatusProps } from '../status-page.tsx'

const problems = {
  ended: { code: '403', status: 'previewEnded', title: 'previewEndedTitle', text: 'previewEndedText' },
  unknown: {
    code: '401',
    status: 'previewUnknown',
    title: 'previewUnknownTitle',
    text: 'previewUnknownText',
  },
  unavailable: {
    code: '503',
    status: 'notAvailable',
    title: 'previewUnavailableTitle',
    text: 'previewUnavailableText',
  },
  'no-cookies': { code: '403', status: 'noCookies', title: 'noCookiesTitle', text: 'noCookiesText' },
  'no-secure-cookies': {
    code: '403',
    status: 'noCookies',
    title: 'noCookiesTitle',
    text: 'noSecureCookiesText',
  },
} as const
export type PreviewProblem = keyof typeof problems

export const isPreviewProblem = (name: string): name is PreviewProblem => Object.hasOwn(problems, name)

export const titleOfProblem = (problem: PreviewProblem, language: string): string =>
  wordsIn(language)[problems[problem].status]

/** Says why there is no draft to see, in the manual's design, with a link to the published manual. */
export const PreviewProblemPage = ({ problem, ...manual }: StatusProps & { problem: PreviewProblem }) => (
  <StatusPage {...problems[problem]} link="readPublished" {...manual} />
)
