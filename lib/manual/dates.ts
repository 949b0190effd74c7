type Style = 'day' | 'long' | 'month'

const styles: Record<Style, Intl.DateTimeFormatOptions> = {
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  long: { day: 'numeric', month: 'long', year: 'numeric' },
  month: { month: 'long', year: 'numeric' },
}

const formatters = new Map<string, Intl.DateTimeFormat>()

/**
 * A date in words, the same for readers everywhere: in the Gregorian calendar, which the author's dates are in, and in UTC.
 *
 * @param date ISO 8601, a day or a time.
 * @param style `day`: "20 Nov 2026", `long`: "20 November 2026", `month`: "November 2026".
 */
export function dateIn(language: string, style: Style, date: string): string {
  const key = `${style} ${language}`
  let formatter = formatters.get(key)
  if (!formatter) {
    // English in general is written as in Europe, as other technical documents are; `en-US` is not.
    const locale = language === 'en' ? 'en-GB' : language
    formatter = new Intl.DateTimeFormat(locale, { calendar: 'gregory', timeZone: 'UTC', ...styles[style] })
    formatters.set(key, formatter)
  }
  return formatter.format(new Date(date))
}

/** Today in UTC, `YYYY-MM-DD`: the page is the same for readers everywhere. */
export const utcDay = (): string => new Date().toISOString().slice(0, 10)

const millisecondsPerDay = 24 * 60 * 60 * 1000

/** Whole days from one date to another. */
export const daysBetween = (from: string, to: string): number =>
  Math.floor((Date.parse(to) - Date.parse(from)) / millisecondsPerDay)
