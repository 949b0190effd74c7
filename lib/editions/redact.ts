import type { EditionText } from './text.ts'

/** Replaces a redacted passage in texts. */
export const redactedMark = '[redacted]'
const redactedKey = 'redacted'
const redactedAddress = 'https://redacted.invalid/'

/**
 * Gives the mark that replaces a passage in keys and anchors, by the form in which the passage is written
 * there.
 */
export type KeyMarks = (form: string) => string

/**
 * Marks for the keys and anchors of one redaction. The same form gets the same mark in every edition, so that
 * links from one edition to another still work.
 *
 * @param isTaken whether the record contains a mark already, so that keys with different passages stay
 *   different.
 */
export function keyMarks(isTaken: (mark: string) => boolean): KeyMarks {
  const marks = new Map<string, string>()
  return (form) => {
    const known = marks.get(form)
    if (known !== undefined) return known
    let mark = redactedKey
    const given = [...marks.values()]
    for (let number = 2; given.includes(mark) || isTaken(mark); number += 1) mark = `${redactedKey}-${number}`
    marks.set(form, mark)
    return mark
  }
}

const firstMark: KeyMarks = () => redactedKey

/**
 * Whether a JSON value contains a passage in its texts, keys or addresses, also across the spans of a
 * paragraph.
 */
export const holdsPassage = (value: unknown, passage: string): boolean =>
  JSON.stringify(withoutPassage(value, passage)) !== JSON.stringify(value)

/** Like `holdsPassage`, but also looks into strings of JSON, such as the text of an edition. */
export const holdsPassageInside = (value: unknown, passage: string): boolean =>
  holdsPassage(value, passage) || holdsPassage(unpacked(value), passage)

/** A text with a passage redacted. */
export const redactText = (text: EditionText, passage: string, marks?: KeyMarks): EditionText =>
  withoutPassage(text, passage, marks)

/**
 * Fields whose values are not the author's words: ids, the Content Lake's dates, and the project's own terms.
 */
const apparatus =
  /^(_id|_type|_ref|_rev|_createdAt|_updatedAt|section|style|listItem|state|kind|review|language|record|mark|fields|unavailable)$/
const decorators = ['em', 'strong', 'code']

/**
 * A copy of a JSON value with a passage redacted everywhere. Nothing else changes, so links to its parts
 * still work.
 */
export function withoutPassage<Value>(value: Value, passage: string, marks = firstMark): Value {
  const inString = inStrings(passage, marks)
  const visit = (node: unknown, name = ''): unknown => {
    if (typeof node === 'string') return inString(node, name)
    if (Array.isArray(node)) return node.map((item) => visit(item, name))
    if (typeof node !== 'object' || node === null) return node
    return withoutPassageAcrossSpans(
      Object.fromEntries(Object.entries(node).map(([key, child]) => [key, visit(child, key)])),
    )
  }
  /** A passage of which a part is emphasised is in several spans. The paragraph then becomes one span. */
  const withoutPassageAcrossSpans = (block: Record<string, unknown>) => {
    const children = block.children as { text?: unknown }[] | undefined
    if (block._type !== 'block' || !Array.isArray(children)) return block
    const whole = children.map(({ text }) => (typeof text === 'string' ? text : '')).join('')
    const left = inText(whole, passage)
    return left === whole ? block : { ...block, children: [{ ...children[0], marks: [], text: left }] }
  }
  return visit(value) as Value
}

/**
 * Redacts a passage in the text of a damaged edition, both as it is and as it is escaped in JSON. Names of
 * fields, marks of other redactions and values that are not the author's words stay, as in other texts.
 */
