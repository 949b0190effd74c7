/** The domain of the operating manual. It knows nothing of React, Next.js or Sanity. */
export { ageOf, utcDay, type Age } from './age.ts'
export type { Prose } from './fields.ts'
export type { DocumentProblems, Identity, Manual, ParsedManual, Problem } from './manual.ts'
export { addressText, headingOf, unnamed } from './names.ts'
export { NotAManualError, parseManual } from './parse.ts'
export { revisionOf } from './revision.ts'
export { sectionKinds, type Section, type SectionKind } from './sections.ts'
export { entryAnchor, entryPath, noEdit, type Edit } from './source.ts'
