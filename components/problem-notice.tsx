import type { DocumentProblems } from '#lib/manual/index.ts'
import styles from './problem-notice.module.css'

export type FieldHref = (documentId: string, documentType: string | undefined, path: string) => string

interface Props {
  document: DocumentProblems
  fieldHref: FieldHref | undefined
}

/** In drafts, stands where a document could not be shown (or not whole): what is wrong with it, and where to put it right. */
export function ProblemNotice({
  document: { documentId, documentType, position, label, problems },
  fieldHref,
}: Props) {
  const isSection = position !== undefined
  return (
    <aside className={styles.notice} aria-label={`Problems with ${label}`}>
      <h2>{isSection ? `“${label}” is left out` : `“${label}” is not complete`}</h2>
      <p>
        {isSection
          ? 'Readers do not see this section until it is put right:'
          : 'Readers see the manual without what is missing here:'}
      </p>
      <ul>
        {problems.map(({ path, message }) => {
          const name = <code>{path || 'This document'}</code>
          return (
            <li key={`${path} ${message}`}>
              {fieldHref ? <a href={fieldHref(documentId, documentType, path)}>{name}</a> : name} {message}
            </li>
          )
        })}
      </ul>
    </aside>
  )
}
