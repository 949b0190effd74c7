import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isHttpError, type ClientError, type SanityClient } from '@sanity/client'
import type { Standing } from '#lib/editions/record.ts'
import { editionId, editionType, serverFields } from '#lib/editions/stored.ts'
import type { EditionText } from '#lib/editions/text.ts'
import type { Manual } from '#lib/manual/index.ts'
import { readerBy } from './connection.ts'
import { readMoment, standingNow, type ReadRecord } from './record.ts'

/** Tries, in case other processes write at the same time. */
const mostTries = 10
/** The longest wait before a try, in milliseconds, times the number of tries so far. */
const pause = 100

interface Written {
  /** The id of the written document; `undefined` if there was nothing to write. */
  id: string | undefined
  /** The document revision (`_rev`) of the latest edition before that. */
  latest: string | undefined
  /** The manual published at that moment. */
  manual: Manual | undefined
}

/**
 * Writes the published text into the record, if it is not there yet. Any number of processes may call this at
 * once, late or repeatedly: the outcome depends only on what is published and recorded, read in one query.
 * Creating the fixed id is the lock for a new edition, and `ifRevisionId` that for changing one. A new
 * edition also changes the revision of the one before it, so that a slow process does not rewrite that.
 *
 * @param client with a token that may write.
 * @param settle minutes for which an edition stays open.
 * @param isAwaited whether an answer of the content API to `manualQuery` includes the change to be recorded.
 *   Queries may be behind.
 * @throws {NewerFormatError} if a newer version of the project writes the record.
 * @throws {Error} if the content API does not answer, or a document of the record is damaged.
 */
export async function writeRecord(
  client: SanityClient,
  settle: number,
  isAwaited: (answer: unknown) => boolean = () => true,
): Promise<Written> {
  // Uses the writer's client, whose timeout is longer than the one for pages, since no page waits for this.
  const reader = readerBy(client)
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (tries > 0) await sleep(Math.random() * pause * tries)
    const { record, published, answer } = await readMoment(reader)
    if (!isAwaited(answer)) continue
    const latest = record.editions[0]?.rev
    const nothing = { id: undefined, latest, manual: published?.manual }
    if (!published || published.manual.record === 'off') return nothing
    // Without the text of the latest edition, everything would look changed.
    if (record.editions.length > 0 && !record.latest)
      throw new Error('The text of the latest edition is missing')
    const { standing, text } = await standingNow(record, published, settle, reader)
    if (standing.act === 'keep') return nothing
    const id = editionId(standing.act === 'withdraw' ? standing.number : standing.edition.number)
    const damaged = record.problems.find((problem) => problem.id === id)
    if (damaged) throw new Error(damaged.message)
    try {
      await write(client, record, standing, id, text)
      return { ...nothing, id }
    } catch (error) {
      // Another process was faster. Decide again, by what it wrote.
      if (!isConflict(error)) throw error
    }
  }
  throw new Error('The content API does not show what was published or written by others')
}

async function write(
  client: SanityClient,
  { editions: [latest], withdrawn, now }: ReadRecord,
  standing: Exclude<Standing, { act: 'keep' }>,
  id: string,
  text: EditionText,
): Promise<void> {
  const options = { visibility: 'sync', tag: 'record' } as const
  if (standing.act === 'withdraw') {
    await client
      .patch(id)
      .ifRevisionId(latest!.rev)
      .set({ withdrawn: now, text: '', hash: '', changes: '' })
      .unset(['reason', 'correction', 'redacted', 'revised'])
      .commit(options)
    return
  }
  const fields = serverFields(standing.edition, text)
  if (standing.act === 'rewrite') {
    await client.patch(id).ifRevisionId(latest!.rev).set(fields).commit(options)
    return
  }
  const transaction = client.transaction()
  // Changes the revision of the latest edition, so that a process that is about to rewrite it gets a
  // conflict.
  if (latest)
    transaction.patch(editionId(latest.number), (patch) =>
      patch.ifRevisionId(latest.rev).set({ followed: now }),
    )
  const uuid = randomUUID()
  if (withdrawn)
    transaction.patch(id, (patch) =>
      patch
        .ifRevisionId(withdrawn._rev)
        .set({ ...fields, uuid })
        .unset(['withdrawn']),
    )
  else transaction.create({ _id: id, _type: editionType, uuid, ...fields })
  await transaction.commit(options)
}

/** Whether another process has created or changed the document meanwhile. */
const isConflict = (error: unknown): error is ClientError => isHttpError(error) && error.statusCode === 409
