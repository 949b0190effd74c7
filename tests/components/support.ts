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

// Not by `seedDocuments`: in jsdom, a path relative to a module's URL does not work.
const seed = readFileSync('sanity/seed/manual.ndjson', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Record<string, unknown> & { _id: string })

type Changes = Record<string, Record<string, unknown>>

/** The seed's manual, with other fields for some of its documents, as readers get it. */
export function manualWith(changes: Changes = {}): Manual {
  return parsedWith(changes).manual
}

/** Parses the seed with these changes, and with further sections at its end. */
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
 * The props of a section's component: the seed's section of that kind with these fields or, if there is none,
 * one with these fields only.
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

/** As in a draft, where each text names its field. */
export const editFor = ({ id }: { id: string }): Edit => {
  return (path) => ({ 'data-sanity': `${id}:${path}` })
}

/** Roughly what a screen reader reads: the element's text with single spaces. */
export const spoken = (element: Element): string => (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
