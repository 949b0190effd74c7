import type { Edition } from './record.ts'

/** From when to when an edition was what readers were given: ISO 8601. The latest one still is. */
export interface Period {
  edition: Edition
  from: string
  to: string | undefined
  /** The latest edition, by which it was superseded. */
  current: Edition
}

/**
 * The period of one edition.
 *
 * @param list newest first.
 */
export function periodOf(list: readonly Edition[], number: number): Period | undefined {
  const at = list.findIndex((edition) => edition.number === number)
  const [edition, current] = [list[at], list[0]]
  return edition && current && { edition, from: edition.date, to: list[at - 1]?.date, current }
}
