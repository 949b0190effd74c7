/**
 * Moves the focus to a field once it is shown. A form focuses its first control, and the dialog of a new
 * entry its breadcrumb, so this waits for them. Stops once the author types, clicks, or focuses another
 * field.
 *
 * @param id of the field's element.
 */
export function focusWhenShown(id: string): void {
  const ended = new AbortController()
  const end = () => ended.abort()
  for (const event of ['keydown', 'pointerdown', 'input'])
    addEventListener(event, end, { capture: true, signal: ended.signal })
  const latest = performance.now() + 10_000
  let steady = 0
  const look = () => {
    if (ended.signal.aborted) return
    const field = document.getElementById(id)
    const { activeElement } = document
    if (activeElement !== field && activeElement?.matches('input, textarea, [contenteditable=true]'))
      return end()
    if (field && activeElement === field) steady += 1
    else {
      steady = 0
      field?.focus()
    }
    if (steady < 10 && performance.now() < latest) requestAnimationFrame(look)
    else end()
  }
  requestAnimationFrame(look)
}
