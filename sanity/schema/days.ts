import { daysBetween } from '#lib/manual/dates.ts'

/** Today in the author's time zone, `YYYY-MM-DD`: the Studio runs in their browser. */
export function localDay(now = new Date()): string {
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

/**
 * How long ago a day was: "today", "5 days ago", "3 weeks ago", "2 months ago".
 *
 * @param day `YYYY-MM-DD`. A value that is not a date is returned as it is.
 */
export function ago(day: string, today = localDay()): string {
  const days = daysBetween(day, today)
  if (Number.isNaN(days)) return day
  if (days < 14) return relative.format(-days, 'day')
  if (days < 61) return relative.format(-Math.floor(days / 7), 'week')
  if (days < 730) return relative.format(-Math.floor(days / 30.44), 'month')
  return relative.format(-Math.floor(days / 365.25), 'year')
}
