import { diffManual, type Change, type GroupChange } from '#lib/changes/diff.ts'
import type { TextRun } from '#lib/changes/match.ts'
import { entryAnchors } from '#lib/manual/anchors.ts'
import { changesOf, type EntryChange } from './changes.ts'
import { asManual, type EditionText } from './text.ts'

/** One entry, section or opening that differs between two texts, word by word. */
export interface Difference extends EntryChange {
  /** The fragment that leads to it in the later text or, if it is not there any more, in the earlier one. */
  anchor: string
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
  const [was, is] = [asManual(before), asManual(after)]
  const listed = changesOf(before, after).entries
  const documents = diffManual(was, is)
  const anchors = { was: anchorsOf(before), is: anchorsOf(after) }
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
      const side = entry.kind === 'retired' ? anchors.was : anchors.is
      const anchor = side.get(`${entry.section} ${entry.key ?? ''}`) ?? (isGroup ? entry.key! : '_text')
      return { ...entry, anchor, texts: runsOf(changes) }
    })
    return {
      id: document.id,
      mark: document.type === 'manual' ? undefined : (document.to ?? document.from),
      name: document.type === 'manual' ? 'Opening' : document.name,
      differences,
    }
  })
}

/** The fragments of sections and entries, by the id of the section and the key of the entry. */
export function anchorsOf({ sections }: Pick<EditionText, 'sections'>): Map<string, string> {
  const entries = entryAnchors(sections)
  return new Map(
    sections.flatMap((section) => [
      [`${section._id} `, section.anchor] as const,
      ...keysOf(section).map(
        (key, at) => [`${section._id} ${key}`, entries.get(section._id)?.[at] ?? section.anchor] as const,
      ),
    ]),
  )
}

const keysOf = (section: object): string[] =>
  Object.values(section as Record<string, unknown>).flatMap((field) =>
    Array.isArray(field)
      ? field.flatMap((item: { _key?: string; _type?: string } | string) =>
          typeof item === 'object' && item._key !== undefined && item._type !== 'block' ? item._key : [],
        )
      : [],
  )

const runsOf = (changes: readonly Change[]): TextRun[][] =>
  changes.flatMap((change) => ('words' in change ? [change.words] : runsOf(change.changes)))
