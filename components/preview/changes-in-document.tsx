import { Fragment, type ReactNode } from 'react'
import type { Change, DocumentChange, GroupChange } from '#lib/changes/diff.ts'
import type { DocumentProblems, Edit } from '#lib/manual/index.ts'
import { describeChange, describeDocumentChange, fragmentOf } from './changes-text.ts'
import { ChangedWords } from './changes-words.tsx'
import { FieldLink } from './field-link.tsx'
import styles from './changes.module.css'

/** How an author gets from a change to its field. Guests of a shared preview do not. */
interface FieldAccess {
  edit: Edit
  /** Absent for guests. */
  href?: ((path: string) => string) | undefined
}

interface Props extends FieldAccess {
  document: DocumentChange
  /** Its place among the documents that change. */
  index: number
  /** The same for the manual's own fields: its list of sections is where a section is added, moved or removed. */
  manual: FieldAccess
  problemNotice: (document: DocumentProblems) => ReactNode
}

/** What would change in one section, or in the manual's own fields. */
export function ChangesInDocument({ document, index, manual, problemNotice, ...ways }: Props) {
  const { name, from, to, state, isMoved, problems } = document
  // When only its problems keep a section off the page, nobody has removed its words.
  const changes = state === 'removed' && problems.length > 0 ? [] : document.changes
  const id = fragmentOf(index)
  return (
    <section className={styles.document} aria-labelledby={`${id}-name`} id={id}>
      <h2 id={`${id}-name`}>
        <span>{to ?? from}</span> <bdi>{name}</bdi>
      </h2>
      {(state !== 'changed' || isMoved) && (
        <p className={styles.outcome} {...manual.edit('sections')}>
          <FieldLink href={manual.href?.('sections')}>{describeDocumentChange(document)}</FieldLink>
        </p>
      )}
      {problems.map((problem) => (
        <Fragment key={problem.position ?? 'manual'}>{problemNotice(problem)}</Fragment>
      ))}
      {changes.length > 0 && (
        <ul>
          {changes.map((change, at) => (
            <li key={at} id={fragmentOf(index, at)}>
              <span className={styles.number}>{'words' in change ? '' : (change.to ?? change.from)}</span>
              <div>
                <h3 className={'words' in change ? styles.field : undefined} {...ways.edit(change.path)}>
                  <FieldLink href={ways.href?.(change.path)}>{change.name}</FieldLink>
                </h3>
                <p className={styles.outcome}>{describeChange(change)}</p>
                <Contents change={change} {...ways} />
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** The words of a text; the texts of an entry, and the entries in it, each with its name. */
function Contents({ change, ...ways }: { change: Change } & FieldAccess): ReactNode {
  if ('words' in change) {
    return (
      <p className={styles.words} dir="auto" {...ways.edit(change.path)}>
        <ChangedWords words={change.words} />
      </p>
    )
  }
  if (change.changes.length === 0) return null
  return (
    <dl>
      {change.changes.map((part, at) => (
        <div key={at}>
          <dt className={styles.field}>
            <FieldLink href={ways.href?.(part.path)}>{part.name}</FieldLink>
            {'words' in part || <Outcome of={part} />}
          </dt>
          <dd>
            <Contents change={part} {...ways} />
          </dd>
        </div>
      ))}
    </dl>
  )
}

const Outcome = ({ of }: { of: GroupChange }) => (
  <span className={styles.outcome}>: {describeChange(of)}</span>
)
