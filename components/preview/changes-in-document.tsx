import { Fragment, type ReactNode } from 'react'
import type { Change, DocumentChange, GroupChange } from '#lib/changes/diff.ts'
import type { DocumentProblems, Edit } from '#lib/manual/index.ts'
import {
  describeChange,
  describeDate,
  describeDocumentChange,
  fragmentOf,
  onlyConfirms,
} from './changes-text.ts'
import { ChangedWords } from './changes-words.tsx'
import { FieldLink } from './field-link.tsx'
import styles from './changes.module.css'

/** How an author gets from a change to its field. Guests of a shared preview cannot. */
interface FieldAccess {
  edit: Edit
  /** Absent for guests. */
  href?: ((path: string) => string) | undefined
}

interface Props extends FieldAccess {
  document: DocumentChange
  /** Zero-based, among the changed documents. */
  index: number
  /**
   * The same for the manual's own document, whose list of sections is where sections are added, moved and
   * removed.
   */
  manual: FieldAccess
  problemNotice: (document: DocumentProblems) => ReactNode
}

/** The changes in one section, or in the manual's own fields. */
export function ChangesInDocument({ document, index, manual, problemNotice, ...ways }: Props) {
  const { name, from, to, state, isMoved, problems } = document
  // A section that is left out only because of its problems keeps its words: none was removed.
  const changes = state === 'removed' && problems.length > 0 ? [] : document.changes
  const placed = changes.map((change, at) => ({ change, id: fragmentOf(index, at) }))
  const confirmed = placed.filter(({ change }) => onlyConfirms(change))
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
      <Changes of={placed.filter(({ change }) => !onlyConfirms(change))} {...ways} />
      {confirmed.length > 0 && (
        <details className={styles.confirmed}>
          <summary>{`Confirmed${placesOf(confirmed)}`}</summary>
          <Changes of={confirmed} {...ways} />
        </details>
      )}
    </section>
  )
}

interface Placed {
  change: Change
  /** The change's id on the page. */
  id: string
}

const numberOf = (change: Change) => ('words' in change ? undefined : (change.to ?? change.from))

/** ": § 1.1, § 1.2", or '' for a section that is confirmed as a whole. */
function placesOf(changes: readonly Placed[]): string {
  const numbers = changes.flatMap(({ change }) => numberOf(change) ?? [])
  return numbers.length > 0 ? `: ${numbers.join(', ')}` : ''
}

function Changes({ of, ...ways }: { of: readonly Placed[] } & FieldAccess) {
  if (of.length === 0) return null
  return (
    <ul>
      {of.map(({ change, id }) => (
        <li key={id} id={id}>
          <span className={styles.number}>{numberOf(change)}</span>
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
  )
}

/** The words of a changed text, or the changes within an entry, each with its name. */
function Contents({ change, ...ways }: { change: Change } & FieldAccess): ReactNode {
  if ('words' in change) {
    return (
      <p className={styles.words} dir="auto" {...ways.edit(change.path)}>
        {describeDate(change) ?? <ChangedWords words={change.words} />}
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
