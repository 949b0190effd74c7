import { noEdit, type DocumentProblems, type Edit, type Problem } from '#lib/manual/index.ts'
import { FieldLink } from './field-link.tsx'
import styles from './problem-notice.module.css'

export type FieldHref = (documentId: string, documentType: string, path: string) => string

interface Props {
  document: DocumentProblems
  /** Absent for guests of a shared preview, who cannot edit. */
  fieldHref?: FieldHref | undefined
  /** Of the document it is about. */
  edit?: Edit
  /**
   * A problem in the author's words: the field, empty for the whole document, and what is wrong. Without it,
   * path and message.
   */
  describe?: (problem: Problem) => { field: string; message: string }
}

/**
 * In drafts, in the place of a document that could not be shown, or not in full: what is wrong with it, and
 * where to fix it.
 */
export function ProblemNotice({
  document: { documentId, documentType, position, isShown, label, problems },
  fieldHref,
  edit = noEdit,
  describe = ({ path, message }) => ({ field: path, message }),
}: Props) {
  return (
    <aside className={styles.notice} aria-label={`Problems with ${label}`} lang="en" dir="ltr">
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
