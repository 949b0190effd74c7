const formatter = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'UTC',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
})

/** "25 November 2026" */
export const longDate = (date: string): string => formatter.format(new Date(date))
