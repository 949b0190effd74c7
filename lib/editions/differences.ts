import { diffManual, type Change, type GroupChange } from '#lib/changes/diff.ts'
import type { TextRun } from '#lib/changes/match.ts'
import { changesOf, type EntryChange } from './changes.ts'
import { asManual, type EditionText } from './text.ts'

/** One entry, section or opening that differs between two texts, word by word. */
export interface Difference extends EntryChange {
  texts: TextRun[][]
}

export interface SectionDifferences {
  id: string
  /** `§ 2`; the opening has none. */
  mark: string | undefined
  name: string
  differences: Difference[]
}

/** What differs between two texts, section by section: the same list as `changesOf`, with the words. */
export function differencesOf(before: EditionText, after: EditionText): SectionDifferences[] {
  const documents = diffManual(asManual(before), asManual(after))
  const listed = changesOf(before, after, documents).entries
  return documents.map((document) => {
    const groups = document.changes.filter((change): change is GroupChange => 'isMoved' in change)
    const own = document.changes.filter((change) => !('isMoved' in change))
    const entries = listed.filter(({ section, isPart }) => section === document.id && !isPart)
    let group = 0
    const differences = entries.map((entry): Difference => {
      const isGroup = entry.key !== undefined
      const changes = isGroup
        ? (groups[group++]?.changes ?? [])
        : document.state === 'changed' && document.type !== 'manual'
          ? own
          : document.changes
      return { ...entry, texts: runsOf(changes) }
    })
    return {
      id: document.id,
      mark: document.type === 'manual' ? undefined : (document.to ?? document.from),
      name: document.type === 'manual' ? 'Opening' : document.name,
      differences,
    }
  })
}

const runsOf = (changes: readonly Change[]): TextRun[][] =>
  changes.flatMap((change) => ('words' in change ? [change.words] : runsOf(change.changes)))
