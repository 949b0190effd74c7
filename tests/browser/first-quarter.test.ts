import { mkdtempSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import { launchBrowser } from '#scripts/harness/browser.ts'
import { startSite, type Site } from '#scripts/harness/site.ts'
import { openPage, type WatchedPage } from './support/browser.ts'
import { commits, openDocument, openStudio, publish } from './support/studio.ts'
import { blankDocuments } from '#sanity/seed/index.ts'

/** A site on what `npm run seed -- --blank` makes. */
let site: Site
let browser: Browser
let seeded: string
beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'operating-manual-'))
  const seed = spawnSync(process.execPath, ['scripts/seed.ts', '--blank'], {
    env: { ...process.env, DATA_DIR: dataDir },
    encoding: 'utf8',
  })
  seeded = seed.stdout
  ;[browser, site] = await Promise.all([launchBrowser(), startSite({}, dataDir)])
})
afterAll(async () => {
  await browser.close()
  await site[Symbol.asyncDispose]()
})

describe('a blank manual', () => {
  it('is shown by the command that its making ends with', () => {
    expect(seeded).toContain(`DATA_DIR=${site.dataDir} npm start`)
  })

  it('says to readers kindly that nothing is published yet, and not that it is so in part', async () => {
    const reader = await openPage(browser)
    await reader.goto(site.url)
    await reader.getByText('Nothing is written here yet').waitFor()
    expect(await reader.getByText('Published in part').count()).toBe(0)
    reader.expectQuiet()
  })

  it('opens in the Studio on its headline', async () => {
    const studio = await openStudio(browser, site, { path: '/' })
    const headline = studio.getByRole('textbox', { name: 'Headline' })
    await headline.waitFor()
    expect((await headline.boundingBox())!.y).toBeLessThan(500)
    studio.expectQuiet()
  })

  it('shows in an empty section an example, which readers never see', async () => {
    const studio = await openStudio(browser, site)
    await openDocument(studio, 'Shelf')
    await studio.getByText('An example, from somebody else’s manual').waitFor()
    await openDocument(studio, 'Now')
    await studio.getByRole('button', { name: 'Add reading' }).click()
    await studio.getByRole('textbox', { name: 'Activity' }).fill('Writing')
    await studio.getByRole('textbox', { name: 'Subject' }).fill('This manual')
    await studio.keyboard.press('Escape')
    await publish(studio)
    await studio.getByText('Live: § 1 is new').waitFor()
    const page = await (await fetch(site.url)).text()
    expect(page).toContain('This manual')
    expect(page).not.toMatch(/fault injector|fsync/)
    // It was confirmed by being written.
    const day = new Date().toISOString().slice(0, 10)
    expect(await authorClient(site).fetch('*[_id == "now"][0].readings[].confirmed')).toEqual([day])
    studio.expectQuiet()
  })

  it('lets an empty section be taken off the page by one click', async () => {
    const studio = await openStudio(browser, site)
    await openDocument(studio, 'History')
    await commits(studio, 'edit', () => studio.getByRole('button', { name: 'Take it off the page' }).click())
    await studio.getByRole('button', { name: 'Put it on the page' }).waitFor()
    const listed = authorClient(site).fetch<string[]>(
      '*[_id == "drafts.manual"][0].sections[]._ref',
      {},
      { perspective: 'raw' },
    )
    expect(await listed).not.toContain('history')
    studio.expectQuiet()
  })
})

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

describe.each([
  ['at a desk', { viewport: { width: 1440, height: 900 } }],
  ['on a phone', { viewport: { width: 390, height: 844 }, hasTouch: true }],
])('the first quarter of an hour, %s', (_place, options) => {
  it('leads from a blank manual to a page worth showing, without a warning on the way', async () => {
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
    await publishUntil('“Manual”: Live')
    expect(await studio.getByText('not every section').count()).toBe(0)
    // One act has one receipt.
    const others = studio.getByRole('alert').filter({ hasText: 'was published', visible: true })
    expect(await others.count()).toBe(0)

    await open('now')
    await studio.getByRole('button', { name: 'Add reading' }).click()
    await write(studio, 'Reading', 'The log')
    await close(studio)
    await publishUntil('Live: § 1 is new')

    await open('principles')
    for (const rule of ['Delete before you add', 'Say what you saw']) {
      await studio.getByRole('button', { name: 'Add principle' }).click()
      await write(studio, rule, 'Then what you think.')
      await close(studio)
    }
    await publishUntil('Live: § 2 is new')

    await open('history')
    await studio.getByRole('button', { name: 'Add shift' }).click()
    await write(studio, '2019', 'Ran a database for others', 'What happens at night?')
    await close(studio)
    await publishUntil('Live: § 3 is new')

    await open('shelf')
    await studio.getByRole('button', { name: 'Add shelf' }).click()
    await write(studio, 'Reading again')
    await studio.getByRole('button', { name: 'Add shelf item' }).click()
    await studio.getByRole('textbox', { name: 'Title' }).and(studio.locator(':focus')).waitFor()
    await studio.keyboard.type('The Design of Everyday Things')
    await close(studio)
    await publishUntil('Live: § 4 is new')

    const page = (await (await fetch(site.url)).text()).replaceAll(/<[^>]*>/g, ' ')
    for (const words of ['databases at night', 'The log', 'Say what you saw', '2019', 'Everyday Things'])
      expect(page).toContain(words)
    expect(page).not.toMatch(/Published in part|§ 5/)
    studio.expectQuiet()
  })
})
