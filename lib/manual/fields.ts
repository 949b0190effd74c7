import { z } from 'zod'
import { isLanguage } from './language.ts'
import { isVisible } from './text.ts'

/**
 * Zod schemas for the fields of the manual's documents. A message completes a sentence that begins with the
 * field: `readings[_key=="building"].subject is empty` in a log, "Subject is empty" beside a form.
 *
 * The content API returns `null` for a field that was never filled in: every optional field accepts `null`
 * and an empty string, and returns `undefined`.
 */

/** For a required field: the error says that it is missing or, if it has another type, what it must be. */
export const required = (mustBe: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined || input === null ? 'is missing' : mustBe),
})

/**
 * For use with `refine` rather than `min`, which would add a second message to a value that is already wrong.
 */
export const isNotEmpty = ({ length }: { length: number }) => length > 0

/** An optional field: `null` and `undefined` become `undefined`. */
export const sometimes = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined)

/** One line of text, trimmed, with at least one visible character. */
export const line = z.string(required('must be text')).trim().refine(isVisible, 'is empty')

/** A list of lines. The field itself says how many there must be. */
export const lines = z.array(line, required('must be a list'))

export const optionalLine = z
  .string({ error: 'must be text' })
  .trim()
  .nullish()
  .transform((value) => (value && isVisible(value) ? value : undefined))

const mustBeAddress = 'must be a web address (https://…), mailto: or tel:'
const isAddress = (value: string) => /^(https?:\/\/|mailto:|tel:)\S+$/i.test(value)
const withPlainScheme = (value: string) => value.replace(/^[a-z]+:/i, (scheme) => scheme.toLowerCase())

/** An address that is safe in `href`: never `javascript:` or `data:`. Its scheme is in lower case. */
export const href = z
  .string(required(mustBeAddress))
  .trim()
  .refine(isAddress, mustBeAddress)
  .transform(withPlainScheme)

export const optionalHref = z
  .string({ error: mustBeAddress })
  .trim()
  .refine((value) => value === '' || isAddress(value), mustBeAddress)
  .nullish()
  .transform((value) => (value ? withPlainScheme(value) : undefined))

const mustBeDate = 'must be a date such as 2026-11-25'

/** A calendar date, `YYYY-MM-DD`, without time or zone. */
export const optionalDate = z
  .union([z.iso.date(mustBeDate), z.literal('')], mustBeDate)
  .nullish()
  .transform((value) => value || undefined)

/** One of the given values, or none. */
export function choice<const Values extends readonly [string, ...string[]]>(...values: Values) {
  const mustBe = `must be ${values.join(', ').replace(/, (?=[^,]*$)/, ' or ')}`
  return z
    .union([z.enum(values), z.literal('')], mustBe)
    .nullish()
    .transform((value) => value || undefined)
}

const mustBeLanguage = 'must be a language tag such as en, de or pt-BR'

/** A language by its BCP 47 tag. */
export const optionalLanguage = z
  .string({ error: mustBeLanguage })
  .trim()
  .refine((value) => value === '' || isLanguage(value), mustBeLanguage)
  .nullish()
  .transform((value) => (value ? Intl.getCanonicalLocales(value)[0] : undefined))

/** A boolean; absent counts as `false`. */
export const flag = z
  .boolean({ error: 'must be true or false' })
  .nullish()
  .transform((value) => value ?? false)

/** The key of an array item. Anchors, edit links and comparisons identify an entry by it. */
export const key = z.string({ error: 'is missing' }).refine(isNotEmpty, 'is missing')

/** The fragment of a section's address: `/#now`. */
export const anchor = z
  .string(required('must be text'))
  .regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case letters, digits and hyphens, and begin with a letter')

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
