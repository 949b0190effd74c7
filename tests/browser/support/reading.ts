import type { BrowserContextOptions } from 'playwright-core'
import { openPage, type WatchedPage } from './browser.ts'
import { browser, site } from './running.ts'

/** Opens the page as a reader, and waits for its fonts. */
export async function read(
  options: BrowserContextOptions & { path?: string; allowed?: readonly RegExp[] } = {},
): Promise<WatchedPage> {
  const { path = '/', ...context } = options
  const page = await openPage(browser, context)
  await page.goto(site.url + path)
  await page.evaluate(() => document.fonts.ready)
  return page
}

export const desk = { viewport: { width: 1280, height: 900 } }
export const phone = { viewport: { width: 390, height: 844 } }
export const widths = [320, 390, 768, 1280, 1920]
