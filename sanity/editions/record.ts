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

/** The record as it was read, with the texts by which the rule decides. */
export interface ReadRecord extends StoredRecord {
  /** The content API's time of the answer: ISO 8601, UTC. */
  now: string
  latest: Known | undefined
  previous: Known | undefined
  /** What it was made from, as the content API gave it. */
  documents: readonly Document[]
}

/** What is published, as `Loaded` has it. */
export interface PublishedNow {
  manual: Manual
  unavailableIds: readonly string[]
  missingIds: readonly string[]
  brokenParts: Readonly<Record<string, readonly string[]>>
  dates: Readonly<Record<string, string>>
}

/** Asks a content API, with a token that may read ids with a dot. */
export interface RecordReader {
  /** By GROQ. */
  ask: (query: string, params?: Record<string, unknown>) => Promise<unknown>
  /**
   * When one of these published documents was last changed, taking it away included: ISO 8601, UTC.
   * `undefined` where the content API's history does not know, or cannot be asked.
   */
  lastChange: (ids: readonly string[]) => Promise<string | undefined>
}

/** As many documents of a record as it is quicker to ask for by their ids. */
const mostAskedFor = 50

/**
 * Reads the record.
 *
 * @param known what was read before: only what has changed since is asked for. Not with answers that are kept.
 * @throws {NewerFormatError} when a newer version writes it.
 * @throws {Error} when the content API does not answer, or answers something else.
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
 * Reads the record and what is published at the same moment: `undefined` while there is no manual.
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

/** How what is published stands to the record. */
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
 * When what differs from the latest edition was last changed, by the Content Lake's clock. Other documents
 * may have later dates: of a confirmation, of a field that nobody sees, of a clock that was wrong once.
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
  // A document that was taken away has no date any more.
  const taken = missingIds.filter((id) => changes?.some((change) => change.id === id))
  const times = ids.flatMap((id) => dates[id] ?? [])
  if (taken.length > 0) times.push((await lastChange(taken)) ?? now)
  return times.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? now
}

/**
 * Milliseconds until what is cached of an open edition is out of date; `undefined` when the latest one is
 * closed.
 */
export function untilClosed(editions: readonly Edition[], now = Date.now()): number | undefined {
  const [latest] = editions
  return latest && isOpenAt(latest, now) ? Date.parse(latest.closesAt) - now : undefined
}
