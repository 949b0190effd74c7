import { parse } from 'postcss'

/** A class of a CSS module, as Next.js names it: a hash of the file, `_`, and the name in the file. */
const moduleClass = /\.([\w-]{6,}_[\w-]+)/g
/** The arguments of `:is()`, `:not()` and the like: their classes need not be on the page. */
const insideFunctions = /\((?:[^()]|\([^()]*\))*\)/g

/**
 * Removes the rules that no element of the page can match. Next.js bundles the styles of several pages into
 * one file, so readers' pages would carry those of drafts and old editions. Rules without a class of a CSS
 * module stay.
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
