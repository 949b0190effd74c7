import { z } from 'zod'
import { documentsChanged } from '#lib/editions/changes.ts'
import { isOpenAt, standingOf, type Edition, type Known, type Standing } from '#lib/editions/record.ts'
import { readRecord, type StoredRecord } from '#lib/editions/stored.ts'
import { readText, textOf, type EditionText } from '#lib/editions/text.ts'
import { parseManual, type Manual } from '#lib/manual/index.ts'
import { headsQuery, momentQuery, recordQuery, someQuery } from './queries.ts'

const storedText = z.object({ _rev: z.string(), number: z.int(), format: z.int(), text: z.string() })
const head = z.looseObject({ _id: z.string(), _rev: z.string() })
type Document = z.output<typeof head>
const answerSchema = z.object({ now: z.string(), editions: z.array(head), texts: z.array(storedText) })
const headsSchema = z.object({ now: z.string(), heads: z.array(head), texts: z.array(storedText) })
const momentSchema = z.object({ record: answerSchema, published: z.unknown() })

/** The record as it was read, with the texts by which `standingOf` decides. */
export interface ReadRecord extends StoredRecord {
  /** The content API's time: ISO 8601, UTC. */
  now: string
  latest: Known | undefined
  previous: Known | undefined
  /** The documents that it was read from. */
  documents: readonly Document[]
}

/** The published content, as in `Loaded`. */
export interface PublishedNow {
  manual: Manual
  unavailableIds: readonly string[]
  missingIds: readonly string[]
  brokenParts: Readonly<Record<string, readonly string[]>>
  dates: Readonly<Record<string, string>>
}

/** Reads from a content API, with a token that may read ids with a dot. */
export interface RecordReader {
  /** Runs a GROQ query. */
  ask: (query: string, params?: Record<string, unknown>) => Promise<unknown>
  /**
   * When one of these published documents was last changed, unpublished or deleted: ISO 8601, UTC.
   * `undefined` if the content API's history does not know or does not answer.
   */
  lastChange: (ids: readonly string[]) => Promise<string | undefined>
}

/** With more changed documents than this, one query for all of them is quicker. */
const mostAskedFor = 50

/**
 * Reads the record.
 *
 * @param known an earlier reading: only the documents that have changed since are fetched. Not for a reader
 *   that caches answers.
 * @throws {NewerFormatError} when a newer version of the project writes the record.
 * @throws {Error} when the content API does not answer, or gives an unexpected answer.
 */
export async function readRecordBy({ ask }: RecordReader, known?: ReadRecord): Promise<ReadRecord> {
  const before = new Map(known?.documents.map((document) => [document._id, document]))
  if (before.size === 0) return recordIn(answerSchema.parse(await ask(recordQuery)))
  const { now, heads, texts } = headsSchema.parse(await ask(headsQuery))
  const ids = heads.flatMap(({ _id, _rev }) => (before.get(_id)?._rev === _rev ? [] : [_id]))
  if (ids.length > mostAskedFor) return recordIn(answerSchema.parse(await ask(recordQuery)))
  const changed = ids.length > 0 ? z.array(head).parse(await ask(someQuery, { ids })) : []
  const after = new Map([...before, ...changed.map((document) => [document._id, document] as const)])
  const editions = heads.flatMap(({ _id }) => after.get(_id) ?? [])
  const isOneMoment = heads.every(({ _id, _rev }) => after.get(_id)?._rev === _rev)
  return isOneMoment
    ? recordIn({ now, editions, texts })
    : recordIn(answerSchema.parse(await ask(recordQuery)))
}

/**
 * Reads the record and the published manual in one query. `published` is `undefined` while there is no
 * manual.
 *
 * @throws as `readRecordBy`.
 */
export const readMoment = async ({ ask }: RecordReader) => readMomentIn(await ask(momentQuery))

/** Reads the answer to `momentQuery`. */
export function readMomentIn(moment: unknown) {
  const { record, published: answer } = momentSchema.parse(moment)
  return { record: recordIn(record), answer, published: answer ? parseManual(answer) : undefined }
}

function recordIn({ now, editions, texts }: z.output<typeof answerSchema>): ReadRecord {
  const record = readRecord(editions)
  const known = (edition: Edition | undefined): Known | undefined => {
    const stored = texts.find(({ number }) => number === edition?.number)
    return edition && stored && { edition, text: readText(stored.text, stored.format) }
  }
  const [latest, previous] = record.editions
  return { ...record, now, latest: known(latest), previous: known(previous), documents: editions }
}

/**
 * Compares the published content with the record: see `standingOf`.
 *
 * @param settle minutes for which an edition stays open after a change.
 */
export async function standingNow(
  record: ReadRecord,
  published: PublishedNow,
  settle: number,
  reader: RecordReader,
): Promise<{ standing: Standing; text: EditionText }> {
  const { latest, previous } = record
  const text = textOf(published.manual, published.unavailableIds, latest?.text, published.brokenParts)
  const changedAt = await changeOf(record, text, published, reader)
  const now = Date.parse(record.now)
  return { standing: standingOf({ text, changedAt }, { latest, previous }, settle, now), text }
}

/**
 * When the documents that differ from the latest edition were last changed, by the Content Lake's clock.
 * Other documents may have later dates: from a confirmation, from a field that readers do not see, or from a
 * clock that was wrong once.
 */
async function changeOf(
  { latest, now }: ReadRecord,
  text: EditionText,
  { manual: { _id: manualId }, dates, missingIds }: PublishedNow,
  { lastChange }: RecordReader,
): Promise<string> {
  const changes = latest && documentsChanged(latest.text, text)
  const ids = changes
    ? changes.flatMap(({ id, isInPlace }) => (isInPlace ? [id] : [id, manualId]))
    : Object.keys(dates)
  // A document that is gone has no `_updatedAt`, so its history is asked.
  const taken = missingIds.filter((id) => changes?.some((change) => change.id === id))
  const times = ids.flatMap((id) => dates[id] ?? [])
  if (taken.length > 0) times.push((await lastChange(taken)) ?? now)
  return times.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? now
}

/**
 * Milliseconds until the latest edition closes, when cached pages are out of date; `undefined` if it is
 * closed.
 */
export function untilClosed(editions: readonly Edition[], now = Date.now()): number | undefined {
  const [latest] = editions
  return latest && isOpenAt(latest, now) ? Date.parse(latest.closesAt) - now : undefined
}
