import type { Edition } from './record.ts'

/** The time in which readers got an edition: ISO 8601. `to` is absent for the latest one. */
export interface Period {
  edition: Edition
  from: string
  to: string | undefined
  /** The latest edition. */
  current: Edition
}

/**
 * The period of an edition; `undefined` if there is no edition with this number.
 *
 * @param list newest first.
 */
export function periodOf(list: readonly Edition[], number: number): Period | undefined {
  const at = list.findIndex((edition) => edition.number === number)
  const [edition, current] = [list[at], list[0]]
  return edition && current && { edition, from: edition.date, to: list[at - 1]?.date, current }
}
