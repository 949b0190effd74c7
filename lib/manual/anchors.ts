import type { Section } from './sections.ts'

/**
 * The fragments that lead to the entries of a manual, by the ids of its sections, in the order of the
 * entries. A fragment is made from the entry's key, so that it survives a new title and a new order:
 * `principles-build-before-consuming`, `principles-3f9c2a`. Where that is taken, by a section or by an entry
 * before it, a number follows.
 */
export function entryAnchors(sections: readonly Section[]): Map<string, string[]> {
  const taken = new Set(sections.map(({ anchor }) => anchor))
  return new Map(
    sections.map((section) => [
      section._id,
      keysOf(section).map((key) => {
        // An id may be anything but spaces; percent signs would be decoded.
        const wanted = `${section.anchor}-${key.replaceAll(/[\s%]+/g, '-')}`
        let anchor = wanted
        for (let number = 2; taken.has(anchor); number += 1) anchor = `${wanted}-${number}`
        taken.add(anchor)
        return anchor
      }),
    ]),
  )
}

/** The keys of a section's entries, by the shape of its fields; a section of prose has none. */
const keysOf = (section: Section): string[] =>
  Object.values<unknown>(section).flatMap((field) =>
    Array.isArray(field) ? field.flatMap((item: Item) => (isEntry(item) ? item._key : [])) : [],
  )

type Item = { _key?: string; _type?: string } | string

const isEntry = (item: Item): item is { _key: string } =>
  typeof item === 'object' && item._key !== undefined && item._type !== 'block'
