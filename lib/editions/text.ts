import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { z } from 'zod'
import { isSameText } from '#lib/changes/same-text.ts'
import { openingFields, type Opening, type Manual } from '#lib/manual/manual.ts'
import { canonicalJson } from '#lib/manual/revision.ts'
import { sectionKinds, sectionSchemas, type Section, type SectionContent } from '#lib/manual/sections.ts'

/**
 * The text of a manual as an edition stores it: without what depends on the day, and without what only the
 * author sees.
 */
export interface EditionText {
  _id: string
  opening: Opening
  /** In order, with their numbers at the time. */
  sections: Section[]
  /** The ids of sections that could not be shown at the time. `sections` has them as they last were. */
  unavailable: string[]
}

/**
 * The version of the stored form. Raise it with every change of what a text may contain, and add to
 * `migrations` how to read the older form.
 */
export const textFormat = 1

/** Converts a text from the format of the key to the next one. */
const migrations: Partial<Record<number, (text: unknown) => unknown>> = {}

/** A text in a format that only a newer version of the project can read. */
export class NewerFormatError extends Error {
  override name = 'NewerFormatError'
}

/** A stored text that is damaged: not in any format of the project. */
export class EditionTextError extends Error {
  override name = 'EditionTextError'
}

/**
 * The text of a published manual.
 *
 * @param unavailableIds the ids of the sections in `manual.unavailable`, in the same order. Those in `before`
 *   are kept as they were there.
 * @param before the text of the latest edition, if there is one.
 * @param brokenParts by document id, the paths of parts that are left out because they are invalid. Those in
 *   `before` are kept too, since the author has not removed them.
 */
export function textOf(
  manual: Pick<Manual, '_id' | 'opening' | 'sections' | 'unavailable'>,
  unavailableIds: readonly string[] = [],
  before?: EditionText,
  brokenParts: Readonly<Record<string, readonly string[]>> = {},
): EditionText {
  const carried = unavailableIds.flatMap((id, at) => {
    const section = before?.sections.find(({ _id }) => _id === id)
    return section ? [{ ...section, number: manual.unavailable[at]?.number ?? section.number }] : []
  })
  const whole = manual.sections.map((section) =>
    withParts(
      withoutAttention(section),
      before?.sections.find(({ _id }) => _id === section._id),
      brokenParts[section._id],
    ),
  )
  const sections = [...whole, ...carried]
  return {
    _id: manual._id,
    opening: withParts(manual.opening, before?.opening, brokenParts[manual._id]),
    sections: sections.toSorted((a, b) => a.number - b.number),
    unavailable: carried.map(({ _id }) => _id),
  }
}

type Entry = { _key?: string }

/** A section or the opening, in which broken parts are replaced by those of `before`. */
function withParts<Fields extends Section | Opening>(
  fields: Fields,
  before: Fields | undefined,
  paths: readonly string[] = [],
): Fields {
  if (!before || paths.length === 0) return fields
  const carried = { ...fields } as Record<string, unknown>
  for (const path of paths) {
    const [, name = '', key] = /^(\w+)(?:\[_key=="(.*?)"\])?/s.exec(path) ?? []
    const was = (before as Record<string, unknown>)[name]
    if (was === undefined) continue
    const now = carried[name]
    carried[name] =
      key !== undefined && Array.isArray(was) && Array.isArray(now) ? withEntry(now, was, key) : was
  }
  return carried as Fields
}

/**
 * A list with an entry as it was before. If it is missing now, it comes after the entries that preceded it.
 */
function withEntry(entries: readonly Entry[], before: readonly Entry[], key: string): readonly Entry[] {
  const at = before.findIndex(({ _key }) => _key === key)
  const entry = before[at]
  if (!entry) return entries
  const now = entries.findIndex(({ _key }) => _key === key)
  if (now >= 0) return entries.with(now, entry)
  const keysBefore = before.slice(0, at).map(({ _key }) => _key)
  const behind = entries.findLastIndex(({ _key }) => keysBefore.includes(_key))
  return entries.toSpliced(behind + 1, 0, entry)
}

