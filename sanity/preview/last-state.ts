import type { SanityClient } from '@sanity/client'
import { documentsAt, transactionsOf } from './history.ts'

export type Content = Readonly<Record<string, unknown>>

const tag = 'deleted'

/** The ids of a document: of its draft, and its published one. */
export const versionsOf = (id: string): [draft: string, published: string] => [`drafts.${id}`, id]

/**
 * The last state of a deleted document: what its form showed before it was deleted, so the draft if there still
 * was one; `undefined` if there has never been a document with this id.
 *
 * @param id its published id.
 * @throws when the history cannot be read.
 */
export async function lastStateOf(client: SanityClient, id: string): Promise<Content | undefined> {
  const ids = versionsOf(id)
  const [first, published] = await documentsAt(client, ids, { tag })
  if (!published) return first
  // A draft that was discarded or published earlier is in the history, too. Dates do not tell: they are in seconds.
  const [last] = await transactionsOf(client, ids, { limit: 1, tag })
  return last && !last.documentIDs.includes(ids[0]) ? published : first
}
