import type { SanityClient } from '@sanity/client'
import { lakePath } from '#sanity/content/paths.ts'

/** Whether a client uses the embedded Content Lake, which is on the site's own origin. */
export const isEmbedded = (client: SanityClient): boolean =>
  client.config().apiHost === `${location.origin}${lakePath}`

/** Says where copies remain of what was redacted or forgotten. */
export const remains = (client: SanityClient): string =>
  isEmbedded(client)
    ? 'Backups that were made before keep it, those in DATA_DIR too.'
    : 'At Sanity, the history of the documents keeps it for as long as your plan says, and so do Sanity’s backups and yours.'

/**
 * Purges, in the embedded Content Lake, the history of every document that ever contained a passage, and the
 * copies that the site keeps of it. Hosted Sanity has no such call.
 *
 * @throws {ClientError} 409 while a document contains it.
 */
export async function purgePassage(client: SanityClient, passage: string): Promise<void> {
  if (!isEmbedded(client)) return
  const { dataset } = client.config()
  await client.request({ method: 'POST', url: `/data/purge/${dataset}`, body: { passage }, tag: 'redact' })
}
