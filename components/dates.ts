const format = (options: Intl.DateTimeFormatOptions) => {
  const formatter = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options })
  return (date: string) => formatter.format(new Date(date))
}

/** "25 November 2026" */
export const longDate = format({ day: 'numeric', month: 'long', year: 'numeric' })

/** "25 Nov 2026" */
export const shortDate = format({ day: 'numeric', month: 'short', year: 'numeric' })

/** "November 2026" */
export const month = format({ month: 'long', year: 'numeric' })

const DAY = 24 * 60 * 60 * 1000

/** Whole days from one date to another, both ISO 8601. */
export const daysBetween = (from: string, to: string): number =>
  Math.floor((Date.parse(to) - Date.parse(from)) / DAY)
