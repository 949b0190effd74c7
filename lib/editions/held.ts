import type { Edition } from './record.ts'

/** An entry that was taken out: how long it was held, what it last said, and why it went. */
export interface Held {
  name: string
  lastWords: string | undefined
  /** The editions in which it first and last stood. */
  from: number
  to: number
  /** The date of the edition that took it out. */
  until: string
  /** That edition's reason. */
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
    for (const { section, key, kind, name, lastWords } of edition.changes.entries) {
      if (key === undefined) continue
      const id = `${section} ${key}`
      const isFirst = !seen.has(id) && (kind === 'new' || kind === 'retired')
      if (isFirst) seen.add(id)
      if (!isFirst || kind !== 'retired') continue
      const earlier = list.slice(at + 1)
      const brought = earlier.find(({ changes }) =>
        changes.entries.some(
          (entry) => entry.kind === 'new' && entry.section === section && entry.key === key,
        ),
      )
      const last = earlier[0]
      if (!last) continue
      retired.push({
        name,
        lastWords,
        from: (brought ?? earlier.at(-1) ?? last).number,
        to: last.number,
        until: edition.date,
        reason: edition.reason,
      })
    }
  }
  return retired
}
