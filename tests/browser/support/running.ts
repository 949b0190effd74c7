/**
 * A browser and a site with the first dataset, for all tests of the importing file: started before the first
 * test, stopped after the last one.
 */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { launchBrowser } from '#scripts/harness/browser.ts'
import { startSite, type Site } from '#scripts/harness/site.ts'

export let browser: Browser
export let site: Site

beforeAll(async () => {
  ;[browser, site] = await Promise.all([launchBrowser(), startSite()])
})

afterAll(async () => {
  await browser.close()
  await site[Symbol.asyncDispose]()
})

/** Restarts the site on the same data, as a new process. */
export async function restartSite(env: Record<string, string> = {}): Promise<void> {
  site = await site.restart(env)
}
