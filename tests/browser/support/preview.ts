import { createPreviewSecret } from '@sanity/preview-url-secret/create-secret'
import type { Browser, FrameLocator } from 'playwright-core'
import { authorClient } from './author-client.ts'
import type { WatchedPage } from './browser.ts'
import type { Site } from './site.ts'
import { openStudio } from './studio.ts'

/** Opens the Studio's Presentation tool, and gives it with the page inside it once that follows the edits. */
export async function openPresentation(
  browser: Browser,
  site: Site,
  options: Parameters<typeof openStudio>[2] = {},
): Promise<{ studio: WatchedPage; page: FrameLocator }> {
  const studio = await openStudio(browser, site, { path: '/presentation', ...options })
  const page = studio.frameLocator('iframe')
  await page.getByText('Follows every edit').waitFor()
  return { studio, page }
}

/** An address that opens a preview as the Studio does: it is good for an hour. */
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
