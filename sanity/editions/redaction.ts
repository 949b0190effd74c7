/**
 * Redacts a passage in the record, and forgets the whole record. Used by the Studio, with its author's
 * client, and by the command.
 */
import { isHttpError, type SanityClient } from '@sanity/client'
import { readChanges } from '#lib/editions/changes.ts'
import {
  holdsPassage,
  keyMarks,
  keyMarksIn,
  redactText,
  withoutPassage,
  withoutPassageInDamaged,
  type KeyMarks,
} from '#lib/editions/redact.ts'
import { editionType, isEditionId } from '#lib/editions/stored.ts'
import { entryPath } from '#lib/manual/source.ts'
import { EditionTextError, hashOf, readText, writeText, type EditionText } from '#lib/editions/text.ts'
import { fieldTitle } from '#sanity/preview/field-titles.ts'

/** A document as stored in the Content Lake. */
export interface StoredDocument {
  _id: string
  _type: string
  _rev: string
  [field: string]: unknown
}

/** An edition that contains a passage. */
interface FoundEdition {
  document: StoredDocument
  number: number
  /** In words. */
  places: string[]
}

/** A document outside the record that contains a passage. */
export interface Holder {
  document: StoredDocument
  /** In words, and as Sanity paths. */
  places: Place[]
}

interface Place {
  words: string
  path: string
}

/** Where a passage stands. */
export interface FoundPassage {
  /** Documents outside the record, from which the next edition would take the passage again. */
  holders: Holder[]
  /** By number. */
  editions: FoundEdition[]
}

/** What to do about a passage in a key, which the Studio cannot edit. */
const otherKey = 'duplicate the entry and remove the original: the copy has another'

/** The passage is still in a document outside the record, from which the next edition would take it again. */
export class PassageHeldError extends Error {
  override name = 'PassageHeldError'

  constructor(holders: readonly Holder[]) {
    super(
      `The passage still stands in ${holders.map(inWords).join('; ')}. Take it out there and publish, drafts included: otherwise the next edition would have it again. Nothing was changed.`,
    )
  }
}

const inWords = ({ document: { _id }, places }: Holder) =>
  `${_id} (${places.map(({ words }) => words).join(', ')})`

/** The editions among documents, withdrawn ones included, by number. */
export const editionsAmong = (documents: readonly StoredDocument[]): StoredDocument[] =>
  documents
    .filter(({ _id, _type }) => _type === editionType && isEditionId(_id))
    .toSorted((a, b) => Number(a.number) - Number(b.number))

/** Finds a passage in documents. */
export const passageAmong = (documents: readonly StoredDocument[], passage: string): FoundPassage => ({
  holders: documents
    .filter(({ _id }) => !isEditionId(_id) && !_id.startsWith('_.'))
    .flatMap((document) => {
      const places = placesInFields(document, passage, {
        own: fieldTitle,
        entry: (list, position, field) =>
          field === '_key'
            ? `${fieldTitle(list)} ${position}: its key (${otherKey})`
            : `${fieldTitle(list)} ${position}: ${fieldTitle(`${list}.${field}`)}`,
      })
      return places.length > 0 ? [{ document, places }] : []
    }),
  editions: editionsAmong(documents).flatMap((document) => {
    const places = placesIn(document, passage)
    return places.length > 0 ? [{ document, number: Number(document.number), places }] : []
  }),
})

/** Editions per query: each contains a whole manual. */
const editionsPerPart = 50
const raw = { perspective: 'raw', cache: 'no-store', tag: 'redact' } as const

/**
 * Finds a passage in a dataset.
 *
 * @param client with a token, or a session cookie, that may read every document.
 * @param onEditions called with every edition, whether it contains the passage or not.
 */
export async function findPassage(
  client: SanityClient,
  passage: string,
  onEditions: (editions: readonly StoredDocument[]) => void = () => {},
): Promise<FoundPassage> {
  const others = await client.fetch<StoredDocument[]>(
    '*[!(_id in path("_.**")) && !string::startsWith(_id, "record.edition-")]',
    {},
    raw,
  )
  const found = passageAmong(others, passage)
  for (let from = 0; ; from += editionsPerPart) {
    const editions = await client.fetch<StoredDocument[]>(
      '*[_type == $type] | order(number asc, _id asc) [$from...$to]',
      { type: editionType, from, to: from + editionsPerPart },
      raw,
    )
    onEditions(editions)
    found.editions.push(...passageAmong(editions, passage).editions)
    if (editions.length < editionsPerPart) return found
  }
}

/** Tries, in case others write to the record meanwhile. */
const mostTries = 10
/** Characters in one request; hosted Sanity accepts some megabytes. */
const longestRequest = 1_000_000

/**
 * Redacts a passage in every edition. If interrupted, it can be run again.
 *
 * @param client with a token, or a session cookie, that may write.
 * @returns the numbers of the changed editions.
 * @throws {PassageHeldError} while a published document or a draft contains the passage; nothing is changed
 *   then.
 */
export async function redactPassage(client: SanityClient, passage: string): Promise<number[]> {
  const changed = new Set<number>()
  const taken = new Set<string>()
  const marks = keyMarks((mark) => taken.has(mark))
  for (let tries = 0; tries < mostTries; tries += 1) {
    const { holders, editions } = await findPassage(client, passage, (all) => {
      for (const mark of all.flatMap(({ text, changes }) => keyMarksIn(`${String(text)} ${String(changes)}`)))
        taken.add(mark)
    })
    if (holders.length > 0) throw new PassageHeldError(holders)
    if (editions.length === 0) return [...changed]
    const now = new Date().toISOString()
    try {
      for (const part of inParts(editions)) {
        const patches = part.map(({ document }) => ({
          patch: {
            id: document._id,
            ifRevisionID: document._rev,
            set: redacted(document, passage, marks, now),
          },
        }))
        await client.mutate(patches, { tag: 'redact', visibility: 'sync' })
        for (const { number } of part) changed.add(number)
      }
    } catch (error) {
      // The server, or another window, has changed one of them meanwhile: read and try again.
      if (!isHttpError(error) || error.statusCode !== 409) throw error
    }
  }
  throw new Error('Others write to the record without end')
}

