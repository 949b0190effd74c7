import type { Change, DocumentChange, GroupChange } from '#lib/changes/diff.ts'
import { dateIn } from '#lib/manual/index.ts'

const states = { added: 'Added', removed: 'Removed', changed: 'Changed' }

/** What would happen to it, in words. */
export function describeChange(change: Change): string {
  if ('words' in change || !change.isMoved) return states[change.state]
  const { from, to, changes } = change
  return `Moved from ${from} to ${to}${changes.length > 0 ? ', and changed' : ''}`
}

/** The same for a section as a whole; what would happen within it is for its parts to say. */
export function describeDocumentChange(document: DocumentChange): string {
  const isFaulty = document.state === 'removed' && document.problems.length > 0
  return isFaulty ? 'Would leave the page' : describeChange({ ...document, changes: [] })
}

/** Whether it only says when something was last found true: readers' text stays as it is. */
export const onlyConfirms = (change: Change): boolean =>
  'words' in change
    ? /(^|\.)confirmed$/.test(change.path)
    : change.state === 'changed' &&
      !change.isMoved &&
      change.changes.length > 0 &&
      change.changes.every(onlyConfirms)

/**
 * What would happen to a date, in words rather than in digits struck through; `undefined` for other texts.
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
 * The fragment of a document's changes, or of one change in it. This page has no sections whose anchors could
 * clash with it.
 */
export const fragmentOf = (document: number, change?: number): string =>
  ['_change', document + 1, change !== undefined && change + 1].filter(Boolean).join('-')

/** The fragments of sections and entries, by the id of their document and, for an entry, its number. */
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

/** An entry that would go and one that would come may have the same number. */
export const placeOf = (id: string, { from, to }: Pick<GroupChange, 'from' | 'to'>): string =>
  `${id} ${to ?? `${from} gone`}`

/** One line of the summary. */
interface Line {
  fragment: string
  text: string
}

/**
 * The changes in a document, one line each: a section that comes, goes or moves is one, and so is each entry
 * and each field within a section that stays. All that is only confirmed is one line.
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
    // An entry is numbered within its section: one that would go, within the section as readers see it.
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
