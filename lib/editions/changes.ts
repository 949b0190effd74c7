import { z } from 'zod'
import { diffManual, type Change, type DocumentChange, type GroupChange } from '#lib/changes/diff.ts'
import { matchItems, type TextRun } from '#lib/changes/match.ts'
import { entryAnchors } from '#lib/manual/anchors.ts'
import type { Opening } from '#lib/manual/manual.ts'
import { proseText } from '#lib/manual/prose-text.ts'
import type { Prose } from '#lib/manual/prose.ts'
import type { Section } from '#lib/manual/sections.ts'
import { fill, wordsIn } from '#lib/manual/words.ts'
import { languageOf } from '#lib/manual/language.ts'
import { asManual, type EditionText } from './text.ts'

export const changeKinds = ['new', 'reworded', 'rewritten', 'moved', 'retired'] as const
export type ChangeKind = (typeof changeKinds)[number]

const entryChange = z.object({
  /** The id of the section; for the opening, the id of the manual. */
  section: z.string(),
  /** The key of the entry; absent if the section itself, or the opening, changed. */
  key: z.string().optional(),
  kind: z.enum(changeKinds),
  /** Its § number in the edition, `§ 2.3`; if retired, its last one. The opening has none. */
  mark: z.string().optional(),
  name: z.string(),
  /** Its anchor in the edition; if retired, its last one. The opening has none. */
  anchor: z.string().optional(),
  /** It was added or removed with its whole section, which has an item of its own. */
  isPart: z.literal(true).optional(),
  /** Only if retired: its last text. */
  lastWords: z.string().optional(),
  /**
   * Only for the opening: the changed fields. Changed paragraphs of the introduction are `introduction.1` and
   * so on.
   */
  fields: z.array(z.string()).optional(),
})

/** A change of an edition, in an entry, a section or the opening. */
export type EntryChange = z.output<typeof entryChange>

const editionChanges = z.object({
  /** The changes in one or two sentences. */
  words: z.string(),
  entries: z.array(entryChange),
})

/** The changes of an edition, as stored with it. */
export type EditionChanges = z.output<typeof editionChanges>

export const noChanges: EditionChanges = { words: '', entries: [] }

/** Reads stored changes (JSON). Unreadable ones give `noChanges`. */
export function readChanges(text: string): EditionChanges {
  try {
    return editionChanges.parse(JSON.parse(text))
  } catch {
    return noChanges
  }
}

/**
 * The changes from one text to the next. Without `before`, everything is new.
 *
 * @param documents the result of `diffManual`, if the caller has it already.
 */
export function changesOf(
  before: EditionText | undefined,
  after: EditionText,
  documents = diffManual(before && asManual(before), asManual(after)),
): EditionChanges {
  const [was, is] = [before ? anchorsOf(before) : new Map<string, string>(), anchorsOf(after)]
  const entries = documents
    .flatMap((document) => changesInDocument(document, before, after))
    .map((change): EntryChange => {
      const anchor = (change.kind === 'retired' ? was : is).get(`${change.section} ${change.key ?? ''}`)
      return anchor === undefined ? change : { ...change, anchor }
    })
  const language = languageOf(after.opening)
  return { entries, words: before ? inWords(entries, language) : '' }
}

/** The documents that differ between two texts. */
export const documentsChanged = (before: EditionText, after: EditionText) =>
  diffManual(asManual(before), asManual(after)).map(({ id, state, isMoved }) => ({
    id,
    /**
     * Whether it is neither new, removed nor moved. Then the manual's list of sections did not change with
     * it.
     */
    isInPlace: state === 'changed' && !isMoved,
  }))

function changesInDocument(
  document: DocumentChange,
  before: EditionText | undefined,
  after: EditionText,
): EntryChange[] {
  const { id, type, name } = document
  const [was, is] = [before, after].map((text) => text?.sections.find(({ _id }) => _id === id))
  const groups = document.changes.filter((change): change is GroupChange => 'isMoved' in change)
  const own = document.changes.filter((change) => !('isMoved' in change))
  const kind = kindOf({ ...document, changes: own })
  const title = type === 'manual' ? 'Opening' : name
  const ofSection: EntryChange[] =
    document.state !== 'changed' || document.isMoved || own.length > 0
      ? [
          {
            section: id,
            kind,
            ...(type !== 'manual' && markOf(document)),
            name: title,
            ...(was && !is && { lastWords: wordsOf(was) }),
          },
        ]
      : []
  const [entriesBefore, entriesAfter] = [was, is].map((section) => (section ? entriesOf(section) : []))
  // Removed entries, in the same order as in the document's changes.
  const gone = matchItems(entriesBefore!, entriesAfter!, ({ _key }) => _key).flatMap((match) =>
    match.before && !match.after ? match.before.item : [],
  )
  const isPart = document.state === 'changed' ? {} : { isPart: true as const }
  // The opening is one item: its profiles have no numbers of their own.
  if (type === 'manual') {
    const change = ofSection[0] ?? { section: id, kind: 'reworded', name: title }
    return [{ ...change, fields: fieldsOf(document.changes, before?.opening, after.opening) }]
  }
  const ofEntries = groups.map((group): EntryChange => {
    const entry = group.state === 'removed' ? gone.shift() : undefined
    const key = entry?._key ?? keyIn(group.path)
    return {
      section: id,
      ...(key !== undefined && { key }),
      kind: kindOf(group),
      ...markOf(group),
      name: group.name,
      ...isPart,
      ...(entry && { lastWords: wordsOf(entry) }),
    }
  })
  return [...ofSection, ...ofEntries]
}

