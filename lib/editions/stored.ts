import { z } from 'zod'
import { clean } from '#lib/manual/text.ts'
import { readChanges } from './changes.ts'
import type { Edition } from './record.ts'
import { hashOf, NewerFormatError, textFormat, writeText, type EditionText } from './text.ts'

/** The `_type` of the documents in which a record is kept, one for each edition. */
export const editionType = 'edition'

const idPrefix = 'record.edition-'

/** A document whose id has a dot can never be read without a token, not even in a public dataset. */
export const editionId = (number: number): string => `${idPrefix}${number}`

export const isEditionId = (id: string): boolean => id.startsWith(idPrefix)

const when = z.string().refine((text) => !Number.isNaN(Date.parse(text)), 'must be a time')
const absent = <Schema extends z.ZodType>(schema: Schema) =>
  schema.nullish().transform((value) => value ?? undefined)

const storedEdition = z.object({
  _id: z.string(),
  _rev: z.string(),
  number: z.int().min(1),
  opened: when,
  date: when,
  closesAt: when,
  reason: absent(z.string()).transform((text) => (text && clean(text).trim()) || undefined),
  correction: absent(z.boolean()),
  redacted: absent(when),
  revised: absent(when),
  uuid: absent(z.string()),
  /** When what it changed was taken back: its number is free. */
  withdrawn: absent(when),
  format: z.int(),
  hash: z.string(),
  changes: z.string(),
})

/** An edition's document without its text. */
export type StoredEdition = z.output<typeof storedEdition>

/** The record as the content API has it. */
export interface StoredRecord {
  /** Newest first; those that were withdrawn are not among them. */
  editions: (Edition & { rev: string; hash: string; format: number })[]
  /** The document of the next number, when it is there already: that of an edition that was withdrawn. */
  withdrawn: StoredEdition | undefined
  /** What is no edition that any version could have written: a sentence for each. */
  problems: { id: string; message: string }[]
}

/**
 * Reads the documents of a record, newest first.
 *
 * @throws {NewerFormatError} when a newer version of the project has written one: this one must not go on
 *   with it.
 */
export function readRecord(documents: readonly unknown[]): StoredRecord {
  const record: StoredRecord = { editions: [], withdrawn: undefined, problems: [] }
  for (const document of documents) {
    const { format, _id } = (document ?? {}) as { format?: unknown; _id?: unknown }
    if (typeof format === 'number' && format > textFormat)
      throw new NewerFormatError(
        `${String(_id)} is in format ${format}, and this version of the project knows formats up to ${textFormat}`,
      )
    const { data, error } = parsed(document)
    if (!data || data._id !== editionId(data.number))
      record.problems.push({
        id: String(_id),
        message: `${String(_id)} is no edition: ${error ? z.prettifyError(error) : 'its number is not that of its _id'}`,
      })
    else if (data.withdrawn) record.withdrawn = data
    else record.editions.push(editionOf(data))
  }
  record.editions.sort((a, b) => b.number - a.number)
  if (record.withdrawn?.number !== (record.editions[0]?.number ?? 0) + 1) record.withdrawn = undefined
  return record
}

/** A record is read again and again, and most of its documents stay the same objects. */
const known = new WeakMap<object, ReturnType<typeof storedEdition.safeParse>>()

function parsed(document: unknown): ReturnType<typeof storedEdition.safeParse> {
  if (typeof document !== 'object' || document === null) return storedEdition.safeParse(document)
  const before = known.get(document)
  if (before) return before
  const result = storedEdition.safeParse(document)
  known.set(document, result)
  return result
}

const editionOf = ({
  correction,
  changes,
  _id,
  _rev: rev,
  withdrawn: _withdrawn,
  ...fields
}: StoredEdition) => ({
  ...fields,
  rev,
  isCorrection: correction ?? false,
  changes: readChanges(changes),
})

/** The fields of an edition's document that the server writes, and nobody else. */
export function serverFields(edition: Edition, text: EditionText) {
  const { number, opened, date, closesAt, changes } = edition
  const written = writeText(text)
  return {
    number,
    opened,
    date,
    closesAt,
    format: textFormat,
    text: written,
    hash: hashOf(written),
    changes: JSON.stringify(changes),
  }
}
