import {
  noEdit,
  type DocumentProblems,
  type Edit,
  type Problem,
  type SectionKind,
} from '#lib/manual/index.ts'
import { FieldLink } from './field-link.tsx'
import styles from './problem-notice.module.css'

export type FieldHref = (documentId: string, documentType: string, path: string) => string

interface Props {
  document: DocumentProblems
  id?: string | undefined
  /** Where there is a Studio. */
  fieldHref?: FieldHref | undefined
  /** The document's data attributes. */
  edit?: Edit
  /**
   * Puts a problem into the author's terms: the title of the field, '' for the whole document, and the
   * message. By default, its path and message.
   */
  describe?: (problem: Problem) => { field: string; message: string }
}

const byPath = ({ path, message }: Problem) => ({ field: path, message })

/**
 * Drafts only: in the place of a document that cannot be shown, or not in full, says what is wrong with it
 * and links to the fields.
 */
export function ProblemNotice({ document, id, fieldHref, edit = noEdit, describe = byPath }: Props) {
  const { documentId, documentType, position, isShown, isBlank, label, problems } = document
  if (isBlank && documentType !== 'manual')
    return (
      <aside className={styles.blank} aria-label={label} lang="en" dir="ltr">
        <p>
          <FieldLink href={fieldHref?.(documentId, documentType, problems[0]?.path ?? '')}>Write</FieldLink>
        </p>
        <div>
          <h2 {...edit(problems[0]?.path ?? 'eyebrow')}>{label}</h2>
          <p>{beginnings[documentType]}</p>
        </div>
      </aside>
    )
  return (
    <aside id={id} className={styles.notice} aria-label={`Problems with ${label}`} lang="en" dir="ltr">
      <h2>{isShown ? `“${label}” is incomplete` : `“${label}” is left out`}</h2>
      <p>
        {isShown
          ? `If it were published like this, readers would see the ${position === undefined ? 'manual' : 'section'} without these:`
          : 'If it were published like this, readers would not see it:'}
      </p>
      <ul>
        {problems.map((problem) => {
          const { path } = problem
          const { field, message } = describe(problem)
          return (
            <li key={`${path} ${problem.message}`} {...edit(path)}>
              <FieldLink href={fieldHref?.(documentId, documentType, path)}>
                {field || 'This document'}
              </FieldLink>{' '}
              {message}
            </li>
          )
        })}
      </ul>
    </aside>
  )
}

/** The same in one sentence, for the contents: names the section and the first thing that is wrong in it. */
export function BriefProblem({ document: { label, problems }, describe = byPath }: Omit<Props, 'id'>) {
  const [first, ...others] = problems.map(describe)
  return (
    <>
      <bdi>{label}</bdi> is left out: {first && `${first.field || 'this document'} ${first.message}`}
      {others.length > 0 && `, and ${others.length} more`}
    </>
  )
}

/**
 * The same for guests of a shared preview, who have no fields to write in: whether something is still to be
 * written, or cannot be shown.
 */
export const GuestNotice = ({ document, id }: { document: DocumentProblems; id?: string | undefined }) => (
  <aside id={id} className={styles.guest} lang="en" dir="ltr">
    <p>{sentenceForGuests(document)}</p>
  </aside>
)

/** "“History” cannot be shown yet." */
export function sentenceForGuests(document: DocumentProblems): string {
  const { position, isShown, isBlank, label } = document
  // Without a name of its own, a section is labelled by its place.
  const isNamed = position !== undefined && label !== `Section ${position + 1}`
  const what = position === undefined ? 'the opening' : isNamed ? `“${label}”` : 'a section'
  const sentence = isBlank
    ? `${what} is still to be written.`
    : `${isShown ? `a part of ${what}` : what} cannot be shown yet.`
  return sentence.replace(/^./, (first) => first.toUpperCase())
}

/**
 * Hints for a section that the author has not begun. Readers see nothing of such a section, not even its
 * number.
 */
const beginnings: Partial<Record<SectionKind, string>> = {
  nowSection:
    'What you are building, reading, asking and learning this month: a few readings, each one line and a reason.',
  principlesSection: 'Rules that you would defend to a colleague, short enough to be quoted by number.',
  historySection:
    'When your questions changed, not where you were employed. Years that say nothing may be missing.',
  explorationSection: 'What you keep returning to: a few domains, a few topics each.',
  mentalModelsSection: 'One word that becomes another, and why: local becomes global.',
  shelfSection: 'What stands within reach. An empty shelf is drawn as one.',
  proseSection: 'A few paragraphs, or one sentence that can end the page and a paragraph under it.',
}
