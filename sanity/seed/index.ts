import { readFileSync } from 'node:fs'
import { sectionKinds, type SectionKind } from '#lib/manual/sections.ts'

/** A document as it is given to a Content Lake: no revision and no dates, those are the lake's to give. */
export interface SeedDocument {
  _id: string
  _type: string
  [field: string]: unknown
}

/** The manual that this project comes with: one document a line, its text word for word its author's. */
export function seedDocuments(): SeedDocument[] {
  return readFileSync(new URL('./manual.ndjson', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SeedDocument)
}

/** What is there of each kind in a manual that nobody has written yet: its name, its address, and room for the rest. */
const blankSections = {
  nowSection: { eyebrow: 'Now', anchor: 'now', readings: [] },
  principlesSection: { eyebrow: 'Principles', anchor: 'principles', principles: [] },
  historySection: { eyebrow: 'History', anchor: 'history', entries: [] },
  explorationSection: { eyebrow: 'Exploration', anchor: 'exploration', domains: [] },
  mentalModelsSection: { eyebrow: 'Mental Models', anchor: 'models', models: [] },
  shelfSection: { eyebrow: 'Shelf', anchor: 'shelf', shelves: [] },
  proseSection: { eyebrow: 'Philosophy', anchor: 'philosophy', body: [] },
} satisfies Record<SectionKind, { eyebrow: string; anchor: string; [entries: string]: unknown }>

/** A manual for somebody new: every kind of section is there, and each says in the Studio what belongs in it. */
export function blankDocuments(): SeedDocument[] {
  const sections = sectionKinds.map((kind) => ({
    _id: blankSections[kind].anchor,
    _type: kind,
    ...blankSections[kind],
  }))
  const references = sections.map(({ _id }) => ({ _key: _id, _type: 'reference', _weak: true, _ref: _id }))
  return [{ _id: 'manual', _type: 'manual', identity: 'Operating Manual', sections: references }, ...sections]
}
