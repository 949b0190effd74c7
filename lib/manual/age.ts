import type { Section } from './sections.ts'

/** Today in UTC, `YYYY-MM-DD`: the page is the same for readers everywhere. */
export const utcDay = (): string => new Date().toISOString().slice(0, 10)

/** After this many days, a reading that nobody has confirmed says so. */
const staleAfter = 90

/** How old a reading is, in words. */
export interface Age {
  /** Nobody has confirmed it for longer than `staleAfter` days. */
  isStale: boolean
  /** In reading order, with the spaces between them. A date comes with the words for it. */
  words: (string | { field: 'since' | 'confirmed'; date: string; text: string })[]
}

/**
 * Since when a reading holds and when it was last confirmed, as far as its author has said; `undefined` if neither.
 *
 * @param today `YYYY-MM-DD`. Without it, nothing is said that would depend on the day.
 */
export function ageOf(
  { since, confirmed }: Pick<Section<'nowSection'>['readings'][number], 'since' | 'confirmed'>,
  today: string | undefined,
): Age | undefined {
  const latest = confirmed ?? since
  if (!latest) return undefined
  const isStale = today !== undefined && daysBetween(latest, today) > staleAfter
  return {
    isStale,
    words: [
      ...(since ? ['since ', { field: 'since' as const, date: since, text: month(since) }] : []),
      // The sign stays with what follows it.
      ...(since && (confirmed || isStale) ? [' ·\u00a0'] : []),
      ...(confirmed
        ? [
            isStale ? 'not confirmed since ' : 'confirmed ',
            { field: 'confirmed' as const, date: confirmed, text: day(confirmed) },
          ]
        : []),
      ...(isStale && !confirmed ? ['not confirmed since then'] : []),
    ],
  }
}

/** Dates in words, the same for readers everywhere. */
export const format = (options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options })
  return (date: string) => formatter.format(new Date(date))
}

const day = format({ day: 'numeric', month: 'short', year: 'numeric' })
const month = format({ month: 'long', year: 'numeric' })

const millisecondsPerDay = 24 * 60 * 60 * 1000
const daysBetween = (from: string, to: string) =>
  Math.floor((Date.parse(to) - Date.parse(from)) / millisecondsPerDay)
