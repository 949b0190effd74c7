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

const absence = /The site does not answer. You can go on writing/

it('an author who types on through a long outage is told of it, and loses no word, in a field or in prose', async () => {
  const { title, tabs } = await openTabs()
  const [studio] = tabs as [WatchedPage]
  // Without a draft, whose first edit is made while nobody is there.
  const prose = watch(await studio.context().newPage())
  await prose.goto(`${site.url}/studio/structure/outside`)
  const text = prose.locator('[contenteditable=true]')
  await text.click()
  await prose.keyboard.press('Control+End')
  // The preview takes up the last edit.
  await setTimeout(2000)
  const down = outage(20_000)
  const stops = [typeOn(title), typeOn(text)]
  for (const tab of [...tabs, prose])
    await tab.getByRole('alert').filter({ hasText: absence }).waitFor({ timeout: 25_000 })
  expect(await title.isEditable()).toBe(true)
  await down
  await setTimeout(3000)
  const [words, more] = (await Promise.all(stops.map((stop) => stop()))) as [string, string]
  await expect.poll(stored, { timeout: 30_000 }).toBe(words)
  expect(await title.inputValue()).toBe(words)
  const body = () =>
    authorClient(site).fetch<string>(
      'pt::text(*[_id == "drafts.outside"][0].body)',
      {},
      { perspective: 'raw' },
    )
  await expect.poll(body, { timeout: 30_000 }).toContain(more.trim())
  for (const tab of [...tabs, prose]) await expect.poll(() => tab.getByText(absence).count()).toBe(0)
  await expectStanding([...tabs, prose])
})

it('what is written while the site is away, in a tab that is closed then, is there when the Studio is opened again', async () => {
  const studio = await openStudio(browser, site, { path: '/structure/history' })
  await openFrame(studio)
  const title = studio.getByRole('textbox', { name: 'Title' })
  await title.press('End')
  const { port } = new URL(site.url)
  await site.stop()
  await title.pressSequentially(', as written in a tab that was closed')
  const words = await title.inputValue()
  const context = studio.context()
  await studio.close()
  await restartSite({ PORT: port })
  const again = watch(await context.newPage())
  await again.goto(`${site.url}/studio`)
  await again.getByText('What you wrote before the tab was closed is in the draft now').waitFor()
  const kept = () =>
    authorClient(site).fetch<string>('*[_id == "drafts.history"][0].title', {}, { perspective: 'raw' })
  expect(await kept()).toBe(words)
  again.expectQuiet()
})
