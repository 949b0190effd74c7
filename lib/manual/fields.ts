import { z } from 'zod'

/**
 * The fields that documents of the manual are made of, as zod schemas. Messages complete the sentence "<field> …", so that a
 * problem reads "readings[0].subject is empty" in a log and beside the field in a draft.
 *
 * A CMS answers `null` for a field that was never filled in: every optional field accepts it and gives `undefined`.
 */

/** One line of text, trimmed, never empty. */
export const line = z.string({ error: 'is missing' }).trim().min(1, 'is empty')

/** Text that may be absent; an empty string counts as absent. */
export const optionalLine = z
  .string({ error: 'must be text' })
  .trim()
  .nullish()
  .transform((value) => value || undefined)

/** An address that is safe to put into `href`: never `javascript:` or `data:`. */
export const href = z
  .string({ error: 'is missing' })
  .trim()
  .regex(/^(https?:\/\/|mailto:)[^\s]+$/i, 'must be a web address (https://…) or mailto:')

export const optionalHref = href.nullish().transform((value) => value ?? undefined)

/** A calendar date as the author's, `YYYY-MM-DD`: no time, no zone. */
export const optionalDate = z.iso
  .date('must be a date such as 2026-11-25')
  .nullish()
  .transform((value) => value ?? undefined)

/** Sanity's key of an array item: what anchors, click-to-edit and the diff identify an entry by. */
export const key = z
  .string({ error: 'is missing: open the document in the Studio and press "Add missing keys"' })
  .min(1)

/** The name of a section in the page's address: `/#now`. */
export const anchor = z
  .string({ error: 'is missing' })
  .regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens, and begin with a letter')

const span = z.object({
  _type: z.literal('span'),
  _key: z.string().optional(),
  text: z.string(),
  marks: z
    .array(z.string())
    .nullish()
    .transform((marks) => marks ?? []),
})

const link = z.object({ _type: z.literal('link'), _key: key, href })

/**
 * A paragraph of Portable Text. The manual's prose has paragraphs, emphasis and links, nothing else, so that it can be said in
 * every form the manual has (HTML, Markdown, print).
 */
const block = z.object({
  _type: z.literal('block', { error: 'holds something that is not a paragraph' }),
  _key: key,
  style: z
    .literal('normal')
    .nullish()
    .transform(() => 'normal' as const),
  children: z.array(span, { error: 'has no text' }),
  markDefs: z
    .array(link)
    .nullish()
    .transform((links) => links ?? []),
})

const hasText = (blocks: readonly z.output<typeof block>[]) =>
  blocks.some(({ children }) => children.some(({ text }) => text.trim() !== ''))

/** Portable Text that may be absent; gives an empty array when it is. */
export const optionalProse = z
  .array(block, { error: 'must be paragraphs' })
  .nullish()
  .transform((blocks) => (blocks && hasText(blocks) ? blocks : []))

/** Portable Text with at least one word in it. */
export const prose = z.array(block, { error: 'is missing' }).refine(hasText, 'is empty')

export type Prose = z.output<typeof prose>

/** At least one entry of the given shape, each with its `_key`. */
export function entries<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.array(z.object({ _key: key, ...shape }), { error: 'is missing' }).min(1, 'has no entries')
}

/** Any number of entries of the given shape, each with its `_key`; absent counts as none. */
export function optionalEntries<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .array(z.object({ _key: key, ...shape }))
    .nullish()
    .transform((items) => items ?? [])
}
