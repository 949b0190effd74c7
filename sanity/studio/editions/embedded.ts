import type { SanityClient } from '@sanity/client'
import { lakePath } from '#sanity/content/paths.ts'

/** Whether a client talks to the embedded Content Lake: it is on the site's own origin. */
export const isEmbedded = (client: SanityClient): boolean =>
  client.config().apiHost === `${location.origin}${lakePath}`

/** What keeps a copy of what was taken out of the record. */
export const remains = (client: SanityClient): string =>
  isEmbedded(client)
    ? 'Backups that were made before keep it, those in DATA_DIR too.'
    : 'At Sanity, the history of the documents keeps it for as long as your plan says, and so do Sanity’s backups and yours.'

/**
 * Takes the past of everything that ever held a passage out of the embedded Content Lake, with what the site
 * keeps of it. Hosted Sanity has no such call.
 *
 * @throws {ClientError} 409 while a document holds it.
 */
export async function purgePassage(client: SanityClient, passage: string): Promise<void> {
  if (!isEmbedded(client)) return
  const { dataset } = client.config()
  await client.request({ method: 'POST', url: `/data/purge/${dataset}`, body: { passage }, tag: 'redact' })
}
