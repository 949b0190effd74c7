import type { Section } from './sections.ts'

/**
 * The fragments of the entries in a manual, by the section's id, in the order of the entries. A fragment is
 * made from the entry's key, so it stays when the title or the order changes:
 * `principles-build-before-consuming`, `principles-3f9c2a`. If a section or an earlier entry has the same
 * one, a number is appended.
 */
export function entryAnchors(sections: readonly Section[]): Map<string, string[]> {
  const taken = new Set(sections.map(({ anchor }) => anchor))
  return new Map(
    sections.map((section) => [
      section._id,
      keysOf(section).map((key) => {
        // An HTML id must not contain spaces, and a browser may decode percent signs.
        const wanted = `${section.anchor}-${key.replaceAll(/[\s%]+/g, '-')}`
        let anchor = wanted
        for (let number = 2; taken.has(anchor); number += 1) anchor = `${wanted}-${number}`
        taken.add(anchor)
        return anchor
      }),
    ]),
  )
}

/** The keys of a section's entries, found by the shape of its fields; a section of prose has none. */
const keysOf = (section: Section): string[] =>
  Object.values<unknown>(section).flatMap((field) =>
    Array.isArray(field) ? field.flatMap((item: Item) => (isEntry(item) ? item._key : [])) : [],
  )

type Item = { _key?: string; _type?: string } | string

const isEntry = (item: Item): item is { _key: string } =>
  typeof item === 'object' && item._key !== undefined && item._type !== 'block'
