import { brotliCompressSync } from 'node:zlib'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { editionId } from '#lib/editions/stored.ts'
import { seedDocuments, type SeedDocument } from '#sanity/seed/index.ts'
import { authorClient, writeDraft } from '#scripts/harness/author-client.ts'
import { previewAddress } from '#scripts/harness/preview-address.ts'
import { recordOf, type PastEdition } from '#scripts/harness/record.ts'
import { violationsOf } from './support/axe.ts'
import { openPage } from './support/browser.ts'
import { browser, site } from './support/running.ts'

const desk = { viewport: { width: 1280, height: 900 } }
const seed = seedDocuments()
const ofId = (id: string) => seed.find(({ _id }) => _id === id) as SeedDocument
const principles = ofId('principles').principles as { _key: string; body: string }[]
const readings = ofId('now').readings as { _key: string; subject: string }[]

/** The seed's documents, with fields replaced in some of them. */
const withFields = (fields: Record<string, object>) =>
  seed.map((document) => ({ ...document, ...fields[document._id] }))

/** A principle of the first twenty editions that the seed does not have. */
const gone = { _key: 'boring', title: 'Prefer Boring Technology', body: 'Choose what has failed already.' }

/** Fifty editions. The last one has the seed's text. */
function fifty(): PastEdition[] {
  const day = (number: number) => new Date(Date.UTC(2026, 0, 1) + number * 6 * 86_400_000).toISOString()
  const earlier = Array.from({ length: 49 }, (_, at): PastEdition => {
    const body = `As it was said before number ${at + 2}, in words that nobody has kept since. [redacted] said so.`
    const rules = principles.map((rule, index) => (index === at % 6 ? { ...rule, body } : rule))
    return {
      documents: withFields({
        principles: { principles: at < 20 ? [...rules, gone] : rules },
        now: {
          readings: readings.map((reading) =>
            reading._key === 'reading' ? { ...reading, subject: 'Database Internals' } : reading,
          ),
        },
      }),
      date: day(at),
      ...(at % 7 === 3
        ? {}
        : { reason: `Reason number ${at + 1}, which says more than the one before it did.` }),
      isCorrection: at % 10 === 5,
      ...(at === 8 && { redacted: day(20) }),
    }
  })
  return [...earlier, { documents: seed, date: day(49), reason: 'The last one so far.' }]
}

async function keep(past: readonly PastEdition[]) {
  const transaction = authorClient(site).transaction()
  for (const document of recordOf(past)) transaction.createOrReplace(document)
  await transaction.patch('manual', { set: { record: 'public' } }).commit()
}

const textAt = async (path: string) => (await fetch(site.url + path)).text()
const compressed = async (path: string) => brotliCompressSync(await textAt(path)).length

let withoutRecord: number
beforeAll(async () => {
  withoutRecord = await compressed('/')
  await keep(fifty())
  await vi.waitFor(async () => {
    if (!(await textAt('/')).includes('Ed. 50')) throw new Error('The page has no edition yet')
  }, 10_000)
})

describe('bytes, compressed', () => {
  it('of the page are at most 700 more with a record', async () => {
    expect((await compressed('/')) - withoutRecord).toBeLessThanOrEqual(700)
  })

  it.each([
    ['the story of fifty editions', '/editions', 14_000],
    ['a difference', '/editions/49..50', 10_000],
    ['the difference of all that changed', '/editions/1..50', 10_000],
  ])('of %s', async (_, path, most) => {
    expect(await compressed(path)).toBeLessThanOrEqual(most)
  })
})

async function read(path: string, options: BrowserContextOptions = desk) {
  const page = await openPage(browser, options)
  await page.goto(site.url + path)
  return page
}

const sideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

describe.each(['/', '/editions', '/editions/9', '/editions/49..50'])('%s', (path) => {
  it.each([
    [1280, 'light'],
    [320, 'dark'],
  ] as const)('is accessible and not wider than the window, at %i px in %s', async (width, colorScheme) => {
    const page = await read(path, { viewport: { width, height: 900 }, colorScheme })
    expect(await violationsOf(page)).toEqual([])
    expect(await sideways(page)).toBe(0)
    page.expectQuiet()
  })
})

