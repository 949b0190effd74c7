import type { SanityClient } from '@sanity/client'

export type Content = Readonly<Record<string, unknown>>

interface Transaction {
  /** The revision that it gave to the documents in it. */
  id: string
  documentIDs: string[]
}

const tag = 'deleted'

/** The ids under which a document can stand. */
export const versionsOf = (id: string): string[] => [`drafts.${id}`, id]

/**
 * The last state of a deleted document: what its form showed before it was deleted, so the draft if there still
 * was one; `undefined` if there has never been a document with this id.
 *
 * @param id its published id.
 * @throws when the history cannot be read.
 */
export async function lastStateOf(client: SanityClient, id: string): Promise<Content | undefined> {
  const states = await statesOf(client, id, { lastRevision: 'true' })
  if (states.length < 2) return states[0]
  // An earlier draft, discarded or published, is in the history too. Dates do not tell: they are in seconds.
  const [last] = await transactionsOf(client, id, 1)
  const isPublished = last !== undefined && !last.documentIDs.includes(`drafts.${id}`)
  return states.find(({ _id }) => (_id === id) === isPublished)
}

/** The last transactions with a document, its draft included, newest first. */
export async function transactionsOf(
  client: SanityClient,
  id: string,
  limit: number,
): Promise<Transaction[]> {
  const lines = await client.request<string | undefined>({
    url: `/data/history/${client.config().dataset}/transactions/${versionsOf(id).join()}`,
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
    .map((line) => JSON.parse(line) as Transaction)
}

/** The states of a document, its draft first, at a revision or, with `lastRevision`, at the last of each. */
export async function statesOf(
  client: SanityClient,
  id: string,
  query: { revision: string } | { lastRevision: 'true' },
): Promise<Content[]> {
  const { documents } = await client.request<{ documents: (Content | null)[] }>({
    url: `/data/history/${client.config().dataset}/documents/${versionsOf(id).join()}`,
    query,
    tag,
  })
  return documents
    .filter((document) => document !== null)
    .toSorted((a, b) => Number(a._id === id) - Number(b._id === id))
}
