const key = 'operating-manual-asked'

/**
 * Whether to ask a question: true once for each manual in this browser. False if the browser stores nothing,
 * because the question would come up every time.
 *
 * @param manual identifies the manual.
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