it('leads from each change to its place and to its differences, and to past editions', async () => {
  const page = await read('/')
  await page.getByRole('link', { name: '§ 1.2', exact: true }).click()
  expect(page.url()).toMatch(/\/#now-reading$/)
  const entry = page.locator(':target')
  await entry.getByRole('link', { name: /^Ed\. 50/ }).click()
  expect(new URL(page.url()).pathname).toBe('/editions/49..50')
  await expect.poll(() => page.locator(':target').textContent()).toContain('Database Internals')
  await page.locator(':target').getByRole('link', { name: '§ 1.2' }).click()
  expect(page.url()).toMatch(/\/#now-reading$/)
  await page.getByRole('link', { name: 'All editions' }).click()
  await page.getByRole('link', { name: /^Read as it was.*edition 9$/ }).click()
  const main = page.getByRole('main')
  expect(await main.getByText(/^This is how the manual read from/).textContent()).toContain(
    'A passage was redacted',
  )
  expect(await main.getByText('Database Internals').count()).toBe(1)
  await page.getByRole('link', { name: 'Edition 50 is current' }).click()
  expect(new URL(page.url()).pathname).toBe('/')
  page.expectQuiet()
})

/** The style of an element's change bar. */
const barOf = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const { borderInlineStart, left, right } = getComputedStyle(element, '::before')
    return {
      line: borderInlineStart.replace(/ rgb.*| color.*/, ''),
      side: Number.parseFloat(left) < 0 ? 'left' : Number.parseFloat(right) < 0 ? 'right' : 'inside',
    }
  })

it('a change bar stands outside the changed entry, on the right in the second column, in print and in forced colours too', async () => {
  const page = await read('/')
  for (const media of [{}, { media: 'print' }, { media: null, forcedColors: 'active' }] as const) {
    await page.emulateMedia(media)
    expect(await barOf(page, '#now-reading')).toEqual({ line: '3px solid', side: 'right' })
    expect(await barOf(page, '#principles-build-before-consuming')).toEqual({
      line: '3px solid',
      side: 'left',
    })
  }
  await page.emulateMedia({ forcedColors: null })
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await barOf(page, '#now-reading')).toEqual({ line: '3px solid', side: 'left' })
})

describe('a superseded edition', () => {
  it('has another paper colour on screens, and a note in each strip, in print too', async () => {
    const paperOf = (page: Page) =>
      page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)
    const [now, old] = await Promise.all([read('/'), read('/editions/9')])
    expect(await paperOf(old)).not.toBe(await paperOf(now))
    for (const media of ['screen', 'print'] as const) {
      await old.emulateMedia({ media })
      const notes = await old
        .getByRole('main')
        .getByRole('region')
        .evaluateAll((regions) =>
          regions.map(({ firstElementChild }) => getComputedStyle(firstElementChild!, '::after').content),
        )
      expect(notes).toEqual(Array.from({ length: 8 }, () => '"Ed. 9, superseded"'))
    }
    expect(await paperOf(old)).toBe('rgb(255, 255, 255)')

    // On a phone, the note stands below a label that leaves no room for it.
    await old.emulateMedia({ media: 'screen' })
    await old.setViewportSize({ width: 390, height: 844 })
    const overlaps = await old
      .getByRole('main')
      .getByRole('region')
      .evaluateAll((regions) =>
        regions.map(({ firstElementChild: strip }) => {
          const [label, link] = [strip!.querySelector('a span:last-child')!, strip!.querySelector('a')!]
          const isBelow = strip!.getBoundingClientRect().bottom - link.getBoundingClientRect().bottom > 16
          const note = parseFloat(getComputedStyle(strip!, '::after').width)
          const end = strip!.getBoundingClientRect().right - parseFloat(getComputedStyle(strip!).paddingRight)
          return !isBelow && label.getBoundingClientRect().right > end - note
        }),
      )
    expect(overlaps).toEqual(Array.from({ length: 8 }, () => false))
  })

  it('tells machines its date, and that it is not to be indexed', async () => {
    const { headers } = await fetch(`${site.url}/editions/9`)
    expect(headers.get('memento-datetime')).toBe('Wed, 18 Feb 2026 00:00:00 GMT')
    expect(headers.get('link')).toBe('</>; rel="original latest-version"')
    expect(await textAt('/editions/9')).toContain('<meta name="robots" content="noindex"/>')
    const markdown = await fetch(`${site.url}/editions/9.md`)
    expect(markdown.headers.get('memento-datetime')).toBe('Wed, 18 Feb 2026 00:00:00 GMT')
    expect(markdown.headers.get('x-robots-tag')).toBe('noindex')
    expect((await markdown.text()).split('\n', 1)[0]).toMatch(/edition 9.*18 February 2026/i)
    expect(await textAt('/editions/49..50')).toContain('<meta name="robots" content="noindex"/>')
    expect(await textAt('/robots.txt')).toContain('Disallow: /editions/*..')
  })

  it('is revalidated by its ETag', async () => {
    for (const path of ['/editions/9', '/editions/49..50', '/editions', '/editions.atom']) {
      const etag = (await fetch(site.url + path)).headers.get('etag')!
      expect((await fetch(site.url + path, { headers: { 'if-none-match': etag } })).status).toBe(304)
    }
  })

  it.each([
    ['/editions/50..49', '/editions/49..50'],
    ['/on/2026-02-20', '/editions/9'],
  ])('%s redirects to %s', async (path, leadsTo) => {
    const { status, headers } = await fetch(site.url + path, { redirect: 'manual' })
    expect([status, headers.get('location'), headers.get('cache-control')]).toEqual([
      307,
      leadsTo,
      'no-store',
    ])
  })
})

