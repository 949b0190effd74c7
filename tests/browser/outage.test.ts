import { setTimeout } from 'node:timers/promises'
import type { Locator, Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import { watch, type WatchedPage } from './support/browser.ts'
import { browser, restartSite, site } from './support/running.ts'
import { commits, openDocument, openFrame, openStudio } from './support/studio.ts'

/** The Studio in three tabs: its author writes in one and has left two others open. */
async function openTabs(): Promise<{ title: Locator; tabs: WatchedPage[] }> {
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

/** Stops the server, and starts it again later on the same port and data. */
async function outage(ms: number): Promise<void> {
  const { port } = new URL(site.url)
  await site.stop()
  await setTimeout(ms)
  await restartSite({ PORT: port })
}

/** Types word after word until stopped, then returns them. */
function typeOn(title: Locator): () => Promise<string> {
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

const stored = () =>
  authorClient(site).fetch<string | null>('*[_id == "drafts.shelf"][0].title', {}, { perspective: 'raw' })

async function expectStanding(tabs: readonly Page[]): Promise<void> {
  for (const tab of tabs) expect(await tab.locator('body').innerText()).not.toContain('crashed')
}

it('an author who types on through a restart of the server loses no word, and no tab notices', async () => {
  const { title, tabs } = await openTabs()
  const [, idle] = tabs as [WatchedPage, WatchedPage, WatchedPage]
  const stop = typeOn(title)
  await setTimeout(2000)
  await outage(6000)
  await setTimeout(3000)
  const words = await stop()
  await expect.poll(stored, { timeout: 20_000 }).toBe(words)
  expect(await title.inputValue()).toBe(words)
  await expectStanding(tabs)
  // The idle form has caught up.
  const idleTitle = idle.getByRole('textbox', { name: 'Title' })
  await expect.poll(() => idleTitle.inputValue(), { timeout: 30_000 }).toBe(words)
})

it('a long outage is shown to the author, and no word that was on the screen is lost', async () => {
  const { title, tabs } = await openTabs()
  const [studio] = tabs as [WatchedPage]
  // The preview takes up the last edit.
  await setTimeout(2000)
  const down = outage(25_000)
  await setTimeout(1000)
  await title.pressSequentially('Typed while nobody was there')
  await studio.getByText("Your changes aren't saving").waitFor({ timeout: 25_000 })
  await expect.poll(() => title.isEditable()).toBe(false)
  expect(await title.inputValue()).toBe('Typed while nobody was there')
  await down
  await expect.poll(stored, { timeout: 30_000 }).toBe('Typed while nobody was there')
  await expect.poll(() => title.isEditable(), { timeout: 30_000 }).toBe(true)
  await title.pressSequentially(', and after')
  await expect.poll(stored, { timeout: 20_000 }).toBe('Typed while nobody was there, and after')
  await expectStanding(tabs)
})
