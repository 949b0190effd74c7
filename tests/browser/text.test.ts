import { beforeAll, describe, expect, it } from 'vitest'
import type { SanityClient } from '@sanity/client'
import { authorClient, writeDraft } from '#scripts/harness/author-client.ts'
import { openPage } from './support/browser.ts'
import { previewAddress } from '#scripts/harness/preview-address.ts'
import { browser, site } from './support/running.ts'
import { openDocument, openStudio } from './support/studio.ts'

let client: SanityClient
beforeAll(() => {
  client = authorClient(site)
})

const publish = (id: string, fields: Record<string, unknown>) => client.patch(id).set(fields).commit()
const text = (path: string) => fetch(site.url + path).then((response) => response.text())

const block = (words: string, fields: object = {}, marks: string[] = []) => ({
  _key: words,
  _type: 'block',
  style: 'normal',
  markDefs: [],
  children: [{ _key: 's', _type: 'span', text: words, marks }],
  ...fields,
})
const item = (words: string, level: number, listItem = 'bullet') => block(words, { level, listItem })

const list = [
  block('A paragraph.'),
  item('three', 3),
  item('one', 1),
  item('four', 4),
  item('one again', 1),
  item('first', 1, 'number'),
  block('npm start', {}, ['code']),
]
const unknown = [
  block('A heading', { style: 'h2' }),
  { _key: 'image', _type: 'image', alt: 'unseen' },
  block('Underlined', {}, ['underline']),
]

describe('lists and code in prose', () => {
  it('are the same on the page, in Markdown and in JSON', async () => {
    await publish('outside', { body: list })
    const page = await openPage(browser)
    await page.goto(site.url)
    const region = page.getByRole('region', { name: 'Outside Engineering' })
    expect(await region.getByRole('list').count()).toBe(3)
    const four = region.getByRole('listitem').filter({ hasText: /^four$/ })
    expect(await four.locator('xpath=ancestor::li').innerText()).toMatch(/^one\s+four$/)
    expect(await region.locator('code').innerText()).toBe('npm start')
    const drawn = await region
      .locator('ul, ol')
      .evaluateAll((lists) => lists.map((of) => getComputedStyle(of).listStyleType))
    expect(drawn).toEqual(['disc', '"– "', 'decimal'])
    expect(await text('/manual.md')).toContain(
      'A paragraph.\n\n- three\n- one\n  - four\n- one again\n\n1. first\n\n`npm start`\n',
    )
    expect(await text('/manual.json')).toMatch(/"listItem": "number",\s+"level": 1/)
    page.expectQuiet()
  })

  it('are shown as changes in a draft', async () => {
    await publish('outside', { body: list })
    await writeDraft(client, 'outside', { body: [...list, item('added', 2, 'number')] })
    const page = await openPage(browser)
    await page.goto(await previewAddress(site, '/?changes'))
    await page.getByRole('heading', { name: 'What would change' }).waitFor()
    expect(await page.getByRole('insertion').innerText()).toContain('1. added')
    page.expectQuiet()
  })
})

