import type { EditionText } from './text.ts'

/** What stands where a passage was taken out. */
export const redactedMark = '[redacted]'

/**
 * Whether a passage stands anywhere in a value: in its texts, keys and addresses, also across the parts of a
 * paragraph.
 */
export const holdsPassage = (value: unknown, passage: string): boolean =>
  JSON.stringify(withoutPassage(value, passage)) !== JSON.stringify(value)

/** A text without a passage. */
export const redactText = (text: EditionText, passage: string): EditionText => withoutPassage(text, passage)

/** A copy of a JSON value without a passage, wherever it stands. */
export function withoutPassage<Value>(value: Value, passage: string): Value {
  const isIn = (text: string) => text.includes(passage)
  const visit = (node: unknown, name = ''): unknown => {
    if (typeof node === 'string') {
      if (!isIn(node)) return node
      if (name === 'href' || name === 'contact') return 'https://redacted.invalid/'
      // What leads to a part must still do so: letters and hyphens only.
      if (/^(_|anchor$|key$|section$|marks$)/.test(name)) return node.replaceAll(passage, 'redacted')
      return node.replaceAll(passage, redactedMark)
    }
    if (Array.isArray(node)) return node.map((item) => visit(item, name))
    if (typeof node !== 'object' || node === null) return node
    const fields = Object.fromEntries(
      Object.entries(node).map(([key, child]) => [isIn(key) ? 'redacted' : key, visit(child, key)]),
    )
    return withoutPassageAcrossSpans(fields)
  }
  /** A passage of which one part is emphasised is in several spans. */
  const withoutPassageAcrossSpans = (block: Record<string, unknown>) => {
    const children = block.children as { text?: unknown }[] | undefined
    if (block._type !== 'block' || !Array.isArray(children)) return block
    const whole = children.map(({ text }) => (typeof text === 'string' ? text : '')).join('')
    if (!isIn(whole)) return block
    return {
      ...block,
      children: [{ ...children[0], marks: [], text: whole.replaceAll(passage, redactedMark) }],
    }
  }
  return visit(value) as Value
}
