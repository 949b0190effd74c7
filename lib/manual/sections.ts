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
 * The kinds of section a manual can have, by the `_type` of their documents. Add one here, and the compiler
 * names every place that is missing it; CONTRIBUTING.md walks through them.
 *
 * All end in `Section`: the filter that docs give for a webhook goes by that.
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

/** What every section has, whatever its kind. */
function section<Kind extends SectionKind, Shape extends z.ZodRawShape>(kind: Kind, shape: Shape) {
  return z.object({
    _id: z.string(),
    _type: z.literal(kind),
    eyebrow: line,
    /** The heading; without one, the eyebrow is the heading. */
    title: optionalLine,
    lead: optionalLine,
    anchor,
    /** How often it wants to be looked at; absent is never. */
    review: choice('weekly', 'monthly', 'quarterly', 'yearly'),
    ...shape,
  })
}

/**
 * The day on which its author last found a section still true. In Now, each reading has its own: see
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
 * One parser for each kind: from the document in the query's answer to the section the page shows. A kind
 * without a parser has `never` for one, so that the compiler names the places to work on and not everything
 * that reads a section.
 */
export const sectionSchemas = parsers as typeof parsers &
  Record<Exclude<SectionKind, keyof typeof parsers>, never>

/** A section of the given kind (any kind, when none is given) as its parser gives it. */
export type SectionContent<Kind extends SectionKind = SectionKind> = {
  [K in Kind]: z.output<(typeof sectionSchemas)[K]>
}[Kind]

/** A section of the given kind (any kind, when none is given) as the page shows it. */
export type Section<Kind extends SectionKind = SectionKind> = {
  [K in Kind]: SectionContent<K> & {
    /**
     * Its number in the margin, counted from 1 over the sections in which something is written. Computed,
     * never stored.
     */
    number: number
  }
}[Kind]

export const isSectionKind = (value: unknown): value is SectionKind =>
  (sectionKinds as readonly unknown[]).includes(value)