/** A section without its confirmations and its review rhythm, which are not part of the text. */
function withoutAttention(section: Section): Section {
  const { review: _review, ...rest } = section
  if (rest._type === 'nowSection')
    return {
      ...rest,
      readings: rest.readings.map((reading) => ({ ...reading, confirmed: undefined })),
    } as Section
  return { ...rest, confirmed: undefined } as Section
}

/**
 * Whether two texts say the same. Ignores which sections could not be shown, and white space that readers do
 * not see.
 */
export const saysTheSame = (one: EditionText, other: EditionText): boolean =>
  isSameText(asManual(collapsed(one)), asManual(collapsed(other)))

/** Collapses runs of white space, as HTML does. In prose, line breaks are kept, because they are shown. */
const collapsed = (text: EditionText): EditionText => collapsedIn(text) as EditionText

function collapsedIn(value: unknown, isProse = false): unknown {
  if (typeof value === 'string') return value.replace(isProse ? /[ \t]+/g : /[ \t\n]+/g, ' ')
  if (Array.isArray(value)) return value.map((item) => collapsedIn(item, isProse))
  if (typeof value !== 'object' || value === null) return value
  const isBlock = isProse || (value as { _type?: unknown })._type === 'block'
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, collapsedIn(child, isBlock)]))
}

/** A text as a manual for comparisons, with the sections that could not be shown. */
export const asManual = ({ _id, opening, sections }: EditionText): Manual => ({
  _id,
  opening,
  sections,
  unavailable: [],
  publishedAt: undefined,
  record: 'off',
})

/**
 * A text as the manual that readers got. A section number that is missing was that of a section that could
 * not be shown, and that no earlier edition has.
 *
 * @param date when the edition was published: ISO 8601.
 */
export function manualOf({ _id, opening, sections, unavailable }: EditionText, date?: string): Manual {
  const isShown = ({ _id }: Section) => !unavailable.includes(_id)
  const numbers = Array.from({ length: sections.at(-1)?.number ?? 0 }, (_, at) => at + 1)
  const missing = numbers.filter((number) => !sections.some((section) => section.number === number))
  return {
    _id,
    opening,
    sections: sections.filter(isShown),
    unavailable: [
      ...sections.filter((section) => !isShown(section)),
      ...missing.map((number) => ({ number, anchor: undefined })),
    ]
      .map(({ number, anchor }) => ({ number, anchor }))
      .toSorted((a, b) => a.number - b.number),
    publishedAt: date,
    record: 'public',
  }
}

/** A text as JSON in the current format. Equal texts give equal strings. */
export const writeText = ({ _id, opening, sections, unavailable }: EditionText): string =>
  canonicalJson({ _id, opening, unavailable, sections })

/** The SHA-256 of a stored text, in hex. */
export const hashOf = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)))

const ids = z.array(z.string())
const storedSection = z.looseObject({ _type: z.enum(sectionKinds), number: z.int() })
const stored = z.object({
  _id: z.string(),
  opening: z.object(openingFields).partial(),
  unavailable: ids,
  sections: z.array(storedSection),
})

/**
 * Reads a stored text in this format or an older one.
 *
 * @throws {NewerFormatError} if a newer version of the project has written it.
 * @throws {EditionTextError} if it is damaged.
 */
export function readText(text: string, format: number): EditionText {
  if (format > textFormat)
    throw new NewerFormatError(
      `is in format ${format}, and this version of the project reads formats up to ${textFormat}`,
    )
  let value = parseJson(text)
  for (let at = format; at < textFormat; at += 1) value = migrations[at]?.(value) ?? value
  const parsed = stored.safeParse(value)
  if (!parsed.success) throw new EditionTextError(`cannot be read: ${z.prettifyError(parsed.error)}`)
  const { _id, opening, unavailable, sections } = parsed.data
  return {
    _id,
    opening: opening as Opening,
    unavailable,
    sections: sections.map((section) => ({ ...readSection(section), number: section.number }) as Section),
  }
}

function readSection(section: z.output<typeof storedSection>): SectionContent {
  const { data, error } = sectionSchemas[section._type].safeParse(section)
  if (data) return data
  throw new EditionTextError(`has a section that cannot be read: ${z.prettifyError(error)}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new EditionTextError('is not JSON')
  }
}
