import { readFileSync } from 'node:fs'
import {
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

export function parsedWith(changes: Changes = {}) {
  const documents = seed.map((document) => ({ ...document, ...changes[document._id] }))
  const manual = documents.find(({ _id }) => _id === 'manual') as { sections?: { _ref: string }[] }
  return parseManual({
    ...manual,
    sections: manual.sections?.map(({ _ref }) => ({
      _ref,
      document: documents.find(({ _id }) => _id === _ref),
    })),
  })
}

/** What a section's component is given: the seed's section of that kind, with other fields. */
export function propsOf<Kind extends SectionKind>(kind: Kind, fields: Record<string, unknown> = {}) {
  const id = manualWith().sections.find(({ _type }) => _type === kind)?._id as string
  const manual = manualWith({ [id]: fields })
  const section = manual.sections.find(({ _id }) => _id === id) as unknown as Section<Kind>
  return { section, manual, edit: noEdit }
}

/** As in a draft: each text says which field it comes from. */
export const editFor = ({ id }: { id: string }): Edit => {
  return (path) => ({ 'data-sanity': `${id}:${path}` })
}

/** What is read aloud of an element, roughly: its text with single spaces. */
export const spoken = (element: Element): string => (element.textContent ?? '').replaceAll(/\s+/g, ' ').trim()
