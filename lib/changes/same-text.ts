import { diffManual } from './diff.ts'
import type { Manual } from '#lib/manual/manual.ts'

/**
 * Whether two manuals read the same. Ignores changes that do not affect the text: confirmations, review
 * rhythms, and how a paragraph is divided into spans.
 */
export const isSameText = (one: Manual, other: Manual): boolean =>
  diffManual(withoutReview(one), withoutReview(other)).length === 0

/** The manual without review rhythms and dates of confirmation. */
function withoutReview(manual: Manual): Manual {
  const sections = manual.sections.map((section) => {
    const rest = { ...section, review: undefined, confirmed: undefined }
    if (rest._type !== 'nowSection') return rest
    return { ...rest, readings: rest.readings.map((reading) => ({ ...reading, confirmed: undefined })) }
  })
  return { ...manual, sections: sections as Manual['sections'] }
}