export function withoutPassageInDamaged(text: string, passage: string, marks = firstMark): string {
  const inString = inStrings(passage, marks)
  const kept = [
    escaped(redactedMark),
    `${wordBegins}${markInKey}${wordEnds}`,
    `"${apparatus.source.slice(1, -1)}"\\s*:\\s*"[^"]*"`,
  ]
  const identifier = '(?<start>"(?<field>_key|key|anchor|href|contact)"\\s*:\\s*")(?<content>[^"\\\\]*)'
  const forms = [passage, JSON.stringify(passage).slice(1, -1)].map(escaped)
  const pattern = [`(?<kept>${kept.join('|')})`, identifier, '(?<name>"\\w+"\\s*:)', ...forms].join('|')
  return text.replace(new RegExp(pattern, 'gu'), (...found) => {
    const { kept, name, start, field, content } = found.at(-1) as Partial<Record<string, string>>
    if (field) return `${start}${inString(content ?? '', field)}`
    return kept ?? name ?? redactedMark
  })
}

/**
 * Redacts a passage in the value of a field, by the field's name; `undefined` if the field has to be left
 * out.
 */
function inStrings(passage: string, marks: KeyMarks) {
  const inIdentifier = inIdentifiers(passage, marks)
  const isInAddress = (address: string) =>
    inText(address, passage) !== address || inIdentifier(decoded(address)) !== decoded(address)
  return (text: string, name: string): string | undefined => {
    if (apparatus.test(name) || (name === 'marks' && decorators.includes(text))) return text
    if (/^(_key|key|marks|anchor)$/.test(name)) return inIdentifier(text)
    if (name === 'href' || name === 'contact') return isInAddress(text) ? redactedAddress : text
    const left = inText(text, passage)
    // A date cannot be shortened, and each of these fields is optional.
    return left !== text && /^(since|until|confirmed)$/.test(name) ? undefined : left
  }
}

/**
 * Replaces a passage in a text with `redactedMark`. Skips the marks that are there already: otherwise the
 * passage "red" would be found in every mark.
 */
const inText = (text: string, passage: string) =>
  text
    .split(redactedMark)
    .map((part) => part.replaceAll(passage, redactedMark))
    .join(redactedMark)

/** A mark in a key or an anchor, as a pattern. */
const markInKey = `${redactedKey}(?:-\\d{1,3}(?!\\d))?`
const wordBegins = '(?<![\\p{L}\\p{N}])'
const wordEnds = '(?![\\p{L}\\p{N}])'

/** The marks in keys and anchors of a stored edition. */
export const keyMarksIn = (stored: string): string[] =>
  stored.match(new RegExp(`(?<!\\[)${markInKey}`, 'gu')) ?? []

/**
 * Redacts a passage in keys and anchors: as it is written, anywhere; as a slug, only as whole words. "Build
 * before consuming" is found in `principles-build-before-consuming`.
 */
function inIdentifiers(passage: string, marks: KeyMarks): (identifier: string) => string {
  const slug = (passage.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
    .map((word) => [...word.normalize('NFC')].map(spellings).join(''))
    .join('[^\\p{L}\\p{N}]{0,3}')
  // Anchors have hyphens in place of spaces.
  const forms = [passage, withoutSpaces(passage)].map(escaped)
  if (slug) forms.push(`${wordBegins}${slug}${wordEnds}`)
  const pattern = new RegExp(`(${markInKey})|${forms.join('|')}`, 'gu')
  return (identifier) =>
    identifier.replace(pattern, (form: string, mark?: string) => mark ?? marks(withoutSpaces(form)))
}

const withoutSpaces = (key: string) => key.replaceAll(/[\s%]+/g, '-')

/** A pattern of the spellings of a letter in slugs: Ü, ü, u, ue. */
function spellings(letter: string): string {
  const lower = letter.toLowerCase()
  const plain = lower.normalize('NFKD').replaceAll(/\p{M}/gu, '')
  const all = [lower, plain, transliterated[lower] ?? plain]
  const cases = all.flatMap((text) => [text, text.toUpperCase()])
  return `(?:${[...new Set([letter, ...cases])].filter(Boolean).map(escaped).join('|')})`
}

const transliterated: Partial<Record<string, string>> = {
  ä: 'ae',
  ö: 'oe',
  ü: 'ue',
  å: 'aa',
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
}

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')

function decoded(address: string): string {
  try {
    return decodeURIComponent(address)
  } catch {
    return address
  }
}

/** A copy of a value with its strings of JSON parsed. */
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
