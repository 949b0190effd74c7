import { readFileSync } from 'node:fs'
import { sectionKinds, type SectionKind } from '#lib/manual/sections.ts'

/** A document for a Content Lake, which adds the revision, and the dates if they are missing. */
export interface SeedDocument {
  _id: string
  _type: string
  [field: string]: unknown
}

/** The manual that this project comes with: its author's text, word for word. */
export function seedDocuments(): SeedDocument[] {
  const lines = readFileSync(new URL('./manual.ndjson', import.meta.url), 'utf8')
    .trim()
    .split('\n')
  return lines.map((line) => JSON.parse(line) as SeedDocument)
}

/** The initial sections of a blank manual, with a name, an anchor and empty lists. */
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
 * A manual to start from. It has a section of every kind; in the Studio, each says what belongs in it. The
 * sections are drafts, so that readers do not see them, and nothing counts as missing, before the author
 * publishes them.
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
