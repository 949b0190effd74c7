import { awayStatuses } from './away-statuses.ts'

/**
 * A script for the head of a page. When the server does not answer for a script, a style sheet or the page in a
 * frame, it loads them again until the server does. Without it, the Studio crashes or waits for ever if the site
 * is away while it loads.
 *
 * Until they are loaded, `window.lateFiles` is a sentence for the author. It is also shown in an element with the
 * attribute `data-late-files`, whose value is the element's own text. `lateFilesEvent` is sent at each change.
 */
export const lateFilesScript = `{
const late = new Set()
const say = words => {
  if (words == window.lateFiles) return
  window.lateFiles = words
  dispatchEvent(new Event('late-files'))
  const loading = document.querySelector('[data-late-files]')
  if (loading) loading.textContent = words || loading.dataset.lateFiles
}
const load = element => {
  if (element.localName == 'link') return element.href = element.href
  const copy = document.createElement('script')
  for (const { name, value } of element.attributes) copy.setAttribute(name, value)
  copy.onload = element.onload
  copy.onerror = element.onerror
  document.head.append(copy)
}
const again = async (url, load) => {
  late.add(url)
  let answer
  for (;;) {
    answer = await fetch(url, { method: 'HEAD', cache: 'no-store' }).catch(() => {})
    if (answer && ![${awayStatuses.join(', ')}].includes(answer.status)) break
    say('The site does not answer. Loading goes on as soon as it does.')
    await new Promise(resolve => setTimeout(resolve, 1000))
  }
  if (!answer.ok) return say('The site has been updated. Load this page again: what you have written is kept.')
  load()
  late.delete(url)
  if (late.size == 0) say(undefined)
}
addEventListener('error', event => {
  const { target } = event
  const url = target.src || target.rel == 'stylesheet' && target.href
  if (!url || !url.startsWith(location.origin + '/_next/static/')) return
  // Otherwise the bundler gives up after a second.
  event.stopImmediatePropagation()
  again(url, () => load(target))
}, true)
// A load event does not reach the window.
document.addEventListener('load', ({ target }) => {
  // The browser's own error page has no document here.
  if (target.localName == 'iframe' && target.src && !target.contentDocument)
    again('/healthz', () => target.src = target.src)
}, true)
}`

/** Sent to the window. */
export const lateFilesEvent = 'late-files'
