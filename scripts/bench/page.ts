import { JSDOM } from 'jsdom'

/** The page as it would have been written by hand: what the rivals are made from. */
export interface Page {
  /** HTML without its styles. */
  html: string
  css: string
  /** Its fonts by file name: addresses on the site they come from. */
  fonts: Map<string, string>
}

/**
 * Takes from a page that the site serves everything that only a framework wrote: names of classes and files,
 * attributes, wrappers, and the styles of other pages. Text, structure, design and what is in the head for
 * machines stay.
 */
export async function asWrittenByHand(url: string): Promise<Page> {
  const { document } = new JSDOM(await (await fetch(url)).text()).window
  const styles = [...document.querySelectorAll('style')]
  const used = new Set([...document.querySelectorAll('[class]')].flatMap(({ classList }) => [...classList]))
  let css = styles
    .map(({ textContent }) => textContent)
    .join('\n')
    .split(/\n(?=@layer parts\{)/)
    // A part of which no class is on this page belongs to another page.
    .filter((part) => {
      const classes = [...part.matchAll(/\.([A-Za-z_][\w-]*)/g)].map(([, name]) => name as string)
      return !part.startsWith('@layer parts{') || classes.some((name) => used.has(name))
    })
    .join('\n')
  for (const style of styles) style.remove()

  // `ZRlFHa_contents` was `contents` before the build.
  const short = (name: string) => name.replace(/^_?[A-Za-z0-9]{5,7}_/, '')
  for (const name of used) css = css.replaceAll(`.${name}`, `.${short(name)}`)
  for (const element of document.querySelectorAll('[class]')) {
    element.className = [...element.classList].map(short).join(' ')
  }
  for (const element of document.querySelectorAll('*')) {
    for (const name of element.getAttributeNames())
      if (name.startsWith('data-')) element.removeAttribute(name)
  }
  for (const wrapper of document.querySelectorAll('body > [hidden]')) wrapper.remove()

  const fonts = new Map<string, string>()
  let html = `<!DOCTYPE html>\n${document.documentElement.outerHTML}`
  for (const [path] of css.matchAll(/\/_next\/static\/media\/[\w.-]+\.woff2/g)) {
    const name = `${/([a-z]+)_/.exec(path)?.[1] ?? 'font'}-${fonts.size}.woff2`
    fonts.set(name, new URL(path, url).href)
    css = css.replaceAll(path, `/${name}`)
    html = html.replaceAll(path, `/${name}`)
  }
  return { html, css, fonts }
}
