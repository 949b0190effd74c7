import type { SanityClient } from '@sanity/client'

/**
 * Ends this browser's preview and, by deleting the secrets that let authors in (see preview/access.ts), all
 * others. The embedded Content Lake does the same at the end of a session; Sanity's does not know of
 * previews. Never rejects, so that signing out always works.
 */
export async function endPreviews(client: SanityClient): Promise<void> {
  await Promise.allSettled([
    client.delete({ query: '*[_type == "sanity.previewUrlSecret"]' }),
    fetch('/api/draft-mode/disable', { method: 'POST', redirect: 'manual' }),
  ])
}
