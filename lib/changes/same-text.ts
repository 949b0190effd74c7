import { diffManual } from './diff.ts'
import type { Manual } from '#lib/manual/manual.ts'

/**
 * Whether two manuals say the same to their readers. What an author does without changing the text makes no
 * difference: confirming that something is still true, choosing how often to look at it, cutting a paragraph
 * into other spans.
 */
export const isSameText = (one: Manual, other: Manual): boolean =>
  diffManual(withoutReview(one), withoutReview(other)).length === 0

/** The manual without when its parts were confirmed and how often they are looked at. */
function withoutReview(manual: Manual): Manual {
  const sections = manual.sections.map((section) => {
    const rest = { ...section, review: undefined, confirmed: undefined }
    if (rest._type !== 'nowSection') return rest
    return { ...rest, readings: rest.readings.map((reading) => ({ ...reading, confirmed: undefined })) }
  })
  return { ...manual, sections: sections as Manual['sections'] }
}
