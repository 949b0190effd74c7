import type { EntryChange } from './changes.ts'
import type { Edition } from './record.ts'

/** An entry, or a section without entries, that was taken out: how long it was held, what it last said, and why it went. */
export interface Held {
  /** The number that it had last, `§ 2.7`. Another entry may have it by now. */
  mark: string | undefined
  name: string
  lastWords: string | undefined
  /** The edition in which it first stood, its date, and the fragment that leads to it there. */
  from: { number: number; date: string; anchor: string | undefined }
  /** The edition in which it last stood. */
  last: number
  /** The edition that took it out, its date, and the fragment that leads to what it last said. */
  until: { number: number; date: string; anchor: string | undefined }
  /** The reason of the edition that took it out. */
  reason: string | undefined
}

/**
 * The entries that are no longer held, the latest first: those that an edition took out and that did not come
 * back.
 *
 * @param list newest first.
 */
export function noLongerHeld(list: readonly Edition[]): Held[] {
  const retired: Held[] = []
  const seen = new Set<string>()
  for (const [at, edition] of list.entries()) {
    for (const { section, key, kind, name, lastWords, mark, anchor, isPart } of edition.changes.entries) {
      const isHere = (entry: EntryChange) => entry.section === section && entry.key === key
      // A section that went as a whole is its entries, if it has any.
      if (
        key === undefined &&
        edition.changes.entries.some((entry) => entry.section === section && entry.isPart)
      )
        continue
      const id = `${section} ${key ?? ''}`
      const isFirst = !seen.has(id) && (kind === 'new' || kind === 'retired')
      if (isFirst) seen.add(id)
      if (!isFirst || kind !== 'retired') continue
      const earlier = list.slice(at + 1)
      const cameIn = ({ changes }: Edition) =>
        changes.entries.find((entry) => entry.kind === 'new' && isHere(entry))
      const first = earlier.find(cameIn) ?? earlier.at(-1)
      const last = earlier[0]
      // The page of differences has a section that went as a whole in one place.
      const whole = isPart && edition.changes.entries.find((entry) => entry.section === section && !entry.key)
      if (!last || !first) continue
      retired.push({
        mark,
        name,
        lastWords,
        from: { number: first.number, date: first.date, anchor: cameIn(first)?.anchor },
        last: last.number,
        until: { number: edition.number, date: edition.date, anchor: whole ? whole.anchor : anchor },
        reason: edition.reason,
      })
    }
  }
  return retired
}
