import { z } from 'zod'
import { clean } from '#lib/manual/text.ts'
import { readChanges } from './changes.ts'
import type { Edition } from './record.ts'
import { hashOf, NewerFormatError, textFormat, writeText, type EditionText } from './text.ts'

/** The `_type` of an edition's document. */
export const editionType = 'edition'

const idPrefix = 'record.edition-'

/** The dot keeps the document from being read without a token, even in a public dataset. */
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
  /** When its change was taken back. Its number is free then. */
  withdrawn: absent(when),
  format: z.int(),
  hash: z.string(),
  changes: z.string(),
})

/** An edition's document, without its text. */
export type StoredEdition = z.output<typeof storedEdition>

/** The record as stored. */
export interface StoredRecord {
  /** Newest first, without withdrawn ones. */
  editions: (Edition & { rev: string; hash: string; format: number })[]
  /** The document with the next number, if there is one: a withdrawn edition. */
  withdrawn: StoredEdition | undefined
  /** Documents that no version of the project could have written, with a sentence each. */
  problems: { id: string; message: string }[]
}

/**
 * Reads the documents of a record.
 *
 * @throws {NewerFormatError} if a newer version of the project has written one of them: this version must not
 *   write to that record.
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

/** Caches results by document, since the record is read often and most documents stay the same objects. */
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

/** The fields of an edition's document that only the server writes. */
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
