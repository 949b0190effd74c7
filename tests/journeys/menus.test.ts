import { expect, it } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import { browser, site } from '../browser/support/running.ts'
import { openStudio } from '../browser/support/studio.ts'

it('the Studio has no control that does nothing beside a form: each menu item shows something, and nothing else is in the menus', async () => {
  const studio = await openStudio(browser, site, {
    path: '/structure/history',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const looks = () => studio.evaluate(() => document.body.innerText + location.href)
  const has = async (menu: string, expected: string[]) => {
    const names = async () =>
      (await studio.getByRole('menuitem').allInnerTexts()).map((name) => name.split('\n')[0])
    await expect.poll(names, { message: `the menu behind ${menu}` }).toEqual(expected)
  }
  const menus: [button: string, items: string[], disabled: string[]][] = [
    // There is no draft to compare.
    [
      'pane-context-menu-button',
      ['History', 'Inspect', 'Compare versions', 'Inline changes'],
      ['Compare versions'],
    ],
    ['copy-document-actions-button', ['Copy document URL', 'Copy document ID'], []],
    ['action-menu-button', ['Duplicate', 'Delete', 'Restore what was published before'], []],
  ]
  for (const [button, items, disabled] of menus)
    for (const item of items.filter((name) => !disabled.includes(name))) {
      await studio.goto(`${site.url}/studio/structure/history`)
      await studio.getByRole('button', { name: 'Add shift' }).waitFor()
      await studio.getByTestId(button).first().click()
      await has(button, items)
      const before = await looks()
      await studio.getByRole('menuitem', { name: item }).click()
      await expect.poll(looks, { message: item }).not.toBe(before)
    }
  // One of them made a copy.
  await authorClient(site).delete({ query: '*[_id in path("drafts.**")]' })
  for (const control of ['Presentation', 'Manual', 'Menu', 'As published', 'To edit']) {
    const before = await studio.evaluate(() => document.body.innerHTML + location.href)
    await studio
      .getByRole('button', { name: control, exact: true })
      .or(studio.getByRole('link', { name: control, exact: true }))
      .first()
      .click()
    await expect
      .poll(() => studio.evaluate(() => document.body.innerHTML + location.href), { message: control })
      .not.toBe(before)
    if (control === 'Menu') await studio.keyboard.press('Escape')
    if (control === 'Manual') await studio.goto(`${site.url}/studio/structure/history`)
  }
  studio.expectQuiet()
  expect(site.log).toEqual([])
})