function inParts(editions: readonly FoundEdition[]): FoundEdition[][] {
  const parts: FoundEdition[][] = []
  let length = Infinity
  for (const edition of editions) {
    const own = String(edition.document.text).length + String(edition.document.changes).length
    if (length + own > longestRequest) {
      parts.push([])
      length = 0
    }
    parts.at(-1)?.push(edition)
    length += own
  }
  return parts
}

/** The fields to set in an edition to redact a passage. The hash is that of the redacted text. */
function redacted(
  { text, format, changes, reason, withdrawn }: StoredDocument,
  passage: string,
  marks: KeyMarks,
  now: string,
) {
  const rest = {
    changes: changes ? JSON.stringify(withoutPassage(readChanges(String(changes)), passage, marks)) : changes,
    ...(typeof reason === 'string' && { reason: withoutPassage(reason, passage) }),
    ...(!withdrawn && { redacted: now, revised: now }),
  }
  if (!text) return rest
  const left = textWithout(passage, marks, String(text), Number(format))
  return { ...rest, text: left, hash: hashOf(left) }
}

/** A stored text without the passage. A damaged text stays damaged, but loses the passage too. */
function textWithout(passage: string, marks: KeyMarks, text: string, format: number): string {
  const read = readOrNot(text, format)
  if (!read) return withoutPassageInDamaged(text, passage, marks)
  const left = writeText(redactText(read, passage, marks))
  // The redacted text must still be readable.
  readText(left, format)
  return left
}

/** Reads a stored text; `undefined` if it is damaged. */
function readOrNot(text: string, format: number): EditionText | undefined {
  try {
    return readText(text, format)
  } catch (error) {
    if (error instanceof EditionTextError) return undefined
    throw error
  }
}

const deletions = 100

/**
 * Deletes the whole record, withdrawn editions included, by Sanity's action with `purge`, which also deletes
 * the documents' history as far as the Content Lake does so. If interrupted, it can be run again.
 *
 * @returns the number of deleted documents.
 */
export async function forgetRecord(client: SanityClient): Promise<number> {
  // The oldest first. While the latest one is there, the record does not start over.
  const ids = await client.fetch<string[]>(
    '*[_type == $type] | order(number asc)._id',
    { type: editionType },
    raw,
  )
  const editions = ids.filter(isEditionId)
  for (let from = 0; from < editions.length; from += deletions)
    await client.action(
      editions.slice(from, from + deletions).map((publishedId) => ({
        actionType: 'sanity.action.document.delete',
        publishedId,
        includeDrafts: [],
        purge: true,
      })),
      { tag: 'forget' },
    )
  return editions.length
}

/** The places of a passage in an edition, in words; empty if there are none. */
function placesIn(edition: StoredDocument, passage: string): string[] {
  const { text, format, changes, reason } = edition
  const places = [
    ...(holdsPassage(reason, passage) ? ['its reason'] : []),
    ...(text ? placesInText(String(text), Number(format), passage) : []),
  ]
  if (holdsPassage(readChanges(String(changes)), passage)) places.push('what it changed')
  return places
}

type Fields = Record<string, unknown>

function placesInText(text: string, format: number, passage: string): string[] {
  const read = readOrNot(text, format)
  if (!read) return withoutPassageInDamaged(text, passage) === text ? [] : ['its text, which is damaged']
  const { opening, sections } = read
  const named = (start: string, number?: number) => ({
    own: (field: string) => `${start}: ${fieldTitle(field)}`,
    entry: (list: string, position: number, field: string) =>
      `${number === undefined ? start : `§ ${number}.${position}`}: ${fieldTitle(`${list}.${field}`)}`,
  })
  return [
    ...placesInFields(opening, passage, named('Opening')),
    ...sections.flatMap((section) =>
      placesInFields(section, passage, named(`§ ${section.number} ${section.eyebrow}`, section.number)),
    ),
  ].map(({ words }) => words)
}

interface Naming {
  own(field: string): string
  /** @param position one-based. */
  entry(list: string, position: number, field: string): string
}

/** The fields of a document, and of its entries, that contain a passage. */
function placesInFields(fields: object, passage: string, { own, entry }: Naming): Place[] {
  const isIn = (name: string, value: unknown) => holdsPassage({ [name]: value }, passage)
  return Object.entries(fields).flatMap(([name, value]): Place[] => {
    if (!isIn(name, value)) return []
    const inEntries = entriesIn(value).flatMap((item, at) =>
      Object.entries(item)
        .filter(([field, content]) => isIn(field, content))
        .map(([field]) => ({
          words: entry(name, at + 1, field),
          path: `${entryPath(name, item._key)}.${field}`,
        })),
    )
    return inEntries.length > 0 ? inEntries : [{ words: own(name), path: name }]
  })
}

type Entry = Fields & { _key: string }

/** The entries in the value of a field. Paragraphs are not entries. */
const entriesIn = (value: unknown): Entry[] =>
  (Array.isArray(value) ? (value as (Fields | null)[]) : []).filter(
    (item): item is Entry => typeof item?._key === 'string' && item._type !== 'block',
  )
