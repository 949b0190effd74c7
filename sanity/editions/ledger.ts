import { randomUUID } from 'node:crypto'
import { isHttpError, type ClientError, type SanityClient } from '@sanity/client'
import { editionId, editionType, serverFields } from '#lib/editions/stored.ts'
import { readRecordBy, standingNow, type Ask, type PublishedNow } from './record.ts'

/** As many times as other processes may have been faster. */
const mostTries = 10

/**
 * Writes what is published into the record, if it is not there yet. Any number of processes may do so at
 * once, late and repeatedly: the id of an edition is the lock for making it, and its revision for changing
 * it.
 *
 * @param client with a token that may write.
 * @param settle minutes for which an edition stays open.
 * @returns the id of the document that was written; `undefined` when there was nothing to write.
 */
export async function writeRecord(
  client: SanityClient,
  published: PublishedNow,
  settle: number,
): Promise<string | undefined> {
  // Nobody waits for this: it may take longer than a page's question.
  const ask: Ask = (query, params = {}) =>
    client.fetch<unknown>(query, params, { cache: 'no-store', tag: 'record' })
  for (let tries = 0; tries < mostTries; tries += 1) {
    const record = await readRecordBy(ask)
    // A record in which the latest text cannot be read must not be gone on with: everything would seem to
    // have changed.
    if (record.editions.length > 0 && !record.latest)
      throw new Error('The text of the latest edition is missing')
    const { standing, text } = standingNow(record, published, settle)
    if (standing.act === 'keep') return undefined
    try {
      return await write(client, record, standing, text)
    } catch (error) {
      // Another process was faster: what it wrote decides.
      if (!isConflict(error)) throw error
    }
  }
  throw new Error('Other processes write to the record without end')
}

type Record_ = Awaited<ReturnType<typeof readRecordBy>>
type Standing = ReturnType<typeof standingNow>['standing']
type Text = ReturnType<typeof standingNow>['text']

async function write(
  client: SanityClient,
  { editions: [latest], withdrawn, now }: Record_,
  standing: Exclude<Standing, { act: 'keep' }>,
  text: Text,
): Promise<string> {
  const options = { visibility: 'sync', tag: 'record' } as const
  const { edition } = standing
  if (standing.act === 'withdraw') {
    const id = editionId(standing.number)
    await client
      .patch(id)
      .ifRevisionId(latest!.rev)
      .set({ withdrawn: now, text: '', hash: '', changes: '' })
      .unset(['reason', 'correction', 'redacted', 'revised'])
      .commit(options)
    return id
  }
  const id = editionId(edition.number)
  const fields = serverFields(edition, text)
  if (standing.act === 'rewrite') await client.patch(id).ifRevisionId(latest!.rev).set(fields).commit(options)
  else if (withdrawn)
    await client
      .patch(id)
      .ifRevisionId(withdrawn._rev)
      .set({ ...fields, uuid: randomUUID() })
      .unset(['withdrawn'])
      .commit(options)
  else await client.create({ _id: id, _type: editionType, uuid: randomUUID(), ...fields }, options)
  return id
}

/** Somebody else has made or changed the document meanwhile. */
const isConflict = (error: unknown): error is ClientError => isHttpError(error) && error.statusCode === 409
