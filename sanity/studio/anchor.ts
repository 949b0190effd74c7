import slugify from '@sindresorhus/slugify'
import { text } from '#sanity/schema/text.ts'

/** What an anchor is made from: a section as stored, whose fields may hold anything. */
interface Named {
  _type: string
  eyebrow?: unknown
}

/**
 * An anchor for a section, made from its name: "Über mich" gives `ueber-mich`. If none can be, as from a name in
 * Chinese, it is made from the section's kind. A number is appended if other sections have it already.
 */
export function anchorFor(section: Named, taken: readonly unknown[]): string {
  const base = baseFor(section)
  for (let count = 1; ; count += 1) {
    const anchor = count === 1 ? base : `${base}-${count}`
    if (!taken.includes(anchor)) return anchor
  }
}

/** Whether an anchor is missing, or one that `anchorFor` gives; if not, the author has chosen it. */
export function isProposed(anchor: unknown, section: Named): boolean {
  const chosen = text(anchor)
  if (chosen === undefined) return true
  const base = baseFor(section)
  return chosen.startsWith(base) && /^(-\d+)?$/.test(chosen.slice(base.length))
}

const baseFor = ({ _type, eyebrow }: Named) =>
  // An anchor begins with a letter.
  slugify(text(eyebrow) ?? '', { decamelize: false }).replace(/^[^a-z]+/, '') ||
  slugify(_type.replace(/Section$/, ''))
