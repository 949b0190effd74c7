import { diffManual, type Change, type GroupChange } from '#lib/changes/diff.ts'
import type { TextRun } from '#lib/changes/match.ts'
import { dateIn } from '#lib/manual/dates.ts'
import { languageOf } from '#lib/manual/language.ts'
import { wordsIn, type Words } from '#lib/manual/words.ts'
import { changesOf, type EntryChange } from './changes.ts'
import { asManual, type EditionText } from './text.ts'

export interface DifferentText {
  /** The kind of value, for addresses and days, which do not say it themselves. */
  label?: string
  runs: TextRun[]
}

/** A difference between two texts, word by word, in an entry, a section or the opening. */
export interface Difference extends EntryChange {
  texts: DifferentText[]
}

export interface SectionDifferences {
  id: string
  /** `§ 2`; the opening has none. */
  mark: string | undefined
  name: string
  differences: Difference[]
}

/** The differences between two texts by section: the items of `changesOf`, with their words. */
export function differencesOf(before: EditionText, after: EditionText): SectionDifferences[] {
  const documents = diffManual(asManual(before), asManual(after))
  const listed = changesOf(before, after, documents).entries
  const language = languageOf(after.opening)
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
      return { ...entry, texts: textsOf(changes, language, document.state === 'changed') }
    })
    return {
      id: document.id,
      mark: document.type === 'manual' ? undefined : (document.to ?? document.from),
      name: document.type === 'manual' ? 'Opening' : document.name,
      differences,
    }
  })
}

/**
 * The changed texts. The anchor of a new or removed section is left out, since readers know it only as a part
 * of addresses.
 */
const textsOf = (changes: readonly Change[], language: string, hasAnchor: boolean): DifferentText[] =>
  changes.flatMap((change) => {
    if (!('words' in change)) return textsOf(change.changes, language, hasAnchor)
    const field = change.name.split('.').at(-1) as string
    if (field === 'anchor' && !hasAnchor) return []
    return asReadersKnowIt(field, change.words, language)
  })

/** Labels of fields whose values do not say what they are. */
const labels: Partial<Record<string, keyof Words>> = {
  anchor: 'address',
  contact: 'contact',
  href: 'link',
  language: 'language',
  since: 'sinceDay',
  state: 'availability',
  until: 'untilDay',
}

const availabilities = ['open', 'limited', 'closed'] as const

function asReadersKnowIt(field: string, runs: TextRun[], language: string): DifferentText {
  const words = wordsIn(language)
  const inWords = (text: string): string => {
    if (field === 'ongoing') return words.ongoing
    if (field === 'since' || field === 'until') return dateIn(language, 'long', text)
    if (field === 'anchor') return `#${text}`
    return field === 'state' ? words[availabilities.find((state) => state === text) ?? 'open'] : text
  }
  const label = labels[field]
  if (label === undefined && field !== 'ongoing') return { runs }
  return {
    ...(label && { label: words[label] }),
    runs: runs.map((run) => (run.text.trim() ? { ...run, text: inWords(run.text.trim()) } : run)),
  }
}
