/** What a new author does in their first quarter of an hour. */
import type { Browser } from 'playwright-core'
import { expect } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import type { Site } from '#scripts/harness/site.ts'
import { blankDocuments } from '#sanity/seed/index.ts'
import type { WatchedPage } from '../browser/support/browser.ts'
import { openStudio } from '../browser/support/studio.ts'

/** Closes the entry that is open, and those around it. */
const close = (studio: WatchedPage): Promise<void> =>
  expect
    .poll(
      async () => {
        const button = studio.getByRole('button', { name: 'Close dialog' })
        if (await button.count())
          await button
            .last()
            .click({ timeout: 2000 })
            .catch(() => undefined)
        return studio.getByRole('dialog').count()
      },
      { interval: 500, timeout: 30_000 },
    )
    .toBe(0)

/** Types into the field that has the focus, and those after it. */
async function write(studio: WatchedPage, first: string, ...words: string[]): Promise<void> {
  const field = studio.getByRole('dialog').getByRole('textbox').first()
  await field.waitFor()
  await expect.poll(() => field.evaluate((element) => element === document.activeElement)).toBe(true)
  await studio.keyboard.type(first)
  for (const word of words) {
    await studio.keyboard.press('Tab')
    await studio.keyboard.type(word)
  }
}

/** From a blank manual to a page worth showing: asserts that there is no warning on the way. */
export async function writeFirstManual(
  browser: Browser,
  site: Site,
  options: Parameters<typeof openStudio>[2],
): Promise<void> {
  const client = authorClient(site)
  await client.delete({ query: '*[!(_type match "system.**")]' })
  await Promise.all(blankDocuments().map((document) => client.createOrReplace(document)))
  const studio = await openStudio(browser, site, { path: '/', ...options })
  const publishUntil = (words: string): Promise<void> =>
    expect
      .poll(
        async () => {
          const button = studio.getByRole('button', { name: 'Publish', exact: true, disabled: false })
          await button.click({ timeout: 1000 }).catch(() => undefined)
          return studio.getByRole('alert').filter({ hasText: words }).count()
        },
        { interval: 500, timeout: 45_000 },
      )
      .toBe(1)
  const open = async (section: string) => {
    await studio.goto(`${site.url}/studio/structure/${section}`)
    await studio.getByText('An example, from somebody else’s manual').waitFor()
  }
  await studio.getByRole('textbox', { name: 'Headline' }).fill('I look after databases at night.')
  await publishUntil('“Manual” is live')
  expect(await studio.getByText('not every section').count()).toBe(0)
  // One act has one receipt.
  const others = studio.getByRole('alert').filter({ hasText: 'was published', visible: true })
  expect(await others.count()).toBe(0)

  await open('now')
  await studio.getByRole('button', { name: 'Add reading' }).click()
  await write(studio, 'Reading', 'The log')
  await close(studio)
  await publishUntil('is live: § 1 is new')

  await open('principles')
  for (const rule of ['Delete before you add', 'Say what you saw']) {
    await studio.getByRole('button', { name: 'Add principle' }).click()
    await write(studio, rule, 'Then what you think.')
    await close(studio)
  }
  await publishUntil('is live: § 2 is new')

  await open('history')
  await studio.getByRole('button', { name: 'Add shift' }).click()
  await write(studio, '2019', 'Ran a database for others', 'What happens at night?')
  await close(studio)
  await publishUntil('is live: § 3 is new')

  await open('shelf')
  await studio.getByRole('button', { name: 'Add shelf' }).click()
  await write(studio, 'Reading again')
  await studio.getByRole('button', { name: 'Add shelf item' }).click()
  await studio.getByRole('textbox', { name: 'Title' }).and(studio.locator(':focus')).waitFor()
  await studio.keyboard.type('The Design of Everyday Things')
  await close(studio)
  await publishUntil('is live: § 4 is new')

  const page = (await (await fetch(site.url)).text()).replaceAll(/<[^>]*>/g, ' ')
  for (const words of ['databases at night', 'The log', 'Say what you saw', '2019', 'Everyday Things'])
    expect(page).toContain(words)
  expect(page).not.toMatch(/Published in part|§ 5/)
  studio.expectQuiet()
}
