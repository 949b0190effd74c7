/**
 * The only script on a reader's page. It runs in the head, before the first paint: it restores the reader's
 * theme from `localStorage`, and stores it when it changes. Without the script, or without storage, the
 * choice still works by `:has()` until the reader leaves the page. It also closes the contents when one of
 * their links is followed, which a popover does not do by itself.
 *
 * Sent exactly as it stands here, and must stay constant: its SHA-256 is in the Content-Security-Policy.
 */
export const pageScript = `{
const root = document.documentElement
const kept = () => {
  try { return localStorage.theme } catch {}
}
const apply = choice => {
  if (choice == 'light' || choice == 'dark') root.dataset.theme = choice
  else delete root.dataset.theme
}
const check = () => {
  const control = document.querySelector('[name=theme][value=' + (root.dataset.theme || 'system') + ']')
  if (control) control.checked = true
}
apply(kept())
addEventListener('DOMContentLoaded', check)
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) apply(kept()), check()
})
addEventListener('change', ({ target }) => {
  if (target.name != 'theme') return
  apply(target.value)
  try { localStorage.theme = target.value } catch {}
})
addEventListener('click', ({ target }) => {
  if (target.closest('a')) target.closest(':popover-open')?.hidePopover()
})
}`
