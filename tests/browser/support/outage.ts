/** For tests of authors who type while the server is away. */
import { setTimeout } from 'node:timers/promises'
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import { watch, type WatchedPage } from './browser.ts'
import { browser, restartSite, site } from './running.ts'
import { commits, openDocument, openFrame, openStudio } from './studio.ts'

/** Opens the Studio in three tabs: the author types in one, and the two others are idle. */
export async function openTabs(): Promise<{ title: Locator; tabs: WatchedPage[] }> {
  const studio = await openStudio(browser, site)
  const idle = watch(await studio.context().newPage())
  await idle.goto(`${site.url}/studio/structure/shelf`)
  const preview = watch(await studio.context().newPage())
  await preview.goto(`${site.url}/studio/presentation`)
  await preview.frameLocator('iframe').getByText('Follows every edit').waitFor()
  await openFrame(idle)
  await openDocument(studio, 'Shelf')
  await openFrame(studio)
  const title = studio.getByRole('textbox', { name: 'Title' })
  await commits(studio, 'edit', () => title.fill('-'))
  await title.fill('')
  await expect.poll(stored, { timeout: 10_000 }).toBe(null)
  return { title, tabs: [studio, idle, preview] }
}

/** Stops the server, and starts it again after `ms` milliseconds on the same port and data. */
export async function outage(ms: number): Promise<void> {
  const { port } = new URL(site.url)
  await site.stop()
  await setTimeout(ms)
  await restartSite({ PORT: port })
}

/** Types word after word until stopped, then returns them. */
export function typeOn(title: Locator): () => Promise<string> {
  let words = ''
  const stop = new AbortController()
  const typing = (async () => {
    for (let count = 1; !stop.signal.aborted; count += 1) {
      await title.pressSequentially(`w${count} `, { delay: 20 })
      words += `w${count} `
      await setTimeout(300)
    }
  })()
  return async () => {
    stop.abort()
    await typing
    return words
  }
}

export const stored = () =>
  authorClient(site).fetch<string | null>('*[_id == "drafts.shelf"][0].title', {}, { perspective: 'raw' })

export async function expectStanding(tabs: readonly Page[]): Promise<void> {
  for (const tab of tabs) expect(await tab.locator('body').innerText()).not.toContain('crashed')
}

/** The Studio's notice when the server is away for long. */
export const absence = /The site does not answer. You can go on writing/
