import { readFileSync } from 'node:fs'
import type { SanityClient } from '@sanity/client'
import type { Page } from 'playwright-core'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { openPage, type WatchedPage } from './support/browser.ts'
import { authorClient } from '#scripts/harness/author-client.ts'
import { previewAddress } from '#scripts/harness/preview-address.ts'
import { openPresentation } from './support/preview.ts'
import { browser, site } from './support/running.ts'

let client: SanityClient

beforeAll(() => {
  client = authorClient(site)
})

afterEach(() => client.delete({ query: '*[_id in path("drafts.**") && _type match "*Section"]' }))

/** Writes a draft: the published section, with the given fields replaced. */
async function draft(id: string, fields: object): Promise<void> {
  const document = await client.getDocument(id)
  await client.createOrReplace({ ...document!, ...fields, _id: `drafts.${id}` })
}

/** Writes a draft that moves the third rule to the top and changes one word in it. */
async function draftRules(): Promise<void> {
  const { principles } = (await client.getDocument('principles')) as unknown as {
    principles: [object, object, object, ...object[]]
  }
  const [first, second, third, ...others] = principles
  await draft('principles', {
    principles: [{ ...third, title: 'Optimize For Width' }, first, second, ...others],
  })
}

/** Opens the page of changes by the link in the preview bar. */
async function openChanges(options: Parameters<typeof openPage>[1] = {}): Promise<WatchedPage> {
  const page = await openPage(browser, options)
  await page.goto(await previewAddress(site))
  await page.getByRole('link', { name: /^See (it|them)$/ }).click()
  await page.getByRole('link', { name: 'Show the page' }).waitFor()
  await page.getByText('Follows every edit').waitFor()
  // Next.js streams the title after the page.
  await page.waitForFunction(() => document.title !== '')
  return page
}

const summaryOf = (page: Page) =>
  page.getByRole('navigation', { name: 'Changes' }).getByRole('link').allInnerTexts()

describe('the changes', () => {
  it('are listed word by word, compared with the published page, and follow every edit', async () => {
    await draftRules()
    const page = await openChanges()
    expect(await summaryOf(page)).toEqual([
      '§ 2.1 Optimize For Width: Moved from § 2.3 to § 2.1, and changed',
    ])
    const rules = page.getByRole('region', { name: '§ 2 Engineering Principles' })
    expect(await rules.getByRole('deletion').innerText()).toContain('Depth')
    expect(await rules.getByRole('insertion').innerText()).toContain('Width')
    expect(await page.getByRole('region').count()).toBe(1)

    await draft('shelf', { title: 'A drafted shelf' })
    await page.getByRole('region', { name: '§ 6 Shelf' }).waitFor()
    expect(new URL(page.url()).searchParams.has('changes')).toBe(true)
    await page.reload()
    expect(await summaryOf(page)).toHaveLength(2)

    await page.getByRole('link', { name: 'Show the page' }).click()
    await page.getByRole('heading', { name: 'A drafted shelf' }).waitFor()
    expect(page.url()).toBe(`${site.url}/`)
    page.expectQuiet()
  })

  it('are gone once the draft is published', async () => {
    await draft('shelf', { title: 'Another shelf' })
    const page = await openChanges()
    expect(await summaryOf(page)).toEqual(['§ 6 Title: Added'])
    const { _id, ...document } = (await client.getDocument('drafts.shelf'))!
    await client
      .transaction()
      .createOrReplace({ ...document, _id: 'shelf' })
      .delete(_id)
      .commit()
    await page.getByRole('heading', { level: 1, name: 'Nothing would change' }).waitFor()
    page.expectQuiet()
  })

  it('name a section that would leave the page because of its problems, and link to the field', async () => {
    await draft('history', { entries: [] })
    const page = await openChanges()
    expect(await summaryOf(page)).toEqual(['§ 3 History: Would leave the page'])
    const history = page.getByRole('region', { name: '§ 3 History' })
    expect(await history.innerText()).toContain('has no entries')
    const field = history.getByRole('link', { name: 'Shifts' })
    expect(await field.getAttribute('href')).toBe(
      '/studio/intent/edit/id=history;type=historySection;path=entries/',
    )
    page.expectQuiet()
  })

  it('are shown inside the Studio too, where a click opens the field', async () => {
    await draftRules()
    const { studio, page } = await openPresentation(browser, site)
    await page.getByRole('link', { name: /^See (it|them)$/ }).click()
    const rules = page.getByRole('region', { name: '§ 2 Engineering Principles' })
    const words = rules.getByRole('paragraph').filter({ has: page.getByRole('insertion') })
    await words.hover()
    await words.click()
    const field = studio.getByRole('textbox', { name: 'Rule' })
    await field.waitFor()
    expect(await field.inputValue()).toBe('Optimize For Width')
    studio.expectQuiet()
  })

  it('are shown without scripts', async () => {
    await draftRules()
    const page = await openPage(browser, { javaScriptEnabled: false })
    await page.goto(await previewAddress(site))
    await page.getByRole('link', { name: /^See (it|them)$/ }).click()
    await page.getByRole('region', { name: '§ 2 Engineering Principles' }).waitFor()
    await page.getByRole('link', { name: 'Show the page' }).click()
    await page.getByRole('heading', { name: 'I build systems to understand them.' }).waitFor()
    expect(page.url()).toBe(`${site.url}/`)
    page.expectQuiet()
  })

  it('are not shown to readers, who get the page at the same address', async () => {
    await draftRules()
    const reader = await openPage(browser)
    await reader.goto(`${site.url}/?changes`)
    await reader.getByRole('heading', { name: 'Optimize For Depth' }).waitFor()
    expect(await reader.content()).not.toMatch(/Optimize For Width|What would change|<(ins|del)/)
    reader.expectQuiet()
  })
})

describe('the changes are accessible', () => {
  const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')

  it.each([
    [320, 'light'],
    [1280, 'dark'],
  ] as const)('at %i px in %s', async (width, colorScheme) => {
    await draftRules()
    await draft('history', { entries: [] })
    await draft('now', { lead: null })
    const page = await openChanges({ viewport: { width, height: 900 }, colorScheme })
    await page.evaluate(axe)
    const violations = await page.evaluate(async () => {
      const { axe } = globalThis as unknown as { axe: typeof import('axe-core') }
      const { violations } = await axe.run({
        rules: { 'color-contrast-enhanced': { enabled: true }, 'target-size': { enabled: true } },
      })
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
    })
    expect(violations).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width)
    await page.screenshot({ path: `.screenshots/changes-${width}-${colorScheme}.png`, fullPage: true })
    page.expectQuiet()
  })
})
