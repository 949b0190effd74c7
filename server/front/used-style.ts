import { parse } from 'postcss'

/** A class of a CSS module, as Next.js names it: the hash of its file, and its own name. */
const moduleClass = /\.([\w-]{6,}_[\w-]+)/g
/** What stands in `:is()`, `:not()` and their kind may be absent from the page. */
const insideFunctions = /\((?:[^()]|\([^()]*\))*\)/g

/**
 * A style sheet without the rules that no element of that page can match: Next.js puts the styles of several
 * pages into one file, and readers' pages would carry those of drafts and of old editions. Rules that name no
 * class of a CSS module stay.
 */
export function usedStyle(css: string, html: string): string {
  const root = parse(css)
  const isUsed = (selector: string) =>
    [...selector.replace(insideFunctions, '').matchAll(moduleClass)].every(([, name]) =>
      html.includes(name as string),
    )
  root.walkRules((rule) => {
    const used = rule.selectors.filter(isUsed)
    if (used.length === 0) rule.remove()
    else if (used.length < rule.selectors.length) rule.selectors = used
  })
  root.walkAtRules((rule) => {
    if (rule.nodes?.length === 0) rule.remove()
  })
  return root.toString()
}
