import { diffManual, type Change, type DocumentChange } from '#lib/changes/diff.ts'
import type { Manual } from '#lib/manual/index.ts'

/**
 * What a publish changed for readers, by § number: "§ 1.1 and § 1.3 changed", "§ 4 is new", "the opening
 * changed", "the rhythm of § 1 changed"; `undefined` if nothing changed at all.
 */
export function changedInWords(before: Manual, after: Manual): string | undefined {
  const documents = diffManual(before, after)
  if (documents.length === 0) return undefined
  const [only] = documents
  if (!only || documents.length > 1) return `${documents.length} sections changed`
  return changedIn(only)
}

function changedIn({ type, from, to, state, isMoved, changes }: DocumentChange): string {
  if (type === 'manual') return 'the opening changed'
  if (state === 'added') return `${to} is new`
  if (state === 'removed') return `what was ${from} is gone`
  if (isMoved) return `what was ${from} is now ${to}`
  const around = aroundTheText(to, changes)
  if (around) return `${around} changed`
  const entries = changes.flatMap((change) => ('words' in change ? [] : [change]))
  const numbers = entries.flatMap((entry) => entry.to ?? entry.from ?? [])
  // A field of the section itself has no number.
  const isEntries = entries.length === changes.length && numbers.length > 0 && numbers.length <= 3
  const [one] = entries
  if (isEntries && one && entries.length === 1)
    return {
      added: `${one.to} is new`,
      removed: `what was ${one.from} is gone`,
      changed: `${one.to} changed`,
    }[one.state]
  return `${isEntries ? list.format(numbers) : to} changed`
}

const aroundText = { review: 'rhythm', confirmed: 'confirmation', anchor: 'address' } as const

/**
 * What changed, if that is nothing in the text of a section itself: "the rhythm and the address of § 1", "the
 * confirmations in § 1". `undefined` if the text changed.
 */
function aroundTheText(section: string | undefined, changes: readonly Change[]): string | undefined {
  const parts = changes.flatMap((change) =>
    'words' in change
      ? [{ field: change.name, place: section }]
      : change.state === 'changed' && !change.isMoved
        ? change.changes.map((inner) => ({ field: inner.name.split('.').at(-1) ?? '', place: change.to }))
        : [{ field: '', place: section }],
  )
  if (!parts.every(({ field }) => Object.hasOwn(aroundText, field))) return undefined
  const words = Object.entries(aroundText).flatMap(([field, name]) => {
    const count = parts.filter((part) => part.field === field).length
    return count === 0 ? [] : `the ${name}${count > 1 ? 's' : ''}`
  })
  const [first] = parts
  const isOnePlace = parts.every(({ place }) => place === first?.place)
  return `${list.format(words)} ${isOnePlace ? `of ${first?.place}` : `in ${section}`}`
}

const list = new Intl.ListFormat('en')
