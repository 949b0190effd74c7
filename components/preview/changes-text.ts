import type { Change, DocumentChange } from '#lib/changes/diff.ts'

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

/** The fragment of a document's changes, or of one change in it. This page has no sections whose anchors could clash with it. */
export const fragmentOf = (document: number, change?: number): string =>
  ['_change', document + 1, change !== undefined && change + 1].filter(Boolean).join('-')

/** One line of the summary. */
interface Line {
  fragment: string
  text: string
}

/**
 * The changes in a document, one line each: a section that comes, goes or moves is one, and so is each entry and each field within a
 * section that stays.
 */
export function summaryLines(document: DocumentChange, index: number): Line[] {
  const { name, from, to, state, isMoved, changes } = document
  const place = to ?? from ?? name
  const whole = {
    fragment: fragmentOf(index),
    text: `${place === name ? name : `${place} ${name}`}: ${describeDocumentChange(document)}`,
  }
  if (state !== 'changed') return [whole]
  const parts = changes.map((change, at) => {
    const number = 'words' in change ? undefined : (change.to ?? change.from)
    // An entry is numbered within its section: one that would go, within the section as readers see it.
    const names = number?.startsWith('§') ? [number, change.name] : [place, number, change.name]
    return {
      fragment: fragmentOf(index, at),
      text: `${names.filter(Boolean).join(' ')}: ${describeChange(change)}`,
    }
  })
  return isMoved ? [whole, ...parts] : parts
}
