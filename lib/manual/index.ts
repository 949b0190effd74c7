/** The domain of the operating manual, without a framework or a CMS. */
export { ageOf, confirmedLine, isOverdue, reviewOf, textOfWords, type Age, type DatedWords } from './age.ts'
export { entryAnchors } from './anchors.ts'
export { availabilityOf, type Availability } from './availability.ts'
export { confirmedOf } from './confirmed.ts'
export { dateIn, utcDay } from './dates.ts'
export { defaultLanguage, directionOf, directionOfText, languageOf } from './language.ts'
export type { DocumentProblems, Opening, Manual, ParsedManual, Problem } from './manual.ts'
export { addressText, headingOf, unnamed } from './names.ts'
export { NotAManualError, parseManual } from './parse.ts'
export type { Prose } from './prose.ts'
export { revisionOf } from './revision.ts'
export { sectionKinds, type Section, type SectionKind } from './sections.ts'
export { entryPath, noEdit, type Edit } from './source.ts'
export { oneLine } from './text.ts'
export {
  cellsOf,
  isBlank,
  signOf,
  titleBlockOf,
  type Cell,
  type Sign,
  type TitleBlock,
} from './title-block.ts'
export { isAvailable, partsOf, type Unavailable } from './unavailable.ts'
export { fill, langOfWords, wordsIn, type Words } from './words.ts'
