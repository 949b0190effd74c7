import { readFileSync } from 'node:fs'
import {
  entryAnchors,
  noEdit,
  parseManual,
  type Edit,
  type Manual,
  type Section,
  type SectionKind,
} from '#lib/manual/index.ts'

// Not by `seedDocuments`: beside a simulated browser, a file next to its module has no path.
const seed = readFileSync('sanity/seed/manual.ndjson', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Record<string, unknown> & { _id: string })

type Changes = Record<string, Record<string, unknown>>

/** The first dataset's manual, with other fields for some of its documents, as readers would be given it. */
export function manualWith(changes: Changes = {}): Manual {
  return parsedWith(changes).manual
}

/** The same, with sections at its end that the first dataset does not have. */
export function parsedWith(changes: Changes = {}, added: typeof seed = []) {
  const documents = [...seed, ...added].map((document) => ({ ...document, ...changes[document._id] }))
  const manual = documents.find(({ _id }) => _id === 'manual') as { sections?: { _ref: string }[] }
  const ids = [...(manual.sections ?? []).map(({ _ref }) => _ref), ...added.map(({ _id }) => _id)]
  return parseManual({
    ...manual,
    sections: ids.map((id) => ({ _ref: id, document: documents.find(({ _id }) => _id === id) })),
  })
}

/**
 * What a section's component is given: the seed's section of that kind, with other fields; where it has none,
 * one with these alone.
 */
export function propsOf<Kind extends SectionKind>(kind: Kind, fields: Record<string, unknown> = {}) {
  const seeded = seed.find(({ _type }) => _type === kind)
  const added = { _id: 'added', _type: kind, eyebrow: 'Added', anchor: 'added' }
  const id = seeded?._id ?? added._id
  const { manual } = parsedWith({ [id]: fields }, seeded ? [] : [added])
  const section = manual.sections.find(({ _id }) => _id === id) as unknown as Section<Kind>
  const anchors = entryAnchors(manual.sections).get(id) ?? []
  return { section, anchors, manual, language: 'en', edit: noEdit }
}

/** As in a draft: each text says which field it comes from. */
export const editFor = ({ id }: { id: string }): Edit => {
  return (path) => ({ 'data-sanity': `${id}:${path}` })
}

/** What is read aloud of an element, roughly: its text with single spaces. */
export const spoken = (element: Element): string => (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
