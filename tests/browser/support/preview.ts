import type { Browser, FrameLocator } from 'playwright-core'
import type { WatchedPage } from './browser.ts'
import type { Site } from '#scripts/harness/site.ts'
import { openStudio } from './studio.ts'

/**
 * Opens the Presentation tool, and returns the Studio and the page inside it, once the page follows the
 * edits.
 */
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