/** The changed fields of the opening. */
function fieldsOf(changes: readonly Change[], before: Opening | undefined, after: Opening): string[] {
  const names = new Set(changes.map(({ path }) => path.split(/[.[]/, 1)[0] as string))
  return [...names].flatMap((name) =>
    name === 'introduction'
      ? paragraphsOf(before?.introduction ?? [], after.introduction ?? []).map((at) => `${name}.${at}`)
      : name,
  )
}

/** Indexes of the changed paragraphs. If some were only removed, the index of the paragraph after them. */
function paragraphsOf(before: Prose, after: Prose): number[] {
  const [was, is] = [before, after].map((blocks) => blocks.map((block) => proseText([block])))
  const changed = is!.flatMap((text, at) => (was!.includes(text) ? [] : at))
  if (changed.length > 0) return changed
  const first = was!.findIndex((text, at) => text !== is![at])
  return [Math.max(Math.min(first, after.length - 1), 0)]
}

const markOf = ({ from, to }: GroupChange) => {
  const mark = to ?? from
  return mark === undefined ? {} : { mark }
}

/** The key at the end of an entry's path. */
const keyIn = (path: string): string | undefined => /\[_key=="(.*)"\]$/s.exec(path)?.[1]

function kindOf({ state, isMoved, changes }: GroupChange): ChangeKind {
  if (state === 'added') return 'new'
  if (state === 'removed') return 'retired'
  if (changes.length === 0 && isMoved) return 'moved'
  const runs = runsIn(changes)
  const lengthOf = (wanted: TextRun['state']) =>
    runs.reduce((sum, { state, text }) => sum + (state === wanted ? text.length : 0), 0)
  const changed = Math.max(lengthOf('removed'), lengthOf('added'))
  return changed > lengthOf('kept') && lengthOf('removed') > 0 ? 'rewritten' : 'reworded'
}

const runsIn = (changes: readonly Change[]): TextRun[] =>
  changes.flatMap((change) => ('words' in change ? change.words : runsIn(change.changes)))

type Entry = { _key: string; [field: string]: unknown }

/** The entries of a section, whichever field has them. */
function entriesOf(section: Section): Entry[] {
  const isEntry = (item: unknown): item is Entry =>
    typeof item === 'object' && item !== null && '_key' in item && (item as Entry)._type !== 'block'
  return Object.values<unknown>(section).flatMap((field) =>
    Array.isArray(field) ? field.filter(isEntry) : [],
  )
}

/** The keys of a section's entries, in order. */
export const keysOf = (section: Section): string[] => entriesOf(section).map(({ _key }) => _key)

/** The text of an entry or a section, one line per field. */
function wordsOf(given: Readonly<Record<string, unknown>>): string {
  // `from` and `to` of a mental model are one line.
  const { from, to, ...rest } = given
  const map = from && to ? `${said(from)} → ${said(to)}` : said(from ?? to)
  const apparatus = ['_id', '_key', '_type', 'number', 'anchor', 'eyebrow', 'name', 'title', 'subject']
  const texts = Object.entries(rest)
    .filter(([name]) => !apparatus.includes(name))
    .map(([, value]) => said(value))
  return [map, ...texts].filter(Boolean).join('\n')
}

function said(value: unknown): string {
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return ''
  if (value.every((item) => typeof item === 'string')) return value.join(', ')
  if ((value[0] as { _type?: string } | undefined)?._type === 'block') return proseText(value as Prose)
  return value
    .map((item: Record<string, unknown>) =>
      Object.entries(item)
        .filter(([name]) => !name.startsWith('_'))
        .map(([, text]) => said(text))
        .filter(Boolean)
        .join(': '),
    )
    .join('\n')
}

/** How many names a sentence lists; the rest are counted. */
const mostNamed = 3

/** Describes changes in sentences: “A” is new. “B”, “C” and 1 more are reworded. */
function inWords(entries: readonly EntryChange[], language: string): string {
  const words = wordsIn(language)
  const byKind = Map.groupBy(
    entries.filter(({ isPart }) => !isPart),
    ({ kind }) => kind,
  )
  return changeKinds
    .flatMap((kind) => {
      // In quotes, since a rule's name may be a sentence: “Prefer reversible decisions is reworded” would be
      // misread.
      const names = (byKind.get(kind) ?? []).map(({ name, mark }) =>
        // Only the opening has no number.
        mark === undefined ? words.theOpening : fill(words.quoted, { name }).join(''),
      )
      if (names.length === 0) return []
      const named = names.length > mostNamed + 1 ? names.slice(0, mostNamed) : names
      const rest = names.length - named.length
      const items = rest > 0 ? [...named, words.more.replace('{count}', String(rest))] : named
      const list = new Intl.ListFormat(language === 'en' ? 'en-GB' : language, {
        type: 'conjunction',
      }).format(items)
      const sentence = names.length === 1 ? words[`${kind}One`] : words[`${kind}Many`]
      return fill(sentence, { names: list }).join('')
    })
    .join(' ')
}

/** The anchors of sections and entries, by the section's id and the entry's key, separated by a space. */
export function anchorsOf({ sections }: { sections: readonly Section[] }): Map<string, string> {
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
