import 'server-only'
import { readEnv } from '#lib/env.ts'
import { parseManual } from '#lib/manual/index.ts'
import { recordClients } from './connection.ts'
import { writeRecord } from './ledger.ts'

/**
 * Writes what is published into the record, where Next.js runs without our server. Never rejects: a webhook
 * has done its work without it.
 *
 * @param answer that of the content API to `manualQuery`, not from a cache.
 * @returns whether the record was changed.
 */
export async function keepRecord(answer: unknown): Promise<boolean> {
  try {
    const env = readEnv()
    const { manual, unavailableIds, changedAt } = parseManual(answer)
    if (manual.record === 'off') return false
    const { ask, client } = recordClients(env)
    if (!ask || !client) {
      console.warn(
        'The record of editions is not kept: it needs SANITY_API_READ_TOKEN and SANITY_API_WRITE_TOKEN',
      )
      return false
    }
    const published = { manual, unavailableIds, changedAt }
    return (await writeRecord(client, published, env.EDITION_SETTLE_MINUTES)) !== undefined
  } catch (error) {
    console.warn(`An edition could not be written: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}
