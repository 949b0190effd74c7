import { createClient, type SanityClient } from '@sanity/client'
import type { Site } from './site.ts'

/** A client with the author's rights, as a script of theirs would have it. */
export const authorClient = ({ url, writeToken }: Pick<Site, 'url' | 'writeToken'>): SanityClient =>
  createClient({
    projectId: 'manual',
    dataset: 'production',
    apiVersion: '2026-01-01',
    apiHost: `${url}/lake`,
    useProjectHostname: false,
    useCdn: false,
    token: writeToken,
  })

/** Writes a draft of a published document: its content, with other fields. */
export async function writeDraft(client: SanityClient, id: string, fields: object): Promise<void> {
  const published = await client.getDocument(id)
  if (!published) throw new Error(`"${id}" is not published`)
  await client.createOrReplace({ ...published, ...fields, _id: `drafts.${id}` })
}