it('a draft marks what publishing it would change, and links each mark to the words', async () => {
  await writeDraft(authorClient(site), 'principles', { principles: principles.slice(1) })
  const page = await openPage(browser, desk)
  await page.goto(await previewAddress(site))
  const block = page.getByRole('banner')
  for (const words of ['51', 'Edition 50', '§ 2.1 retired']) await block.getByText(words).first().waitFor()
  const marks = page.getByRole('main').getByRole('link', { name: /^Draft/ })
  expect(await marks.count()).toBe(1)
  expect(await barOf(page, 'main li:has(del)')).toEqual({ line: '3px dashed', side: 'left' })
  for (const width of [1280, 320]) {
    // High enough for the preview bar to cover nothing.
    await page.setViewportSize({ width, height: 14_000 })
    expect(await violationsOf(page)).toEqual([])
    expect(await sideways(page)).toBe(0)
  }
  await marks.click()
  await page.getByRole('heading', { level: 1, name: 'What would change' }).waitFor()
  expect(await page.locator(':target').textContent()).toContain('Build Before Consuming')
  page.expectQuiet()
})

// Must be last, because it adds an edition.
it('the page says until when an edition is open, and that it is closed once it is, without another publish', async () => {
  const other = { principles: { lead: 'Another lead than before.' } }
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
  const date = new Date().toISOString()
  await authorClient(site).patch('principles').set(other.principles).commit()
  await keep([...fifty(), { documents: withFields(other), date, closesAt: inAnHour, reason: 'A lead.' }])
  await expect
    .poll(() => textAt('/'), { timeout: 20_000 })
    .toContain(`Open until ${inAnHour.slice(11, 16)} UTC`)
  expect(await textAt('/editions')).toContain('Record of 51 editions, one open')
  expect(await textAt('/editions.atom')).not.toContain('A lead.')
  const closesAt = new Date(Date.now() + 3000).toISOString()
  await authorClient(site).patch(editionId(51)).set({ closesAt }).commit()
  await expect.poll(() => textAt('/'), { timeout: 20_000 }).not.toContain('Open until')
  expect(Date.now()).toBeGreaterThanOrEqual(Date.parse(closesAt))
  expect(await textAt('/editions')).toContain('Record of 51 editions<')
  expect(await textAt('/editions.atom')).toContain('A lead.')
  expect(await textAt('/editions/part/2')).toContain('Later editions')
})
