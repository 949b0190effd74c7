import { setTimeout } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import { isLong } from './support/long.ts'
import { browser, site } from './support/running.ts'
import { openDocument, openFrame, openStudio, publish } from './support/studio.ts'

/** Polls, because edits are sent and seen elsewhere some seconds later. */
const poll = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 15_000 })

const stored = (id: string, field = 'title') =>
  authorClient(site).fetch<string | null>(`*[_id == $id][0].${field}`, { id }, { perspective: 'raw' })

/** Holds back the page's writes until released, like a slow or broken connection. */
async function holdWrites(page: Page): Promise<() => void> {
  const gate = Promise.withResolvers<void>()
  await page.route(/\/data\/actions\//, async (route) => {
    await gate.promise
    await route.continue()
  })
  return gate.resolve
}

it(
  'no edits are lost when one person publishes during a write of another, with and without a draft',
  { timeout: 240_000 },
  async () => {
    const [a, b] = [await openStudio(browser, site), await openStudio(browser, site)]
    for (const studio of [a, b]) {
      await openDocument(studio, 'Shelf')
      await openFrame(studio)
    }
    const title = (page: Page) => page.getByRole('textbox', { name: 'Title' })
    const lead = (page: Page) => page.getByRole('textbox', { name: 'Lead' })
    let text = 'Books, tools and places to go back to'
    await title(a).fill(text)
    await publish(a)
    await poll(() => title(b).inputValue()).toBe(text)

    const paces = isLong ? [1, 2, 3, 4] : [2]
    const rounds = [true, false].flatMap((both) => paces.map((pace) => ({ both, pace })))
    // First with a draft that both write, then with none.
    for (const [round, { both, pace }] of rounds.entries()) {
      if (both) {
        await lead(a).fill(`Lead ${round}`)
        await poll(() => lead(b).inputValue()).toBe(`Lead ${round}`)
        await poll(() => stored('drafts.shelf', 'lead')).toBe(`Lead ${round}`)
      }
      const release = await holdWrites(b)
      await title(b).press('End')
      await title(b).pressSequentially(` under way ${round}`, { delay: 10 * pace })
      // The progress of B's write differs from round to round.
      await setTimeout(150 * pace)
      await title(a).press('Home')
      await title(a).pressSequentially(`${round}`)
      await lead(a).fill(`Published ${round}`)
      await publish(a)
      await title(b).press('End')
      await title(b).pressSequentially(` meanwhile ${round}`)
      release()
      await b.unrouteAll({ behavior: 'wait' })
      await poll(() => stored('drafts.shelf')).toContain(`meanwhile ${round}`)
      text = (await stored('drafts.shelf')) ?? ''
      await poll(() => title(b).inputValue()).toBe(text)
      await poll(() => lead(b).inputValue()).toBe(`Published ${round}`)
      await title(b).press('End')
      await title(b).pressSequentially(` after ${round}`)
      await publish(b)
      await poll(() => stored('shelf')).toBe(`${text} after ${round}`)
      text = `${text} after ${round}`
      expect(text).toContain(`under way ${round}`)
      await poll(() => title(a).inputValue()).toBe(text)
      await poll(() => title(b).inputValue()).toBe(text)
    }
    for (const studio of [a, b]) studio.expectQuiet()
  },
)

it.runIf(isLong)(
  'an edit made offline is kept when somebody else publishes meanwhile',
  { timeout: 240_000 },
  async () => {
    const [a, b] = [
      await openStudio(browser, site),
      await openStudio(browser, site, { allowed: [/ERR_INTERNET_DISCONNECTED/] }),
    ]
    for (const studio of [a, b]) {
      await openDocument(studio, 'History')
      await openFrame(studio)
    }
    const title = (page: Page) => page.getByRole('textbox', { name: 'Title' })
    const lead = (page: Page) => page.getByRole('textbox', { name: 'Lead' })
    for (const [round, seconds] of [3, 20].entries()) {
      await lead(a).fill(`Lead ${round}`)
      await poll(() => lead(b).inputValue()).toBe(`Lead ${round}`)
      await poll(() => stored('drafts.history', 'lead')).toBe(`Lead ${round}`)
      await b.context().setOffline(true)
      await title(b).press('End')
      await title(b).pressSequentially(` offline ${round}`)
      await lead(a).fill(`Published ${round}`)
      await publish(a)
      await setTimeout(seconds * 1000)
      await b.context().setOffline(false)
      await poll(() => stored('drafts.history')).toContain(`offline ${round}`)
      await poll(() => lead(b).inputValue()).toBe(`Published ${round}`)
      const text = (await stored('drafts.history')) ?? ''
      expect(text).toContain(`offline ${round}`)
      await poll(() => title(b).inputValue()).toBe(text)
      await publish(b)
      await poll(() => stored('history')).toBe(text)
      await poll(() => title(a).inputValue()).toBe(text)
    }
  },
)
