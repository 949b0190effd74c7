type Style = 'day' | 'long' | 'month' | 'short'

const styles: Record<Style, Intl.DateTimeFormatOptions> = {
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  long: { day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
  short: { month: 'short', year: 'numeric' },
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/**
 * Formats a date, the same for all readers: in the Gregorian calendar and in UTC.
 *
 * @param date ISO 8601, a day or a time.
 * @param style `day`: "20 Nov 2026", `long`: "20 November 2026", `month`: "November 2026", `short`: "Nov
 *   2026".
 */
export function dateIn(language: string, style: Style, date: string): string {
  return formatterFor(language, style).format(new Date(date))
}

/** The day of the month, as written in that language: "26". */
export const dayIn = (language: string, date: string): string =>
  formatterFor(language, 'day')
    .formatToParts(new Date(date))
    .find(({ type }) => type === 'day')?.value ?? ''

function formatterFor(language: string, style: Style): Intl.DateTimeFormat {
  const key = `${style} ${language}`
  let formatter = formatters.get(key)
  if (!formatter) {
    // Plain `en` uses the European order of day and month, as most technical documents do; `en-US` does not.
    const locale = language === 'en' ? 'en-GB' : language
    formatter = new Intl.DateTimeFormat(locale, { calendar: 'gregory', timeZone: 'UTC', ...styles[style] })
    formatters.set(key, formatter)
  }
  return formatter
}

/** Today in UTC, `YYYY-MM-DD`, so that the page is the same for all readers. */
export const utcDay = (): string => new Date().toISOString().slice(0, 10)

const millisecondsPerDay = 24 * 60 * 60 * 1000

/** Whole days from one date to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.floor((Date.parse(to) - Date.parse(from)) / millisecondsPerDay)

/**
 * How long ago a day is, in words: "today", "3 days ago", "4 months ago". A day in the future counts as
 * today.
 */
export function agoIn(language: string, from: string, to: string): string {
  const days = Math.max(daysBetween(from, to), 0)
  const [number, unit, numeric] =
    days < 14
      ? ([days, 'day', 'auto'] as const)
      : days < 61
        ? ([Math.floor(days / 7), 'week', 'always'] as const)
        : days < 365
          ? ([Math.floor(days / 30.44), 'month', 'always'] as const)
          : ([Math.floor(days / 365), 'year', 'always'] as const)
  return new Intl.RelativeTimeFormat(language, { numeric }).format(-number, unit)
}
