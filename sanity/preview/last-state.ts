import type { SanityClient } from '@sanity/client'

export type Content = Readonly<Record<string, unknown>>

/**
 * The last state of a document, draft or published; `undefined` if there has never been one with this id.
 *
 * @param id its published id.
 * @throws when the history cannot be read.
 */
export async function lastStateOf(client: SanityClient, id: string): Promise<Content | undefined> {
  const { documents } = await client.request<{ documents: (Content | null)[] }>({
    url: `/data/history/${client.config().dataset}/documents/drafts.${id},${id}`,
    query: { lastRevision: 'true' },
    tag: 'deleted',
  })
  const [last] = documents
    .filter((document) => document !== null)
    .toSorted((a, b) => String(b._updatedAt).localeCompare(String(a._updatedAt)))
  return last
}
