import { Fragment, type ReactNode } from 'react'
import { diffManual, type DocumentChange } from '#lib/changes/diff.ts'
import {
  languageOf,
  noEdit,
  wordsIn,
  type DocumentProblems,
  type Edit,
  type Manual,
} from '#lib/manual/index.ts'
import { Head } from '../head.tsx'
import { Sheet } from '../sheet.tsx'
import { ChangesInDocument } from './changes-in-document.tsx'
import { summaryLines } from './changes-text.ts'
import type { FieldHref } from './problem-notice.tsx'
import styles from './changes.module.css'

interface Props {
  /** The draft. */
  manual: Manual
  revision: string
  problems?: readonly DocumentProblems[]
  problemNotice?: (document: DocumentProblems) => ReactNode
  /** The published manual; `undefined` if nothing was ever published. */
  published: Manual | undefined
  editFor?: (source: { id: string; type: string }) => Edit
  /** The Studio's titles of fields: see `diffManual`. */
  fieldTitle?: (path: string) => string
  /** Absent for guests of a shared preview, who cannot edit. */
  fieldHref?: FieldHref | undefined
  banner?: ReactNode
}

/** The number of lines in the summary of changes. */
export const countChanges = (
  published: Manual | undefined,
  { manual, problems }: { manual: Manual; problems: readonly DocumentProblems[] },
): number => diffManual(published, manual, { problems }).flatMap(summaryLines).length

/**
 * The page of changes: what readers would see change if the draft were published. A summary, then each change
 * with its words.
 */
export function ChangesPage({
  manual,
  revision,
  problems = [],
  problemNotice = () => null,
  published,
  editFor = () => noEdit,
  fieldTitle,
  fieldHref,
  banner,
}: Props) {
  const language = languageOf(manual.opening)
  const documents = diffManual(published, manual, { problems, ...(fieldTitle && { titleOf: fieldTitle }) })
  const accessTo = (id: string, type: string) => ({
    edit: editFor({ id, type }),
    href: fieldHref && ((path: string) => fieldHref(id, type, path)),
  })
  const named = new Set(documents.map(({ id }) => id))
  const noticesOf = (isOne: (problem: DocumentProblems) => boolean) =>
    problems
      .filter((problem) => !named.has(problem.documentId) && isOne(problem))
      .map((problem) => (
        <Fragment key={`${problem.position} ${problem.documentId}`}>{problemNotice(problem)}</Fragment>
      ))
  return (
    <>
      {banner}
      <Sheet
        language={language}
        before={
          <Head
            opening={manual.opening}
            block={{
              document: manual.opening.identity,
              revision,
              status: wordsIn(language).draft,
              language,
            }}
          />
        }
      >
        <Summary documents={documents} isFirst={!published} isWhole={problems.length === 0} />
        {noticesOf(({ isBlank }) => !isBlank)}
        {documents.map((document, index) => (
          <ChangesInDocument
            key={document.id}
            document={document}
            index={index}
            manual={accessTo(manual._id, 'manual')}
            problemNotice={problemNotice}
            {...accessTo(document.id, document.type)}
          />
        ))}
        {/* Sections that are not written yet are not changes, and come last. */}
        {noticesOf(({ isBlank }) => isBlank ?? false)}
      </Sheet>
    </>
  )
}

interface SummaryProps {
  documents: readonly DocumentChange[]
  /** Whether nothing was ever published. */
  isFirst: boolean
  /** Whether the draft has no problems. */
  isWhole: boolean
}

function Summary({ documents, isFirst, isWhole }: SummaryProps) {
  const lines = documents.flatMap(summaryLines)
  return (
    <div className={styles.summary}>
      <h1>{lines.length === 0 ? 'Nothing would change' : 'What would change'}</h1>
      {isFirst && <p>Nothing has been published yet; all of this would be new to readers.</p>}
      {lines.length === 0 ? (
        <p>
          {isWhole
            ? 'Readers already see all of this.'
            : 'Readers already see the draft, except what is named here: it is not shown before it is complete.'}
        </p>
      ) : (
        <nav aria-label="Changes">
          <p>{`${count(lines.length, 'change')} in ${placesOf(documents)}`}</p>
          <ol>
            {lines.map(({ fragment, text }) => (
              <li key={fragment}>
                <a href={`#${fragment}`}>{text}</a>
              </li>
            ))}
          </ol>
        </nav>
      )}
    </div>
  )
}

const count = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`

function placesOf(documents: readonly DocumentChange[]): string {
  const sections = documents.filter(({ type }) => type !== 'manual').length
  return [sections < documents.length && 'the opening', sections > 0 && count(sections, 'section')]
    .filter(Boolean)
    .join(' and ')
}
