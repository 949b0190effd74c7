import { keysOf, type EntryChange } from '#lib/editions/changes.ts'
import type { EditionText } from '#lib/editions/text.ts'
import { kindIn } from '#lib/formats/index.ts'
import { wordsIn, type Manual, type Opening, type Section } from '#lib/manual/index.ts'

/** A change bar: its text beside the § number, and its link. */
export interface ChangeMark {
  /** "Ed. 14" */
  text: string
  /** Text for screen readers, after `text`. */
  aloud: string
  href: string
  isDraft: boolean
}

/** A section or an entry that a draft removes. */
export interface RetiredMark {
  mark: ChangeMark
  /** Its number on the published page, `§ 2.3`. */
  number: string
  name: string
}

/**
 * The change bars of a section: its own, if its heading or its prose changed, and those of its entries, in
 * order.
 */
export interface SectionMarks {
  own: ChangeMark | undefined
  entries: readonly (ChangeMark | undefined)[]
  /**
   * Removed entries, by the index of the entry before which they stood; the number of entries means the end.
   */
  retired: ReadonlyMap<number, readonly RetiredMark[]>
}

/** The changes to mark on a page: those of an edition, or those that a draft would make. */
export interface MarkedChanges {
  changes: readonly EntryChange[]
  /** The number of the edition that made them; absent in a draft. */
  number: number | undefined
  /** The page with the differences word by word. */
  href: string
  /** Drafts only: the text that readers see, to find the former places of what the draft removes. */
  before?: EditionText | undefined
}

/** The change bars of a section; `undefined` if nothing in it changed. */
export function marksOf(section: Section, marked: MarkedChanges, language: string): SectionMarks | undefined {
  const here = marked.changes.filter((change) => change.section === section._id)
  if (here.length === 0) return undefined
  const own = here.find(({ key }) => key === undefined)
  const keys = keysOf(section)
  const markOf = (change: EntryChange | undefined) => change && changeMark(change, marked, language)
  const was = marked.before?.sections.find(({ _id }) => _id === section._id)
  return {
    own: markOf(own),
    // A new section has one bar, not one for each of its entries.
    entries: keys.map((key) =>
      // If two entries had the same key, the one that was removed is not this one.
      markOf(here.find((change) => change.key === key && !change.isPart && change.kind !== 'retired')),
    ),
    retired: was ? retiredAmong(here, keysOf(was), keys, marked, language) : new Map(),
  }
}

/**
 * The sections that a draft removes, by the index of the section before which they stood; the number of
 * sections means the end.
 */
export function retiredSections(
  { sections }: Pick<Manual, 'sections'>,
  marked: MarkedChanges,
  language: string,
): SectionMarks['retired'] {
  const gone = marked.changes.filter(({ key }) => key === undefined)
  const [was, is] = [marked.before?.sections ?? [], sections].map((list) => list.map(({ _id }) => _id))
  return retiredAmong(
    gone.map((change) => ({ ...change, key: change.section })),
    was!,
    is!,
    marked,
    language,
  )
}

function retiredAmong(
  changes: readonly EntryChange[],
  before: readonly string[],
  after: readonly string[],
  marked: MarkedChanges,
  language: string,
): Map<number, RetiredMark[]> {
  const retired = changes.filter(({ kind, key }) => kind === 'retired' && key !== undefined)
  const placed = retired.map((change) => {
    const earlier = before.slice(0, before.indexOf(change.key as string)).toReversed()
    const kept = earlier.find((key) => after.includes(key))
    const at = kept === undefined ? 0 : after.indexOf(kept) + 1
    const { mark: number = '', name } = change
    return { at, mark: { mark: changeMark(change, marked, language), number, name } }
  })
  const byPlace = Map.groupBy(placed, ({ at }) => at)
  return new Map([...byPlace].map(([at, marks]) => [at, marks.map(({ mark }) => mark)]))
}

function changeMark(
  { kind, anchor }: EntryChange,
  { number, href }: MarkedChanges,
  language: string,
): ChangeMark {
  const words = wordsIn(language)
  const isDraft = number === undefined
  return {
    text: isDraft ? words.draft : `${words.editionAbbreviated} ${number}`,
    aloud: (isDraft ? words.changedInDraft : words.changedInEdition)
      .replace('{kind}', kindIn(words, kind))
      .replace('{number}', String(number)),
    href: `${href}${anchor ? `#${anchor}` : ''}`,
    isDraft,
  }
}

/** The change bars of the opening. */
export interface OpeningMarks {
  mark: ChangeMark
  /**
   * The parts with a bar: `identity`, `availability`, `kicker`, `heading`, `byline`, `introduction.0` and so
   * on.
   */
  places: ReadonlySet<string>
  linkAt: string
}

/** The change bars of the opening; `undefined` if it did not change. */
export function openingMarksOf(
  { _id, opening }: Pick<Manual, '_id' | 'opening'>,
  marked: MarkedChanges,
  language: string,
): OpeningMarks | undefined {
  const change = marked.changes.find(({ section }) => section === _id)
  if (!change) return undefined
  const places = new Set((change.fields ?? []).map((field) => placeOf(field, opening)))
  if (places.size === 0) places.add('heading')
  const linkAt = linkOrder.flatMap((part) => [...places].filter((place) => place.startsWith(part)))[0]!
  return { mark: changeMark(change, marked, language), places, linkAt }
}

/** The first of these parts that changed has the link: in the text rather than in the page header. */
const linkOrder = ['kicker', 'heading', 'byline', 'introduction', 'identity', 'availability']

/**
 * The part of the opening that shows a field. A field that is not there any more is marked at the heading.
 */
function placeOf(field: string, opening: Opening): string {
  const { headline, name, contact, profiles = [], introduction = [], kicker, availability } = opening
  const isThere: Record<string, unknown> = {
    identity: opening.identity,
    availability,
    kicker,
    byline: name || contact || profiles.length > 0,
  }
  const [first = ''] = field.split('.')
  if (first === 'introduction') return introduction.length > 0 ? field : 'heading'
  const place =
    first === 'contact' || first === 'profiles' || (first === 'name' && headline) ? 'byline' : first
  return isThere[place] ? place : 'heading'
}
