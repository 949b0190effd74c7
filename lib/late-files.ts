/**
 * Loads what the server did not answer for again, until it does: the scripts and style sheets of a page, and the
 * page in its frame. Without this, an absence of the server while the Studio loads ends in an error, or in a page
 * that waits for ever. It runs in the head, as it is here, before the first of them.
 *
 * Until they are there, `window.lateFiles` says what the page waits for, and so does an element with
 * `data-late-files`, which holds its own words. `lateFilesEvent` tells of each change.
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
    if (answer && ![502, 503, 504].includes(answer.status)) break
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
  // The bundler would give up after a second.
  event.stopImmediatePropagation()
  again(url, () => load(target))
}, true)
addEventListener('load', ({ target }) => {
  // The browser's own error page is nobody's to look into.
  if (target.localName == 'iframe' && target.src && !target.contentDocument)
    again('/healthz', () => target.src = target.src)
}, true)
}`

/** On the window. */
export const lateFilesEvent = 'late-files'
