import { evaluate, parse } from 'groq-js'
import type { z } from 'zod'
import type { openingFields } from '#lib/manual/manual.ts'
import type { sectionSchemas, SectionKind } from '#lib/manual/sections.ts'
import { manualQuery } from '#sanity/content/queries.ts'
import type { SeedDocument } from '#sanity/seed/index.ts'

/** The answer of a content API with these documents: to the site's query, or to the given one. */
export async function answerOf(
  documents: readonly object[],
  query: string = manualQuery,
  params: Record<string, unknown> = {},
): Promise<unknown> {
  const value = await evaluate(parse(query, { params }), { dataset: documents, params })
  return value.get()
}

/** The documents with some fields set, by document id. */
export const withFields = (
  documents: readonly SeedDocument[],
  fields: Record<string, object>,
): SeedDocument[] => documents.map((document) => ({ ...document, ...fields[document._id] }))

/** A type without optional fields, so that the compiler reports every field that is missing here. */
type Filled<Value> = Value extends readonly (infer Item)[]
  ? Filled<Item>[]
  : Value extends object
    ? { [Name in keyof Value]-?: Filled<NonNullable<Value[Name]>> } & { _type?: string }
    : Value

type FilledIdentity = {
  [Name in keyof typeof openingFields]: Filled<NonNullable<z.input<(typeof openingFields)[Name]>>>
}
type FilledSections = { [Kind in SectionKind]: Filled<z.input<(typeof sectionSchemas)[Kind]>> }

/** A paragraph, and a list item. */
function prose(text: string) {
  const item = {
    _key: 'item',
    _type: 'block' as const,
    style: 'normal' as const,
    listItem: 'bullet' as const,
    level: 1,
    markDefs: [{ _key: 'link', _type: 'link' as const, href: 'https://example.net/' }],
    children: [{ _key: 'span', _type: 'span' as const, text: `${text}, listed`, marks: ['link', 'code'] }],
  }
  const { listItem: _list, level: _level, ...paragraph } = item
  const children = [{ _key: 'span', _type: 'span' as const, text, marks: ['link'] }]
  return [{ ...paragraph, _key: 'paragraph', children } as typeof item, item]
}

const identity: FilledIdentity = {
  identity: 'Identity / Operating Manual',
  kicker: 'Personal operating manual',
  headline: 'I build systems to understand them.',
  introduction: prose('An introduction'),
  availability: {
    _type: 'availability',
    text: 'Open to conversations',
    href: 'https://example.org/talk',
    state: 'limited',
    until: '2026-12-31',
  },
  name: 'Ada Löwe',
  contact: 'mailto:ada@example.org',
  profiles: [{ _key: 'code', _type: 'profile', label: 'Code', href: 'https://code.example.net/ada' }],
  language: 'en-GB',
}

const heading = { eyebrow: 'Eyebrow', title: 'Title', lead: 'Lead', review: 'monthly' as const }
const dated = { ...heading, confirmed: '2026-11-10' }

const sections: FilledSections = {
  nowSection: {
    _id: 'now',
    _type: 'nowSection',
    ...heading,
    readings: [
      {
        _key: 'building',
        _type: 'reading',
        activity: 'Building',
        subject: 'a tool',
        note: 'Note',
        since: '2026-01-02',
        confirmed: '2026-11-20',
      },
    ],
    anchor: 'now',
  },
  principlesSection: {
    _id: 'principles',
    _type: 'principlesSection',
    ...dated,
    principles: [{ _key: 'visible', _type: 'principle', title: 'Make state visible', body: 'Reason' }],
    anchor: 'principles',
  },
  historySection: {
    _id: 'history',
    _type: 'historySection',
    ...dated,
    entries: [
      {
        _key: 'y2024',
        _type: 'historyEntry',
        when: '2024',
        title: 'A shift',
        body: 'Questions',
        ongoing: true,
      },
    ],
    anchor: 'history',
  },
  explorationSection: {
    _id: 'exploration',
    _type: 'explorationSection',
    ...dated,
    domains: [{ _key: 'systems', _type: 'domain', name: 'Systems', topics: ['Rust', 'Linux'] }],
    anchor: 'exploration',
  },
  mentalModelsSection: {
    _id: 'models',
    _type: 'mentalModelsSection',
    ...dated,
    models: [
      {
        _key: 'emergence',
        _type: 'mentalModel',
        from: 'local',
        to: 'global',
        name: 'Emergence',
        body: 'Body',
      },
    ],
    anchor: 'models',
  },
  shelfSection: {
    _id: 'shelf',
    _type: 'shelfSection',
    ...dated,
    shelves: [
      {
        _key: 'building',
        _type: 'shelf',
        name: 'Building',
        items: [
          { _key: 'tool', _type: 'shelfItem', title: 'Tool', note: 'Note', href: 'https://example.org/tool' },
        ],
      },
    ],
    anchor: 'shelf',
  },
  proseSection: {
    _id: 'outside',
    _type: 'proseSection',
    ...dated,
    body: prose('A body'),
    statement: true,
    anchor: 'outside',
  },
}

/**
 * A manual with one section of every kind, in which every field that a parser reads is set, including
 * optional ones.
 */
export function filledDocuments(): SeedDocument[] {
  const references = Object.values(sections).map(({ _id }) => ({ _key: _id, _type: 'reference', _ref: _id }))
  return structuredClone([
    { _id: 'manual', _type: 'manual', ...identity, record: 'private', sections: references },
    ...Object.values(sections),
  ])
}
