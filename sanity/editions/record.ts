import { z } from 'zod'
import {
  isOpenAt,
  standingOf,
  withStanding,
  type Edition,
  type Known,
  type Standing,
} from '#lib/editions/record.ts'
import { readRecord, type StoredRecord } from '#lib/editions/stored.ts'
import { NewerFormatError, readText, textOf, type EditionText } from '#lib/editions/text.ts'
import type { Manual } from '#lib/manual/manual.ts'
import { recordQuery } from './queries.ts'

const storedText = z.object({ number: z.int(), format: z.int(), text: z.string() })
const answerSchema = z.object({
  now: z.string(),
  editions: z.array(z.unknown()),
  texts: z.array(storedText),
})

/** The record as it was read, with the texts by which the rule decides. */
export interface ReadRecord extends StoredRecord {
  /** The content API's time of the answer: ISO 8601, UTC. */
  now: string
  latest: Known | undefined
  previous: Known | undefined
}

/** What is published, as `Loaded` has it. */
export interface PublishedNow {
  manual: Manual
  unavailableIds: readonly string[]
  changedAt: string | undefined
}

/** Asks a content API with GROQ, and with a token that may read ids with a dot. */
export type Ask = (query: string, params?: Record<string, unknown>) => Promise<unknown>

/**
 * Reads the record.
 *
 * @throws {NewerFormatError} when a newer version writes it.
 * @throws {Error} when the content API does not answer, or answers something else.
 */
export async function readRecordBy(ask: Ask): Promise<ReadRecord> {
  const { now, editions, texts } = answerSchema.parse(await ask(recordQuery))
  const record = readRecord(editions)
  const known = (edition: Edition | undefined): Known | undefined => {
    const stored = texts.find(({ number }) => number === edition?.number)
    return edition && stored && { edition, text: readText(stored.text, stored.format) }
  }
  const [latest, previous] = record.editions
  return { ...record, now, latest: known(latest), previous: known(previous) }
}

/** How what is published stands to the record. */
export function standingNow(
  record: ReadRecord,
  published: PublishedNow,
  settle: number,
): { standing: Standing; text: EditionText } {
  const { latest, previous, now } = record
  const text = textOf(published.manual, published.unavailableIds, latest?.text)
  // Taking a section away leaves no document with a date: the content API's time stands in for it.
  const changed = published.changedAt
  const isDated = changed !== undefined && Date.parse(changed) > Date.parse(latest?.edition.date ?? '')
  const isClockBack = latest !== undefined && Date.parse(now) < Date.parse(latest.edition.date)
  const changedAt = changed !== undefined && (!latest || isDated || isClockBack) ? changed : now
  return { standing: standingOf({ text, changedAt }, { latest, previous }, settle), text }
}

/** What pages say of the record: newest first, with what is not written yet. */
export function editionsNow(record: ReadRecord, published: PublishedNow, settle: number): Edition[] {
  return withStanding(record.editions, standingNow(record, published, settle).standing)
}

/**
 * Milliseconds until what is cached of an open edition is out of date; `undefined` when the latest one is
 * closed.
 */
export function untilClosed(editions: readonly Edition[], now = Date.now()): number | undefined {
  const [latest] = editions
  return latest && isOpenAt(latest, now) ? Date.parse(latest.closesAt) - now : undefined
}

export { NewerFormatError }
