import type { EntryChange } from '#lib/editions/changes.ts'
import { kindIn } from '#lib/formats/index.ts'
import { wordsIn } from '#lib/manual/index.ts'
import type { Section } from '#lib/manual/index.ts'

/** A change bar: what it says beside a § number, and where it leads. */
export interface ChangeMark {
  /** "Ed. 14" */
  text: string
  /** What is heard after it. */
  aloud: string
  href: string
  isDraft: boolean
}

/**
 * The bars of one section: its own, when its heading or its prose changed, and those of its entries, in their
 * order.
 */
export interface SectionMarks {
  own: ChangeMark | undefined
  entries: readonly (ChangeMark | undefined)[]
}

/** What is marked on a page: the changes of an edition, or what a draft would change. */
export interface MarkedChanges {
  changes: readonly EntryChange[]
  /** The edition that made them; absent in a draft. */
  number: number | undefined
  /** The page that says them word by word. */
  href: string
}

/** The bars of a section; `undefined` when nothing in it changed. */
export function marksOf(
  section: Section,
  { changes, number, href }: MarkedChanges,
  language: string,
): SectionMarks | undefined {
  const here = changes.filter((change) => change.section === section._id)
  if (here.length === 0) return undefined
  const words = wordsIn(language)
  const mark = (change: EntryChange | undefined): ChangeMark | undefined =>
    change && {
      text: number === undefined ? words.draft : `${words.editionAbbreviated} ${number}`,
      aloud: (number === undefined ? words.changedInDraft : words.changedInEdition)
        .replace('{kind}', kindIn(words, change.kind))
        .replace('{number}', String(number)),
      href: `${href}${change.anchor ? `#${change.anchor}` : ''}`,
      isDraft: number === undefined,
    }
  const own = here.find(({ key }) => key === undefined)
  return {
    own: mark(own),
    // A section that is new as a whole has one bar, not one for each of its entries.
    entries: keysOf(section).map((key) => mark(here.find((change) => change.key === key && !change.isPart))),
  }
}

/** The keys of its entries, in their order, by the shape of its fields. */
const keysOf = (section: object): string[] =>
  Object.values(section as Record<string, unknown>).flatMap((field) =>
    Array.isArray(field)
      ? field.flatMap((item: { _key?: string; _type?: string } | string) =>
          typeof item === 'object' && item._key !== undefined && item._type !== 'block' ? item._key : [],
        )
      : [],
  )
