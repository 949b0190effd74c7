import 'server-only'
import { readEnv } from '#lib/env.ts'
import { recordClients } from './connection.ts'
import { writeRecord } from './ledger.ts'

/**
 * Writes what is published into the record, where Next.js runs without our server. Never rejects: a webhook
 * has done its work without it.
 *
 * @param isAwaited whether the content API's answer to `manualQuery` has the change that the webhook is of.
 * @returns whether the record was changed.
 */
export async function keepRecord(isAwaited: (answer: unknown) => boolean): Promise<boolean> {
  try {
    const env = readEnv()
    const clients = recordClients(env)
    // Pages say which token is missing.
    if ('missing' in clients) return false
    const { id } = await writeRecord(clients.writer, env.EDITION_SETTLE_MINUTES, isAwaited)
    return id !== undefined
  } catch (error) {
    console.warn(`An edition could not be written: ${error instanceof Error ? error.message : String(error)}`)
    return false
  }
}
