import { z } from 'zod'
import {
  anchor,
  choice,
  entries,
  flag,
  isNotEmpty,
  line,
  lines,
  optionalDate,
  optionalEntries,
  optionalHref,
  optionalLine,
} from './fields.ts'
import { prose } from './prose.ts'

/**
 * The kinds of section in a manual, by the `_type` of their documents. When one is added, the compiler names
 * every place that must handle it; CONTRIBUTING.md lists the steps.
 *
 * All end in `Section`: the webhook filter in the docs relies on it.
 */
export const sectionKinds = [
  'nowSection',
  'principlesSection',
  'historySection',
  'explorationSection',
  'mentalModelsSection',
  'shelfSection',
  'proseSection',
] as const satisfies readonly `${string}Section`[]

export type SectionKind = (typeof sectionKinds)[number]

/** The fields of every section. */
function section<Kind extends SectionKind, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) {
  return z.object({
    _id: z.string(),
    _type: z.literal(kind),
    eyebrow: line,
    /** The heading. Defaults to the eyebrow. */
    title: optionalLine,
    lead: optionalLine,
    anchor,
    /** How often the author wants to review the section; absent means never. */
    review: choice('weekly', 'monthly', 'quarterly', 'yearly'),
    ...shape,
  })
}

/**
 * The day on which the author last confirmed a section. In a Now section, each reading has its own: see
 * `confirmedOf`.
 */
const confirmable = { confirmed: optionalDate }

/** The fields of an item on a shelf. */
export const shelfItem = { title: line, note: optionalLine, href: optionalHref }

const parsers = {
  nowSection: section('nowSection', {
    readings: entries({
      activity: line,
      subject: line,
      note: optionalLine,
      since: optionalDate,
      confirmed: optionalDate,
    }),
  }),
  principlesSection: section('principlesSection', {
    ...confirmable,
    principles: entries({ title: line, body: line }),
  }),
  historySection: section('historySection', {
    ...confirmable,
    entries: entries({
      when: line,
      title: line,
      body: line,
      ongoing: flag,
    }),
  }),
  explorationSection: section('explorationSection', {
    ...confirmable,
    domains: entries({ name: line, topics: lines.refine(isNotEmpty, 'has no topics') }),
  }),
  mentalModelsSection: section('mentalModelsSection', {
    ...confirmable,
    models: entries({ from: line, to: line, name: line, body: line }),
  }),
  shelfSection: section('shelfSection', {
    ...confirmable,
    shelves: entries({
      name: line,
      items: optionalEntries(shelfItem),
    }),
  }),
  proseSection: section('proseSection', {
    ...confirmable,
    body: prose,
    statement: flag,
  }),
} satisfies { [Kind in SectionKind]: z.ZodType<{ _type: Kind }> }

/**
 * The parser of each kind: from the document in the query's answer to the section that the page shows. A kind
 * without a parser has the type `never`, so that compiler errors name the missing parser, not every use of a
 * section.
 */
export const sectionSchemas = parsers as typeof parsers &
  Record<Exclude<SectionKind, keyof typeof parsers>, never>

/** A section as its parser returns it: of the given kind, or of any. */
export type SectionContent<Kind extends SectionKind = SectionKind> = {
  [K in Kind]: z.output<(typeof sectionSchemas)[K]>
}[Kind]

/** A section as the page shows it: of the given kind, or of any. */
export type Section<Kind extends SectionKind = SectionKind> = {
  [K in Kind]: SectionContent<K> & {
    /** Its number in the margin: from 1, over all sections that contain text. Computed, never stored. */
    number: number
  }
}[Kind]

export const isSectionKind = (value: unknown): value is SectionKind =>
  (sectionKinds as readonly unknown[]).includes(value)
