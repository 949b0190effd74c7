import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import { watch, type WatchedPage } from './support/browser.ts'
import { browser, restartSite, site } from './support/running.ts'
import { expectStanding, openTabs, outage, stored, typeOn } from './support/outage.ts'
import { openFrame, openStudio } from './support/studio.ts'

it('an author who types during a restart of the server loses no words, and no tab shows an error', async () => {
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
  // The form in the idle tab is up to date.
  const idleTitle = idle.getByRole('textbox', { name: 'Title' })
  await expect.poll(() => idleTitle.inputValue(), { timeout: 30_000 }).toBe(words)
})

it('edits from a tab that is closed while the site is away are saved when the Studio is opened again', async () => {
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
