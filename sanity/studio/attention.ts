import { isOverdue } from '#lib/manual/index.ts'
import { ago, localDay } from '#sanity/schema/days.ts'
import type { Fields } from './confirm.ts'

interface Attention {
  /** Whether it should be reviewed by its rhythm: it was confirmed too long ago, or never. */
  isDue: boolean
  /** When it was confirmed, and its rhythm: "confirmed 3 weeks ago", "not confirmed yet". */
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
      confirmed === undefined ? 'not confirmed yet' : `confirmed ${ago(confirmed, today)}`,
      rhythm && `to be looked at every ${rhythms[rhythm]}`,
    ]
      .filter(Boolean)
      .join(', '),
  }
}

/** The day on which all of the section was last confirmed: in Now, the earliest day among its readings. */
function confirmedIn({ _type, readings, confirmed }: Fields): string | undefined {
  if (_type !== 'nowSection') return dayIn(confirmed)
  if (!Array.isArray(readings) || readings.length === 0) return undefined
  const days = readings.map((reading: { confirmed?: unknown } | null) => dayIn(reading?.confirmed))
  return days.includes(undefined) ? undefined : days.toSorted()[0]
}

const dayIn = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined
