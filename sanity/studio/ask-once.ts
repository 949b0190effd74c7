const key = 'operating-manual-asked'

/**
 * Whether to ask, which is so once for each manual in this browser; never where it keeps nothing, since it
 * would be asked again and again.
 *
 * @param manual what tells it from others.
 */
export function askOnce(manual: string): boolean {
  try {
    if (localStorage.getItem(key) === manual) return false
    localStorage.setItem(key, manual)
    return true
  } catch {
    return false
  }
}
