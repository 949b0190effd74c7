import { describe, expect, it } from 'vitest'
import { openPage, type WatchedPage } from './support/browser.ts'
import { browser, site } from './support/running.ts'
import { commits, openDocument, openStudio, publish } from './support/studio.ts'

async function principles(reader: WatchedPage): Promise<string[]> {
  await reader.goto(site.url)
  return reader
    .getByRole('region', { name: 'Engineering Principles' })
    .getByRole('heading', { level: 3 })
    .allInnerTexts()
}

/** Rewords the first principle of the open section. */
async function rename(studio: WatchedPage, name: RegExp, rule: string) {
  await studio.getByRole('button', { name }).click()
  const dialog = studio.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Rule' }).fill(rule)
  await dialog.getByRole('button', { name: 'Close dialog' }).click()
}

async function restore(studio: WatchedPage) {
  await studio.getByRole('button', { name: 'Open document actions' }).click()
  await studio.getByRole('menuitem', { name: 'Restore what was published before' }).click()
}

describe('undoing a publish', () => {
  it('takes one action and a review, asks before it replaces a draft, and says if there is nothing to restore', async () => {
    const studio = await openStudio(browser, site)
    const reader = await openPage(browser)
    const seeded = await principles(reader)

    await openDocument(studio, 'Engineering Principles')
    await rename(studio, /^2\.1 Build Before Consuming/, 'Regret This')
    await publish(studio)
    expect(await principles(reader)).toEqual(['Regret This', ...seeded.slice(1)])

    await commits(studio, 'replaceDraft', () => restore(studio))
    // The Studio says where the restored text is, and scrolls to it.
    await studio.getByRole('alert').filter({ hasText: 'in the draft, and not yet with readers' }).waitFor()
    await studio
      .getByRole('button', { name: /^2\.1 Build Before Consuming/ })
      .and(studio.locator(':focus'))
      .waitFor()
    expect(await principles(reader)).toContain('Regret This')
    await publish(studio)
    expect(await principles(reader)).toEqual(seeded)

    await openDocument(studio, 'History')
    await restore(studio)
    await studio.getByRole('alert').filter({ hasText: 'Nothing was published before this' }).waitFor()

    await openDocument(studio, 'Engineering Principles')
    await rename(studio, /^2\.1 Build Before Consuming/, 'Still Thinking')
    await restore(studio)
    const confirm = studio.getByRole('button', { name: 'Replace it' })
    await commits(studio, 'replaceDraft', () => confirm.dblclick())
    await studio.getByRole('button', { name: /^2\.1 Regret This/ }).waitFor()
    expect(await studio.getByRole('button', { name: /^2\.1 Still Thinking/ }).count()).toBe(0)
    studio.expectQuiet()
    reader.expectQuiet()
  })
})
