import { readFileSync } from 'node:fs'
import { sectionKinds, type SectionKind } from '#lib/manual/sections.ts'

/** A document as it is given to a Content Lake, which adds the revision, and the dates if there are none. */
export interface SeedDocument {
  _id: string
  _type: string
  [field: string]: unknown
}

/** The manual that this project comes with, one document per line: its author's text, word for word. */
export function seedDocuments(): SeedDocument[] {
  const lines = readFileSync(new URL('./manual.ndjson', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as SeedDocument)
}

/**
 * What a section of each kind begins with in a blank manual: its name, its address, and room for the rest.
 */
const blankSections: Record<SectionKind, { eyebrow: string; anchor: string; [entries: string]: unknown }> = {
  nowSection: { eyebrow: 'Now', anchor: 'now', review: 'weekly', readings: [] },
  principlesSection: { eyebrow: 'Principles', anchor: 'principles', principles: [] },
  historySection: { eyebrow: 'History', anchor: 'history', entries: [] },
  explorationSection: { eyebrow: 'Exploration', anchor: 'exploration', domains: [] },
  mentalModelsSection: { eyebrow: 'Mental Models', anchor: 'models', models: [] },
  shelfSection: { eyebrow: 'Shelf', anchor: 'shelf', shelves: [] },
  proseSection: { eyebrow: 'Philosophy', anchor: 'philosophy', body: [] },
}

/**
 * A manual to start from: it has every kind of section, and each says in the Studio what belongs in it. The
 * sections are drafts: nothing is published, and nothing left out of the page, before its author has written
 * it.
 */
export function blankDocuments(): SeedDocument[] {
  const sections = sectionKinds.map((kind) => ({
    _id: `drafts.${blankSections[kind].anchor}`,
    _type: kind,
    ...blankSections[kind],
  }))
  const references = sections.map(({ anchor }) => ({
    _key: anchor,
    _type: 'reference',
    _weak: true,
    _ref: anchor,
  }))
  const manual = { identity: 'Operating Manual', language: 'en', sections: references }
  return [{ _id: 'manual', _type: 'manual', ...manual }, ...sections]
}
