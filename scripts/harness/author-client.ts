import type { SanityClient } from '@sanity/client'
import { connectTo } from '#sanity/content/connection.ts'
import { lakePath } from '#sanity/content/paths.ts'
import type { Site } from './site.ts'

/** A client with the write token. */
export const authorClient = ({ url, writeToken }: Pick<Site, 'url' | 'writeToken'>): SanityClient =>
  connectTo({ projectId: 'manual', dataset: 'production', apiHost: url + lakePath }, { token: writeToken })

/** Writes a draft: the published document, with the given fields replaced. */
export async function writeDraft(client: SanityClient, id: string, fields: object): Promise<void> {
  const published = await client.getDocument(id)
  if (!published) throw new Error(`"${id}" is not published`)
  await client.createOrReplace({ ...published, ...fields, _id: `drafts.${id}` })
}
