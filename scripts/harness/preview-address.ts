import { createPreviewSecret } from '@sanity/preview-url-secret/create-secret'
import { authorClient } from './author-client.ts'
import type { Site } from './site.ts'

/** An address that opens a preview, as the Studio makes it. Valid for an hour. */
export async function previewAddress(
  site: Pick<Site, 'url' | 'writeToken'>,
  pathname = '/',
): Promise<string> {
  const { secret } = await createPreviewSecret(authorClient(site), 'tests', site.url)
  const query = new URLSearchParams({
    'sanity-preview-secret': secret,
    'sanity-preview-pathname': pathname,
  })
  return `${site.url}/api/draft-mode/enable?${query}`
}
