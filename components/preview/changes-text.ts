import type { Change, DocumentChange, GroupChange } from '#lib/changes/diff.ts'
import { dateIn } from '#lib/manual/index.ts'

const states = { added: 'Added', removed: 'Removed', changed: 'Changed' }

/** Describes a change: "Added", "Moved from § 2.1 to § 2.3, and changed". */
export function describeChange(change: Change): string {
  if ('words' in change || !change.isMoved) return states[change.state]
  const { from, to, changes } = change
  return `Moved from ${from} to ${to}${changes.length > 0 ? ', and changed' : ''}`
}

/** Describes the change of a section as a whole, without the changes within it. */
export function describeDocumentChange(document: DocumentChange): string {
  const isFaulty = document.state === 'removed' && document.problems.length > 0
  return isFaulty ? 'Would leave the page' : describeChange({ ...document, changes: [] })
}

/** Whether a change only sets the date of a confirmation, which leaves the text as it is. */
export const onlyConfirms = (change: Change): boolean =>
  'words' in change
    ? /(^|\.)confirmed$/.test(change.path)
    : change.state === 'changed' &&
      !change.isMoved &&
      change.changes.length > 0 &&
      change.changes.every(onlyConfirms)

/**
 * Describes the change of a date in words, which read better than digits struck through. `undefined` for
 * other texts.
 */
export function describeDate(change: Extract<Change, { words: unknown }>): string | undefined {
  const { words } = change
  if (!words.every(({ text, state }) => state !== 'kept' && /^\d{4}-\d\d-\d\d$/.test(text.trim())))
    return undefined
  const on = (state: 'added' | 'removed') => {
    const date = words.find((run) => run.state === state)?.text.trim()
    return date && dateIn('en', 'long', date)
  }
  const [was, is] = [on('removed'), on('added')]
  if (onlyConfirms(change)) {
    if (!is) return 'No longer confirmed'
    return was ? `Confirmed on ${is}; before that, on ${was}` : `Confirmed on ${is}`
  }
  if (!is) return `No longer ${was}`
  return was ? `${is} instead of ${was}` : is
}

/**
 * The id of a document's changes on the page of changes, or of one change in it. Cannot clash with anchors,
 * since that page has no sections.
 */
export const fragmentOf = (document: number, change?: number): string =>
  ['_change', document + 1, change !== undefined && change + 1].filter(Boolean).join('-')

/** The ids of sections and entries on the page of changes, by `documentId` and by `placeOf`. */
export function fragmentsOf(documents: readonly DocumentChange[]): Map<string, string> {
  return new Map(
    documents.flatMap(({ id, changes }, document) => [
      [id, fragmentOf(document)] as const,
      ...changes.flatMap((change, at) =>
        'words' in change ? [] : [[placeOf(id, change), fragmentOf(document, at)] as const],
      ),
    ]),
  )
}

/**
 * A key for an entry. An entry that would be removed and one that would be added may have the same number.
 */
export const placeOf = (id: string, { from, to }: Pick<GroupChange, 'from' | 'to'>): string =>
  `${id} ${to ?? `${from} gone`}`

interface Line {
  fragment: string
  text: string
}

/**
 * The lines of the summary for a document. A section that is added, removed or moved has one line; within a
 * section that stays, each changed entry and field has one. All confirmations together are one line.
 */
export function summaryLines(document: DocumentChange, index: number): Line[] {
  const { name, from, to, state, isMoved, changes } = document
  const place = to ?? from ?? name
  const whole = {
    fragment: fragmentOf(index),
    text: `${place === name ? name : `${place} ${name}`}: ${describeDocumentChange(document)}`,
  }
  if (state !== 'changed') return [whole]
  const parts = changes.flatMap((change, at) => {
    if (onlyConfirms(change)) return []
    const number = 'words' in change ? undefined : (change.to ?? change.from)
    // "§ 2.3" already names the section; "No. 3", of the opening's entries, does not. A removed entry keeps
    // the number that readers see.
    const names = number?.startsWith('§') ? [number, change.name] : [place, number, change.name]
    return {
      fragment: fragmentOf(index, at),
      text: `${names.filter(Boolean).join(' ')}: ${describeChange(change)}`,
    }
  })
  const confirmed = changes.some(onlyConfirms)
    ? [{ fragment: fragmentOf(index), text: `${place} ${name}: Confirmed` }]
    : []
  return [...(isMoved ? [whole] : []), ...parts, ...confirmed]
}
