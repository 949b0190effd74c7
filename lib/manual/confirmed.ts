import type { Section } from './sections.ts'

/**
 * The day, `YYYY-MM-DD`, since which nobody has looked at all of a section: its own `confirmed`. For Now it
 * is computed: the oldest day on which a reading was confirmed or, if it never was, began. Readings without
 * either say nothing.
 */
export function confirmedOf(section: Section): string | undefined {
  if (section._type !== 'nowSection') return section.confirmed
  return section.readings
    .flatMap(({ since, confirmed }) => confirmed ?? since ?? [])
    .toSorted()
    .at(0)
}
