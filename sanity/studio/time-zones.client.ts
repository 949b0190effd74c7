/**
 * Leaves the Studio one time zone, that of this machine. Its fields for dates name all of them, for a menu that
 * only fields with a time have, and here none: that takes 0.2 s whenever the first date is shown, and a second on
 * a phone.
 */
export function keepOwnTimeZone(): void {
  const { supportedValuesOf } = Intl
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
  Intl.supportedValuesOf = (key) => (key === 'timeZone' ? [timeZone] : supportedValuesOf(key))
}
