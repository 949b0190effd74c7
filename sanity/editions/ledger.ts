import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isHttpError, type ClientError, type SanityClient } from '@sanity/client'
import type { Standing } from '#lib/editions/record.ts'
import { editionId, editionType, serverFields } from '#lib/editions/stored.ts'
import type { EditionText } from '#lib/editions/text.ts'
import type { Manual } from '#lib/manual/index.ts'
import { readerBy } from './connection.ts'
import { readMoment, standingNow, type ReadRecord } from './record.ts'

/** As many times as other processes may have been faster. */
const mostTries = 10
/** Milliseconds between tries, at most, for each that has been made. */
const pause = 100

interface Written {
  /** The id of the document that was written; `undefined` when there was nothing to write. */
  id: string | undefined
  /** The revision of the latest edition before that. */
  latest: string | undefined
  /** What was published at that moment. */
  manual: Manual | undefined
}

/**
 * Writes what is published into the record, if it is not there yet. Any number of processes may do so at
 * once, late and repeatedly: what is written is decided by what is published and recorded at one moment; the
 * id of an edition is the lock for making it, and its revision for changing it.
 *
 * @param client with a token that may write.
 * @param settle minutes for which an edition stays open.
 * @param isAwaited whether the content API's answer to `manualQuery` has what is waited for: queries may be
 *   behind.
 */
export async function writeRecord(
  client: SanityClient,
  settle: number,
  isAwaited: (answer: unknown) => boolean = () => true,
): Promise<Written> {
  // Nobody waits for this: it may take longer than a page's question.
  const reader = readerBy(client)
  for (let tries = 0; tries < mostTries; tries += 1) {
    if (tries > 0) await sleep(Math.random() * pause * tries)
    const { record, published, answer } = await readMoment(reader)
    if (!isAwaited(answer)) continue
    const latest = record.editions[0]?.rev
    const nothing = { id: undefined, latest, manual: published?.manual }
    if (!published || published.manual.record === 'off') return nothing
    // Without the latest text, everything would seem to have changed.
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
      // Another process was faster: what it wrote decides.
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
  // A process that found the latest edition open may be about to rewrite it: its revision is then another.
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

/** Somebody else has made or changed the document meanwhile. */
const isConflict = (error: unknown): error is ClientError => isHttpError(error) && error.statusCode === 409
