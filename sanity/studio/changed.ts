import { diffManual, type DocumentChange } from '#lib/changes/diff.ts'
import { isSameText } from '#lib/changes/same-text.ts'
import type { Manual } from '#lib/manual/index.ts'

/**
 * What a publish changed for readers, by § number: "§ 1.1 and § 1.3 changed", "§ 4 is new", "the opening
 * changed"; "no words changed" if the text is the same; `undefined` if nothing changed at all.
 */
export function changedInWords(before: Manual, after: Manual): string | undefined {
  const documents = diffManual(before, after)
  if (documents.length === 0) return undefined
  if (isSameText(before, after)) return 'no words changed'
  const [only] = documents
  if (!only || documents.length > 1) return `${documents.length} sections changed`
  return changedIn(only)
}

function changedIn({ type, from, to, state, isMoved, changes }: DocumentChange): string {
  if (type === 'manual') return 'the opening changed'
  if (state === 'added') return `${to} is new`
  if (state === 'removed') return `what was ${from} is gone`
  if (isMoved) return `what was ${from} is now ${to}`
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

const list = new Intl.ListFormat('en')
