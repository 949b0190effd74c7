import type { SchemaTypeDefinition } from 'sanity'
import type { SectionKind } from '#lib/manual/sections.ts'
import { edition } from './edition.ts'
import { exploration } from './exploration.ts'
import { history } from './history.ts'
import { manualTypes } from './manual.ts'
import { mentalModels } from './mental-models.ts'
import { now } from './now.ts'
import { principles } from './principles.ts'
import { proseKind } from './prose-section.ts'
import { shelfKind } from './shelf.ts'

/** The document type of every kind of section, with the types of its entries. */
const sectionTypes = {
  nowSection: now,
  principlesSection: principles,
  historySection: history,
  explorationSection: exploration,
  mentalModelsSection: mentalModels,
  shelfSection: shelfKind,
  proseSection: proseKind,
} satisfies Record<SectionKind, { section: SchemaTypeDefinition; entries: SchemaTypeDefinition[] }>

export const schemaTypes: SchemaTypeDefinition[] = [
  ...manualTypes,
  ...Object.values(sectionTypes).flatMap(({ section, entries }) => [section, ...entries]),
  edition,
]
