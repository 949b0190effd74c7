import 'server-only'
import { readEnv } from '#lib/env.ts'
import { recordClients } from './connection.ts'
import { writeRecord } from './ledger.ts'

/**
 * Writes the published text into the record, where Next.js runs without our server. Never rejects, so that
 * the webhook succeeds without it.
 *
 * @param isAwaited whether an answer of the content API to `manualQuery` includes the change that the webhook
 *   is about.
 * @returns whether the record was changed.
 */
export async function keepRecord(isAwaited: (answer: unknown) => boolean): Promise<boolean> {
  try {
    const env = readEnv()
    const clients = recordClients(env)
    // The missing token is reported when pages load the record.
    if ('missing' in clients) return false
    const { id } = await writeRecord(clients.writer, env.EDITION_SETTLE_MINUTES, isAwaited)
    return id !== undefined
  } catch (error) {
    console.warn(`An edition could not be written: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}
