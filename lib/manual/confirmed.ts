import type { Section } from './sections.ts'

/**
 * The day, `YYYY-MM-DD`, on which a section was last confirmed as a whole: its own `confirmed`. For a Now
 * section, the oldest date of its readings: each one's `confirmed` or, without one, its `since`. Readings
 * with neither are ignored.
 */
export function confirmedOf(section: Section): string | undefined {
  if (section._type !== 'nowSection') return section.confirmed
  return section.readings
    .flatMap(({ since, confirmed }) => confirmed ?? since ?? [])
    .toSorted()
    .at(0)
}
