import type { EditionText } from './text.ts'

/** What stands where a passage was taken out. */
export const redactedMark = '[redacted]'
const redactedKey = 'redacted'
const redactedAddress = 'https://redacted.invalid/'

/**
 * Whether a passage stands anywhere in a value: in its texts, keys and addresses, also across the parts of a
 * paragraph.
 */
export const holdsPassage = (value: unknown, passage: string): boolean =>
  JSON.stringify(withoutPassage(value, passage)) !== JSON.stringify(value)

/** The same, also in JSON that a string holds, as the text of an edition is kept. */
export const holdsPassageInside = (value: unknown, passage: string): boolean =>
  holdsPassage(value, passage) || holdsPassage(unpacked(value), passage)

/** A text without a passage. */
export const redactText = (text: EditionText, passage: string): EditionText => withoutPassage(text, passage)

/** What no author has written: ids, dates of the Content Lake, and the project's own words. */
const apparatus =
  /^(_id|_type|_ref|_rev|_createdAt|_updatedAt|section|style|listItem|state|kind|review|language|record)$/
const decorators = ['em', 'strong', 'code']

/**
 * A copy of a JSON value without a passage, wherever it stands. It is the same value otherwise: what leads to
 * a part still does.
 */
export function withoutPassage<Value>(value: Value, passage: string): Value {
  const isIn = (text: string) => without(text, passage, redactedMark) !== text
  // As the anchor of an entry is made from its key.
  const slug = passage.replaceAll(/[\s%]+/g, '-')
  const visit = (node: unknown, name = ''): unknown => {
    if (typeof node === 'string') {
      if (name === 'anchor') return without(node, slug, redactedKey)
      if (!isIn(node) || apparatus.test(name) || (name === 'marks' && decorators.includes(node))) return node
      if (name === 'href' || name === 'contact') return redactedAddress
      // A day without a part is no day, and each of these may be left out.
      if (/^(since|until|confirmed)$/.test(name)) return undefined
      // Letters and hyphens only.
      if (/^(_key|key|marks)$/.test(name)) return without(node, passage, redactedKey)
      return without(node, passage, redactedMark)
    }
    if (Array.isArray(node)) return node.map((item) => visit(item, name))
    if (typeof node !== 'object' || node === null) return node
    return withoutPassageAcrossSpans(
      Object.fromEntries(Object.entries(node).map(([key, child]) => [key, visit(child, key)])),
    )
  }
  /** A passage of which one part is emphasised is in several spans. */
  const withoutPassageAcrossSpans = (block: Record<string, unknown>) => {
    const children = block.children as { text?: unknown }[] | undefined
    if (block._type !== 'block' || !Array.isArray(children)) return block
    const whole = children.map(({ text }) => (typeof text === 'string' ? text : '')).join('')
    if (!isIn(whole)) return block
    return {
      ...block,
      children: [{ ...children[0], marks: [], text: without(whole, passage, redactedMark) }],
    }
  }
  return visit(value) as Value
}

/**
 * A text in which a mark stands for a passage. Marks that are there already stay whole: "red" is no passage
 * that was left in one, and would be found in each that is put in its place.
 */
const without = (text: string, passage: string, mark: string) =>
  text
    .split(mark)
    .map((part) => part.replaceAll(passage, mark))
    .join(mark)

/** A copy of a value in which strings of JSON are what they stand for. */
function unpacked(value: unknown): unknown {
  if (typeof value === 'string' && /^[[{]/.test(value)) {
    try {
      return JSON.parse(value)
    } catch {
      return value
    }
  }
  if (Array.isArray(value)) return value.map(unpacked)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, unpacked(child)]))
}
