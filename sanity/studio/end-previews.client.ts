import type { SanityClient } from '@sanity/client'

/**
 * Ends this browser's preview, and, by deleting the secrets that let authors in, every other one (preview/access.ts).
 * The embedded Content Lake does the same when a session ends; Sanity's does not know of previews. A sign-out must
 * not fail because of it.
 */
export async function endPreviews(client: SanityClient): Promise<void> {
  await Promise.allSettled([
    client.delete({ query: '*[_type == "sanity.previewUrlSecret"]' }),
    fetch('/api/draft-mode/disable', { method: 'POST', redirect: 'manual' }),
  ])
}
