import { describe, expect, it } from 'vitest'
import { openPage, type WatchedPage } from './support/browser.ts'
import { browser, restartSite, site } from './support/running.ts'
import { commits, openDocument, openStudio, publish } from './support/studio.ts'

/** The names of the mental models on the page, from top to bottom. */
async function modelNames(reader: WatchedPage): Promise<string[]> {
  await reader.goto(site.url)
  return reader
    .getByRole('region', { name: 'Mental Models' })
    .getByRole('heading', { level: 3 })
    .allInnerTexts()
}

/**
 * An item of an array in the open form. The Studio gives neither its handle nor its menu an accessible name.
 */
function arrayItem(studio: WatchedPage, name: RegExp) {
  const item = studio.getByRole('button', { name })
  const row = studio.locator('[data-ui="Card"]', { has: item }).last()
  return {
    dragHandle: row.locator('[aria-roledescription="sortable"]'),
    menu: row.getByRole('button').last(),
  }
}

describe('an author', () => {
  it('adds a mental model, moves it up, and takes it away again', async () => {
    const studio = await openStudio(browser, site)
    const reader = await openPage(browser)
    const seeded = await modelNames(reader)
    expect(seeded).toHaveLength(6)

    await openDocument(studio, 'Mental Models')
    await studio.getByRole('button', { name: 'Add mental model' }).click()
    const dialog = studio.getByRole('dialog')
    for (const [field, words] of Object.entries({
      From: 'cache',
      To: 'promise',
      Name: 'Caches Make Promises',
      Body: 'A cached answer is a promise about the future. Write down who keeps it.',
    })) {
      await dialog.getByRole('textbox', { name: field }).fill(words)
    }
    await dialog.getByRole('button', { name: 'Close dialog' }).click()
    await publish(studio)
    expect(await modelNames(reader)).toEqual([...seeded, 'Caches Make Promises'])

    const added = arrayItem(studio, /cache to promise/)
    await added.dragHandle.focus()
    await studio.keyboard.press('Space')
    await studio.getByText(/was moved over droppable area/).waitFor({ state: 'attached' })
    await studio.keyboard.press('ArrowUp')
    await studio.getByText(/over droppable area local-decisions/).waitFor({ state: 'attached' })
    await commits(studio, 'edit', () => studio.keyboard.press('Space'))
    await publish(studio)
    expect(await modelNames(reader)).toEqual([
      ...seeded.slice(0, 5),
      'Caches Make Promises',
      ...seeded.slice(5),
    ])

    await added.menu.click()
    await commits(studio, 'edit', () => studio.getByRole('menuitem', { name: 'Remove' }).click())
    await publish(studio)
    expect(await modelNames(reader)).toEqual(seeded)
    reader.expectQuiet()
    studio.expectQuiet()
  })

  it('unpublishes a section, which leaves the page, and publishes it again in its place', async () => {
    const studio = await openStudio(browser, site)
    const reader = await openPage(browser)
    const contents = async () => {
      await reader.goto(site.url)
      return reader.getByRole('navigation', { name: 'Contents' }).getByRole('listitem').allInnerTexts()
    }
    const before = await contents()
    expect(before.join()).toContain('History')

    await openDocument(studio, 'History')
    await studio.getByRole('button', { name: 'As published', exact: true }).click()
    await studio.getByRole('button', { name: 'Open document actions' }).click()
    await studio.getByRole('menuitem', { name: 'Unpublish' }).click()
    await commits(studio, 'unpublish', () =>
      studio
        .getByRole('dialog')
        .getByRole('button', { name: /Unpublish/ })
        .click(),
    )
    expect((await contents()).join()).not.toContain('History')

    await studio.getByRole('button', { name: 'To edit', exact: true }).click()
    await publish(studio)
    expect(await contents()).toEqual(before)
    reader.expectQuiet()
    studio.expectQuiet()
  })

  it('finds everything again after a restart', async () => {
    const studio = await openStudio(browser, site)
    await openDocument(studio, 'Manual')
    await studio.getByRole('textbox', { name: 'Headline' }).fill('I restart systems to trust them.')
    await publish(studio)
    const reader = await openPage(browser)
    await reader.goto(site.url)
    const revision = await reader.getByText(/^[0-9a-f]{12}$/).innerText()

    await restartSite()
    await reader.goto(site.url)
    await reader.getByRole('heading', { level: 1, name: 'I restart systems to trust them.' }).waitFor()
    expect(await reader.getByText(/^[0-9a-f]{12}$/).innerText()).toBe(revision)
    expect(site.log).toEqual([])
  })
})
