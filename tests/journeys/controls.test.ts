import { afterEach, expect, it } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import type { WatchedPage } from '../browser/support/browser.ts'
import { browser, site } from '../browser/support/running.ts'
import { openStudio } from '../browser/support/studio.ts'

afterEach(async () => {
  await authorClient(site).delete({ query: '*[_id in path("drafts.**")]' })
})

const looks = (studio: WatchedPage) => studio.evaluate(() => document.body.innerHTML + location.href)

const acts = ['Remove', 'Duplicate', 'Add one before', 'Add one after']

it.each([
  ['now', 'Add reading', acts],
  ['principles', 'Add principle', acts],
  ['history', 'Add shift', acts],
  ['exploration', 'Add domain', acts],
  ['shelf', 'Add shelf', acts],
  ['manual;path=sections', 'Add section', ['Remove', 'Replace', 'Add one before', 'Add one after']],
  ['exploration;path=domains[0].topics', 'Add topic', acts],
])('each item in the menu of a row of %s shows something', async (pane, add, expected) => {
  const studio = await openStudio(browser, site, { path: `/structure/${pane}` })
  for (const item of expected) {
    await studio.goto(`${site.url}/studio/structure/${pane}`)
    const field = studio
      .getByTestId(/^field-/)
      .filter({ has: studio.getByRole('button', { name: add }) })
      .last()
    await field.locator('[data-ui="MenuButton"]').first().click()
    const items = async () =>
      (await studio.getByRole('menuitem').allInnerTexts()).filter((name) => !name.endsWith('tab'))
    await expect.poll(items, { message: `the menu of a row of ${pane}` }).toEqual(expected)
    const before = await looks(studio)
    await studio.getByRole('menuitem', { name: item, exact: true }).click()
    await studio.getByRole('menu').waitFor({ state: 'detached' })
    await expect.poll(() => looks(studio), { message: item }).not.toBe(before)
    await authorClient(site).delete({ query: '*[_id in path("drafts.**")]' })
  }
  studio.expectQuiet()
  expect(site.log).toEqual([])
})

it('each button above prose does something to the words that are chosen', async () => {
  const studio = await openStudio(browser, site, { path: '/structure/outside' })
  const prose = studio.locator('[contenteditable=true]')
  await prose.click()
  await studio.keyboard.press('Control+A')
  const html = () => prose.innerHTML()
  for (const name of ['Emphasis', 'Strong', 'Code', 'Bulleted list', 'Numbered list']) {
    const before = await html()
    await studio.getByRole('button', { name, exact: true }).click()
    await expect.poll(html, { message: name }).not.toBe(before)
  }
  await studio.getByRole('button', { name: 'Link', exact: true }).click()
  await studio.getByRole('textbox', { name: 'Address' }).fill('https://example.org')
  await studio.keyboard.press('Escape')
  await studio.getByRole('button', { name: 'Expand editor' }).click()
  await studio.getByRole('button', { name: 'Collapse editor' }).click()
  await studio.getByRole('button', { name: 'Expand editor' }).waitFor()
  studio.expectQuiet()
  expect(site.log).toEqual([])
})