describe('content that prose cannot contain', () => {
  it('is left out for readers, and named in the draft', async () => {
    await client.delete({ query: '*[_id in path("drafts.**") && _type match "*Section"]' })
    await publish('outside', { body: [block('A paragraph.'), ...unknown] })
    const html = await text('/')
    for (const path of ['/manual.md', '/manual.json', '/llms.txt', '/opengraph-image.png']) await text(path)
    expect(
      site.log.filter((line) => line.startsWith('Parts are left out for readers: "Outside')),
    ).toHaveLength(1)
    expect(html).not.toMatch(/unseen|unknown__|underline"/)
    expect(html).toMatch(/<p[^>]*>A heading<\/p>/)
    expect(html).toMatch(/<p[^>]*>Underlined<\/p>/)

    const page = await openPage(browser)
    await page.goto(await previewAddress(site))
    const notice = page.getByRole('complementary', { name: 'Problems with Outside Engineering' })
    expect(await notice.getByRole('listitem').count()).toBe(3)
    const region = page.getByRole('region', { name: 'Outside Engineering' })
    expect(await region.getByText('A heading').count()).toBe(1)
  })

  it('is refused in the Studio in words; lists and code are not', async () => {
    await publish('outside', { body: list })
    const studio = await openStudio(browser, site)
    await openDocument(studio, 'Outside Engineering')
    await studio.getByRole('textbox').getByText('one again').waitFor()
    expect(await studio.getByText(/invalid|not allowed/i).count()).toBe(0)
    expect(await studio.getByRole('button', { name: 'Publish', exact: true }).count()).toBe(1)
    studio.expectQuiet()

    await publish('outside', { body: [block('A paragraph.'), ...unknown] })
    await studio.getByRole('button', { name: 'Validation' }).click()
    for (const words of ['“h2” has no place in prose', 'is "underline": words can be'])
      await studio.getByText(words).first().waitFor()
    await publish('outside', { body: list })
  })
})

describe('a manual in a language that is read from right to left', () => {
  it('is set from the right on the page, in the draft and in the title block, and each text has its own direction', async () => {
    await publish('manual', { language: 'he', headline: 'אני בונה מערכות כדי להבין אותן.' })
    await publish('principles', { lead: 'English stays English.' })
    const page = await openPage(browser, { viewport: { width: 1280, height: 900 } })
    for (const address of [site.url, await previewAddress(site)]) {
      await page.goto(address)
      const heading = page.getByRole('heading', { level: 1 })
      const computed = await heading.evaluate((of) => {
        const { direction, textAlign } = getComputedStyle(of)
        return { direction, textAlign, lang: of.closest('[lang]')?.getAttribute('lang') }
      })
      expect(computed).toEqual({ direction: 'rtl', textAlign: 'start', lang: 'he' })
      const box = await heading.boundingBox()
      expect(box && box.x + box.width).toBeGreaterThan(880)
      const contents = await page.getByRole('navigation').boundingBox()
      expect(contents?.x).toBeGreaterThan(900)
      const lead = page.getByText('English stays English.')
      expect(await lead.evaluate((of) => getComputedStyle(of).direction)).toBe('ltr')
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
      expect(overflow).toBeLessThanOrEqual(0)
    }
    const html = await text('/')
    expect(html).toMatch(/<html lang="he" dir="rtl"/)
    expect(html).toContain('"inLanguage":"he"')
    page.expectQuiet()
  })

  it('is printed within its sheets', async () => {
    const page = await openPage(browser, { viewport: { width: 1280, height: 900 } })
    await page.goto(site.url)
    await page.emulateMedia({ media: 'print' })
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })
})

it('hyphenation follows the manual’s language', async () => {
  await publish('manual', { language: 'de' })
  const page = await openPage(browser)
  await page.goto(site.url)
  const paragraph = page.getByText(/^I am a backend and systems engineer/)
  expect(
    await paragraph.evaluate((of) => [
      getComputedStyle(of).hyphens,
      of.closest('[lang]')?.getAttribute('lang'),
    ]),
  ).toEqual(['auto', 'de'])
})

it('a long eyebrow does not cover its section when the section’s link is followed', async () => {
  await publish('principles', { eyebrow: 'Engineering principles and their reasons, '.repeat(7).trim() })
  const page = await openPage(browser, { viewport: { width: 390, height: 844 } })
  await page.goto(`${site.url}/#principles-make-state-visible`)
  const entry = page.getByRole('heading', { name: 'Make State Visible' })
  const isSeen = await entry.evaluate((of) => {
    const { x, y, width, height } = of.getBoundingClientRect()
    return document.elementFromPoint(x + width / 2, y + height / 2)?.closest('h3') === of
  })
  expect(isSeen).toBe(true)
})

it('an emoji that is inserted or deleted between others is stored as shown', async () => {
  const stored = () =>
    client.fetch<string>(
      'coalesce(*[_id == "drafts.outside"], *[_id == "outside"])[0].body[0].children[0].text',
      {},
      { perspective: 'raw' },
    )
  await client
    .patch('outside')
    .set({ body: [block('🙂🙃🙂')] })
    .commit()
  const studio = await openStudio(browser, site, { path: '/structure/outside' })
  const editor = studio.getByRole('textbox').filter({ hasText: '🙂🙃🙂' })
  await editor.click()
  // Milliseconds between keys, about as fast as a person types. The editor follows the selection a moment
  // later.
  const delay = 300
  await studio.keyboard.press('Control+Home', { delay })
  await studio.keyboard.press('ArrowRight', { delay })
  await studio.keyboard.press('Delete', { delay })
  await expect.poll(stored, { timeout: 10_000 }).toBe('🙂🙂')
  await studio.keyboard.insertText('🙃')
  await expect.poll(stored, { timeout: 10_000 }).toBe('🙂🙃🙂')
  studio.expectQuiet()
})
