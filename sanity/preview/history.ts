import type { SanityClient, SanityDocument } from '@sanity/client'

/** A transaction of the past. */
interface PastTransaction {
  /** The revision that it gave to its documents. */
  id: string
  /** The documents that it changed, those it deleted included. */
  documentIDs: string[]
}

interface Options {
  /** Names the request in the content API's statistics. */
  tag: string
}

/**
 * The latest transactions with any of these documents, newest first.
 *
 * @throws when the history cannot be read.
 */
export async function transactionsOf(
  client: SanityClient,
  ids: readonly string[],
  { limit, tag }: Options & { limit: number },
): Promise<PastTransaction[]> {
  const lines = await client.request<string | undefined>({
    url: `/data/history/${client.config().dataset}/transactions/${ids.map(encodeURIComponent).join()}`,
    query: {
      excludeContent: 'true',
      includeIdentifiedDocumentsOnly: 'true',
      reverse: 'true',
      limit: String(limit),
    },
    tag,
  })
  return (lines ?? '')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as PastTransaction)
}

/**
 * The documents that existed after a transaction or, without one, each in its last state, also if it was deleted
 * since. In the order of the ids.
 *
 * @throws when the history cannot be read.
 */
export async function documentsAt(
  client: SanityClient,
  ids: readonly string[],
  { revision, tag }: Options & { revision?: string },
): Promise<SanityDocument[]> {
  const { documents } = await client.request<{ documents: (SanityDocument | null)[] }>({
    url: `/data/history/${client.config().dataset}/documents/${ids.map(encodeURIComponent).join()}`,
    query: revision === undefined ? { lastRevision: 'true' } : { revision },
    tag,
  })
  return ids.flatMap((id) => documents.find((document) => document?._id === id) ?? [])
}
