import type { EntryChange } from './changes.ts'
import type { Edition } from './record.ts'

/** An entry that was removed, or a section without entries. */
export interface Held {
  /** Its last number, `§ 2.7`. Another entry may have it now. */
  mark: string | undefined
  name: string
  lastWords: string | undefined
  /** The first edition with it, the date of that edition, and its anchor there. */
  from: { number: number; date: string; anchor: string | undefined }
  /** The last edition with it. */
  last: number
  /** The edition that removed it, the date of that edition, and its last anchor. */
  until: { number: number; date: string; anchor: string | undefined }
  /** The reason of the edition that removed it. */
  reason: string | undefined
}

/**
 * The entries that were removed and have not come back, the latest removal first.
 *
 * @param list newest first.
 */
export function noLongerHeld(list: readonly Edition[]): Held[] {
  const retired: Held[] = []
  const seen = new Set<string>()
  for (const [at, edition] of list.entries()) {
    for (const { section, key, kind, name, lastWords, mark, anchor, isPart } of edition.changes.entries) {
      const isHere = (entry: EntryChange) => entry.section === section && entry.key === key
      // A section that was removed as a whole is represented by its entries, if it has any.
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
      // The page of differences shows a section that was removed as a whole in one place, so its entries link
      // there.
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
