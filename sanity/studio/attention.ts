import { isOverdue } from '#lib/manual/index.ts'
import { ago, localDay } from '#sanity/schema/days.ts'
import type { Fields } from './confirm.ts'

interface Attention {
  /** Whether it should be reviewed by its rhythm: it was confirmed too long ago, or never. */
  isDue: boolean
  /**
   * When it was confirmed, and its rhythm: "confirmed 3 weeks ago, to be looked at every month". In Now, how many
   * of its readings are not confirmed, if only some are.
   */
  words: string
}

const rhythms = { weekly: 'week', monthly: 'month', quarterly: 'quarter', yearly: 'year' } as const

/**
 * Whether a section is due for review, in words too.
 *
 * @param section as stored: its fields may hold anything.
 */
export function attentionOf(section: Fields, today = localDay()): Attention {
  const confirmed = confirmedIn(section)
  const rhythm = Object.hasOwn(rhythms, String(section.review))
    ? (section.review as keyof typeof rhythms)
    : undefined
  return {
    isDue: rhythm !== undefined && (confirmed === undefined || isOverdue(confirmed, rhythm, today)),
    words: [
      partlyConfirmed(section) ?? sinceConfirmed(confirmed, today),
      rhythm && `to be looked at every ${rhythms[rhythm]}`,
    ]
      .filter(Boolean)
      .join(', '),
  }
}

/** "confirmed today", "confirmed 3 weeks ago", "not confirmed yet": for a date as stored, which may be anything. */
export function sinceConfirmed(confirmed: unknown, today = localDay()): string {
  const day = dayIn(confirmed)
  return day === undefined ? 'not confirmed yet' : `confirmed ${ago(day, today)}`
}

/** "3 of 4 readings not confirmed yet"; `undefined` if all are, or none. */
function partlyConfirmed(section: Fields): string | undefined {
  const days = daysOfReadings(section)
  const open = days.filter((day) => day === undefined).length
  return open > 0 && open < days.length ? `${open} of ${days.length} readings not confirmed yet` : undefined
}

/** The day on which all of the section was last confirmed: in Now, the earliest day among its readings. */
function confirmedIn(section: Fields): string | undefined {
  if (section._type !== 'nowSection') return dayIn(section.confirmed)
  const days = daysOfReadings(section)
  return days.includes(undefined) ? undefined : days.toSorted()[0]
}

/** The days on which the readings of Now were confirmed; empty for other sections. */
const daysOfReadings = ({ _type, readings }: Fields) =>
  _type === 'nowSection' && Array.isArray(readings)
    ? readings.map((reading: { confirmed?: unknown } | null) => dayIn(reading?.confirmed))
    : []

const dayIn = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined
