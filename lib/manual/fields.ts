import { z } from 'zod'

/**
 * The fields that documents of the manual are made of, as zod schemas. Messages complete the sentence "<field> …", so that a
 * problem reads `readings[_key=="building"].subject is empty` in a log, "Readings 1: Subject is empty" in a draft, and "Subject is
 * empty" in the Studio.
 *
 * A CMS answers `null` for a field that was never filled in: every optional field accepts that, and an empty string, and returns
 * `undefined`.
 */

/** For a required field: says that it is missing, or, when it holds something else, what it must be. */
const required = (mustBe: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined || input === null ? 'is missing' : mustBe),
})

/** For `refine`, which skips what is wrong already: one field, one message. */
export const isNotEmpty = ({ length }: { length: number }) => length > 0

/** One line of text, trimmed, never empty. */
export const line = z.string(required('must be text')).trim().refine(isNotEmpty, 'is empty')

/** Lines of text; how many there must be is for the field to say. */
export const lines = z.array(line, required('must be a list'))

/** Text that may be absent. */
export const optionalLine = z
  .string({ error: 'must be text' })
  .trim()
  .nullish()
  .transform((value) => value || undefined)

const mustBeAddress = 'must be a web address (https://…) or mailto:'
const isAddress = (value: string) => /^(https?:\/\/|mailto:)\S+$/.test(value)

/** An address that is safe to put into `href`: never `javascript:` or `data:`. */
export const href = z.string(required(mustBeAddress)).trim().refine(isAddress, mustBeAddress)

export const optionalHref = z
  .string({ error: mustBeAddress })
  .trim()
  .refine((value) => value === '' || isAddress(value), mustBeAddress)
  .nullish()
  .transform((value) => value || undefined)

const mustBeDate = 'must be a date such as 2026-11-25'

/** A calendar date as the author sees it, `YYYY-MM-DD`: no time, no zone. */
export const optionalDate = z
  .union([z.iso.date(mustBeDate), z.literal('')], mustBeDate)
  .nullish()
  .transform((value) => value || undefined)

/** Yes or no; absent counts as no. */
export const flag = z
  .boolean({ error: 'must be true or false' })
  .nullish()
  .transform((value) => value ?? false)

const noKey = 'is missing: open the document in the Studio and press "Add missing keys"'

/** Sanity's key of an array item: what anchors, click-to-edit and the diff identify an entry by. */
export const key = z.string({ error: noKey }).refine(isNotEmpty, noKey)

/** The name of a section in the page's address: `/#now`. */
export const anchor = z
  .string(required('must be text'))
  .regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens, and begin with a letter')

const span = z.object(
  {
    _type: z.literal('span', { error: 'must be "span": a paragraph holds text and nothing else' }),
    _key: z.string({ error: 'must be text' }).optional(),
    text: z.string(required('must be text')),
    marks: z
      .array(z.string({ error: 'must be text' }), { error: 'must be a list' })
      .nullish()
      .transform((marks) => marks ?? []),
  },
  { error: 'must be text with its marks' },
)

const link = z.object(
  {
    _type: z.literal('link', { error: 'must be "link": words can be linked, and nothing else' }),
    _key: key,
    href,
  },
  { error: 'must be a link' },
)

/**
 * A paragraph of Portable Text. The manual's prose has paragraphs, emphasis and links and nothing else, so that every form of the
 * manual (HTML, Markdown, print) can say it.
 */
const block = z.object(
  {
    _type: z.literal('block', { error: 'must be "block": prose holds paragraphs and nothing else' }),
    _key: key,
    style: z
      .literal('normal', { error: 'must be "normal": headings and quotations have no place in prose' })
      .nullish()
      .transform(() => 'normal' as const),
    children: z.array(span, required('must be a list')),
    markDefs: z
      .array(link, { error: 'must be a list' })
      .nullish()
      .transform((links) => links ?? []),
  },
  { error: 'must be a paragraph' },
)

const hasText = (blocks: readonly z.output<typeof block>[]) =>
  blocks.some(({ children }) => children.some(({ text }) => text.trim() !== ''))

/** Portable Text that may be absent; then it is an empty array. */
export const optionalProse = z
  .array(block, { error: 'must be paragraphs' })
  .nullish()
  .transform((blocks) => (blocks && hasText(blocks) ? blocks : []))

/** Portable Text with at least one word in it. */
export const prose = z.array(block, required('must be paragraphs')).refine(hasText, 'is empty')

export type Prose = z.output<typeof prose>

const entry = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.object({ _key: key, ...shape }, { error: 'must be an entry with its fields' })

/** At least one entry of the given shape, each with its `_key`. */
export function entries<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.array(entry(shape), required('must be a list')).refine(isNotEmpty, 'has no entries')
}

/** Any number of entries of the given shape, each with its `_key`; absent counts as none. */
export function optionalEntries<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .array(entry(shape), { error: 'must be a list' })
    .nullish()
    .transform((items) => items ?? [])
}
