import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openPage } from './support/browser.ts'
import { browser, site } from './support/running.ts'
import { openDocument, publish } from './support/studio.ts'

const withoutSpace = (text: string) => text.replaceAll(/\s/g, '')

/**
 * Every sentence of the text the first dataset carries. It was copied from a page, so what stood side by side there runs together
 * ("Operating SystemsRustLinux"): spaces are left out of the comparison. So are its indexes ("01"), which are computed.
 */
const sentences = readFileSync('tests/fixtures/operating-manual.txt', 'utf8')
  .split('\n')
  .map((line) => withoutSpace(line).replace(/0\d$/, ''))
  .filter((line) => line !== '')

describe('the first start', () => {
  it('serves the seed word for word', async () => {
    const page = await openPage(browser)
    await page.goto(site.url)
    const text = withoutSpace(await page.locator('body').innerText())
    expect(sentences.length).toBeGreaterThan(70)
    expect(sentences.filter((sentence) => !text.includes(sentence))).toEqual([])
    page.expectQuiet()
  })
})

describe('an edit', () => {
  it('is on the page for the next reader after Publish', async () => {
    const studio = await openPage(browser, { viewport: { width: 1400, height: 900 } })
    await studio.goto(site.studioUrl)
    await openDocument(studio, 'Engineering Principles')
    await studio.getByRole('button', { name: /^Build Before Consuming/ }).click()
    const dialog = studio.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Rule' }).fill('Build Before Buying')
    await dialog.getByRole('button', { name: 'Close dialog' }).click()
    await publish(studio)

    const reader = await openPage(browser)
    await reader.goto(site.url)
    await reader.getByRole('heading', { name: 'Build Before Buying' }).waitFor()
    expect(await reader.getByRole('heading', { name: 'Build Before Consuming' }).count()).toBe(0)
    reader.expectQuiet()
    studio.expectQuiet()
    expect(site.log).toEqual([])
  })
})
