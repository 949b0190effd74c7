import type { EditionText } from './text.ts'

/** What stands where a passage was taken out. */
export const redactedMark = '[redacted]'
const redactedKey = 'redacted'
const redactedAddress = 'https://redacted.invalid/'

/** What stands in keys and anchors for a passage, by the way in which it is written there. */
export type KeyMarks = (form: string) => string

/**
 * Marks for the keys and anchors of one redaction: the same for the same form in every edition, so that what
 * leads to an entry in one still does in another.
 *
 * @param isTaken whether a mark stands in the record already. Two keys in which two passages stood stay two.
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
 * Whether a passage stands anywhere in a value: in its texts, keys and addresses, also across the parts of a
 * paragraph.
 */
export const holdsPassage = (value: unknown, passage: string): boolean =>
  JSON.stringify(withoutPassage(value, passage)) !== JSON.stringify(value)

/** The same, also in JSON that a string holds, as the text of an edition is kept. */
export const holdsPassageInside = (value: unknown, passage: string): boolean =>
  holdsPassage(value, passage) || holdsPassage(unpacked(value), passage)

/** A text without a passage. */
export const redactText = (text: EditionText, passage: string, marks?: KeyMarks): EditionText =>
  withoutPassage(text, passage, marks)

/** What no author has written: ids, dates of the Content Lake, and the project's own words. */
const apparatus =
  /^(_id|_type|_ref|_rev|_createdAt|_updatedAt|section|style|listItem|state|kind|review|language|record|mark|fields|unavailable)$/
const decorators = ['em', 'strong', 'code']

/**
 * A copy of a JSON value without a passage, wherever it stands. It is the same value otherwise: what leads to
 * a part still does.
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
  /** A passage of which one part is emphasised is in several spans. */
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
 * The text of an edition that is damaged, without a passage: as it is and as it stands in JSON. Names of
 * fields, marks of other redactions and what no author has written stay as they are, as in any other text.
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

/** Takes a passage out of the value of a field, by its name; gives `undefined` when the field must be left out. */
function inStrings(passage: string, marks: KeyMarks) {
  const inIdentifier = inIdentifiers(passage, marks)
  const isInAddress = (address: string) =>
    inText(address, passage) !== address || inIdentifier(decoded(address)) !== decoded(address)
  return (text: string, name: string): string | undefined => {
    if (apparatus.test(name) || (name === 'marks' && decorators.includes(text))) return text
    if (/^(_key|key|marks|anchor)$/.test(name)) return inIdentifier(text)
    if (name === 'href' || name === 'contact') return isInAddress(text) ? redactedAddress : text
    const left = inText(text, passage)
    // A day without a part is no day, and each of these may be left out.
    return left !== text && /^(since|until|confirmed)$/.test(name) ? undefined : left
  }
}

/**
 * A text in which a mark stands for a passage. Marks that are there already stay whole: "red" is no passage
 * that was left in one, and would be found in each that is put in its place.
 */
const inText = (text: string, passage: string) =>
  text
    .split(redactedMark)
    .map((part) => part.replaceAll(passage, redactedMark))
    .join(redactedMark)

/** A mark in a key or an anchor. */
const markInKey = `${redactedKey}(?:-\\d{1,3}(?!\\d))?`
const wordBegins = '(?<![\\p{L}\\p{N}])'
const wordEnds = '(?![\\p{L}\\p{N}])'

/** The marks of keys in what is stored of an edition. */
export const keyMarksIn = (stored: string): string[] =>
  stored.match(new RegExp(`(?<!\\[)${markInKey}`, 'gu')) ?? []

/**
 * Takes a passage out of keys and anchors: as it is, wherever it stands, and as slugs are made of it, where
 * it is not a part of a longer word. "Build before consuming" is in `principles-build-before-consuming`.
 */
function inIdentifiers(passage: string, marks: KeyMarks): (identifier: string) => string {
  const slug = (passage.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [])
    .map((word) => [...word.normalize('NFC')].map(spellings).join(''))
    .join('[^\\p{L}\\p{N}]{0,3}')
  // The second is what anchors make of spaces.
  const forms = [passage, withoutSpaces(passage)].map(escaped)
  if (slug) forms.push(`${wordBegins}${slug}${wordEnds}`)
  const pattern = new RegExp(`(${markInKey})|${forms.join('|')}`, 'gu')
  return (identifier) =>
    identifier.replace(pattern, (form: string, mark?: string) => mark ?? marks(withoutSpaces(form)))
}

const withoutSpaces = (key: string) => key.replaceAll(/[\s%]+/g, '-')

/** The ways in which slugs spell a letter: Ü, ü, u, ue. */
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
