import type { Browser, FrameLocator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { previewAddress } from '#scripts/harness/preview-address.ts'
import type { Site } from '#scripts/harness/site.ts'
import type { WatchedPage } from './browser.ts'
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

/** The cookie of a new preview, as a `Cookie` header. */
export async function previewCookie(site: Site): Promise<string> {
  const { headers } = await fetch(await previewAddress(site), { redirect: 'manual' })
  return headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

/** Waits until the preview bar begins with these words, whether there is room for all of them or not. */
export const expectBar = (page: Pick<Page, 'getByRole'>, words: string | RegExp) =>
  expect
    .poll(
      async () => {
        const words = await page.getByRole('complementary', { name: 'Preview' }).innerText()
        // What only screen readers get is in a box of its own.
        return words.replaceAll(/\s+/g, ' ').replaceAll(/ (?=[:.])/g, '')
      },
      { timeout: 15_000 },
    )
    .toMatch(typeof words === 'string' ? new RegExp(`^${words}`) : words)
