import { setTimeout } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import { watch, type WatchedPage } from '../browser/support/browser.ts'
import { absence, expectStanding, openTabs, outage, stored, typeOn } from '../browser/support/outage.ts'
import { site } from '../browser/support/running.ts'

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
