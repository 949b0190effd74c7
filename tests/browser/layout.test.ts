import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { seedDocuments } from '#sanity/seed/index.ts'
import { authorClient } from '#scripts/harness/author-client.ts'
import { openPage } from './support/browser.ts'
import { desk, phone, read, widths } from './support/reading.ts'
import { browser, site } from './support/running.ts'

/** The number of printed sheets. */
async function sheetsOf(page: Page): Promise<number | undefined> {
  const document = await page.pdf({ preferCSSPageSize: true })
  return document.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length
}

describe('the first view', () => {
  it.each([
    ['desk', { width: 1280, height: 800 }],
    ['phone', { width: 390, height: 844 }],
  ])('contains the title block and the title of § 1: %s', async (_, viewport) => {
    const page = await read({ viewport })
    const bottom = async (element: Locator) => {
      const box = await element.boundingBox()
      return box ? box.y + box.height : Infinity
    }
    expect(await bottom(page.getByRole('group', { name: 'Theme' }))).toBeLessThan(300)
    expect(await bottom(page.getByRole('heading', { name: 'Current state of the system' }))).toBeLessThan(
      viewport.height,
    )
  })

  it('has the title block beside the headline from 76 rem, without overlap', async () => {
    const page = await read({ viewport: { width: 1216, height: 800 } })
    const block = await page.getByRole('group', { name: 'Theme' }).boundingBox()
    const heading = await page.getByRole('heading', { level: 1 }).boundingBox()
    const line = await page.getByText('Open to systems conversations').boundingBox()
    expect(block?.x).toBeGreaterThan((heading?.x ?? 0) + 500)
    expect(block && line && Math.abs(block.x + block.width - (line.x + line.width))).toBeLessThan(3)
  })
})

describe('no word is broken in two', () => {
  /** Words and hyphenated compounds that stand on more than one line. */
  const brokenIn = (page: Page) =>
    page.locator('body').evaluate((body) => {
      const words: string[] = []
      const texts = document.createTreeWalker(body, NodeFilter.SHOW_TEXT)
      for (let node = texts.nextNode(); node; node = texts.nextNode()) {
        if (!node.parentElement?.checkVisibility()) continue
        for (const { 0: word, index } of (node.textContent ?? '').matchAll(/\p{L}+(-\p{L}+)*/gu)) {
          const range = document.createRange()
          range.setStart(node, index)
          range.setEnd(node, index + word.length)
          if (new Set([...range.getClientRects()].map(({ y }) => y)).size > 1) words.push(word)
        }
      }
      return words
    })

  it.each([320, 360, 390, 480, 704, 768, 900, 1024, 1060, 1120, 1200, 1240, 1280, 1440, 1920])(
    'at %i px',
    async (width) => {
      expect(await brokenIn(await read({ viewport: { width, height: 900 } }))).toEqual([])
    },
  )

  it.each([320, 390, 768, 1280])('with text at twice its size, at %i px', async (width) => {
    const page = await read({ viewport: { width, height: 900 } })
    await page.addStyleTag({ content: 'html { font-size: 200% !important }' })
    expect(await brokenIn(page)).toEqual([])
  })
})

describe('nothing overflows', () => {
  const overflowOf = (page: Page) =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

  it.each(widths)('at %i px', async (width) => {
    const page = await read({ viewport: { width, height: 900 } })
    expect(await overflowOf(page)).toBe(0)
  })

  it('at 200 % zoom', async () => {
    const page = await read({ viewport: { width: 640, height: 450 }, deviceScaleFactor: 2 })
    expect(await overflowOf(page)).toBe(0)
  })

  it.each([320, 1280])('with text at twice its size, at %i px', async (width) => {
    const page = await read({ viewport: { width, height: 900 } })
    await page.addStyleTag({ content: 'html { font-size: 200% !important }' })
    expect(await overflowOf(page)).toBe(0)
  })
})

describe('loading', () => {
  // This browser has none of the fallback fonts in fonts.css, whose metrics match the two faces.
  it.each(widths)(
    'shifts no layout, apart from late fonts, even while all of it is scrolled through, at %i px',
    async (width) => {
      const page = await openPage(browser, { viewport: { width, height: 900 } })
      const faces = Promise.withResolvers<void>()
      await page.route(/\.woff2/, async (route) => {
        await faces.promise
        await route.continue()
      })
      await page.addInitScript(() => {
        const shifts: unknown[] = []
        Object.assign(globalThis, { shifts })
        new PerformanceObserver((list) =>
          shifts.push(...list.getEntries().map((entry) => entry.toJSON())),
        ).observe({ type: 'layout-shift', buffered: true })
      })
      /** The layout shifts since the last call. */
      const moved = () =>
        page.evaluate(async () => {
          for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame)
          return (globalThis as unknown as { shifts: { value: number }[] }).shifts.splice(0)
        })
      await page.goto(site.url, { waitUntil: 'domcontentloaded' })
      const painted = () => page.evaluate(() => performance.getEntriesByType('paint').length)
      await expect.poll(painted).toBeGreaterThan(0)
      expect(await moved()).toEqual([])
      faces.resolve()
      await page.evaluate(() => document.fonts.ready)
      // The limit for a good score: https://web.dev/articles/cls.
      expect((await moved()).reduce((sum, { value }) => sum + value, 0)).toBeLessThan(0.1)
      await page.evaluate(async () => {
        for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
          scrollTo(0, y)
          await new Promise(requestAnimationFrame)
        }
      })
      expect(await moved()).toEqual([])
    },
  )

  it('loads no script file, has at most 1 kB of inline script, and loads two fonts of at most 60 kB', async () => {
    const page = await openPage(browser, desk)
    const taken: { type: string; size: number }[] = []
    page.on('response', async (response) => {
      const body = await response.body()
      taken.push({ type: response.request().resourceType(), size: body.length })
    })
    await page.goto(site.url, { waitUntil: 'networkidle' })
    expect(taken.map(({ type }) => type).toSorted()).toEqual(['document', 'font', 'font'])
    const fonts = taken.filter(({ type }) => type === 'font')
    expect(fonts.reduce((sum, { size }) => sum + size, 0)).toBeLessThanOrEqual(60_000)
    const scripts = await page
      .locator('script:not([type="application/ld+json"])')
      .evaluateAll((elements) => elements.map((script) => script.textContent ?? ''))
    expect(scripts.join('').length).toBeLessThanOrEqual(1024)
    page.expectQuiet()
  })

  it('is at most 12.4 kB, compressed, including its CSS', async () => {
    const response = await fetch(site.url, { headers: { 'accept-encoding': 'br' } })
    expect(response.headers.get('content-encoding')).toBe('br')
    expect(Number(response.headers.get('content-length'))).toBeLessThanOrEqual(12_400)
  })
})

describe('the drawing', () => {
  const paddingOf = (element: Locator, edge: 'paddingTop' | 'paddingBottom') =>
    element.evaluate((of, edge) => Number.parseFloat(getComputedStyle(of)[edge]), edge)

  it('places the words of an empty shelf on its board, on the screen and on paper', async () => {
    const page = await read(desk)
    const board = page.getByText('Nothing on this shelf.').locator('..')
    for (const media of ['screen', 'print'] as const) {
      await page.emulateMedia({ media })
      expect(await board.evaluate((of) => getComputedStyle(of).borderBottomStyle)).toBe('solid')
    }
  })

  it('ends a section where its last entry ends', async () => {
    const page = await read(desk)
    for (const name of ['Engineering Principles', 'History', 'Mental Models', 'Shelf']) {
      const entries = page.getByRole('region', { name }).getByRole('listitem')
      expect([name, await paddingOf(entries.last(), 'paddingBottom')]).toEqual([name, 0])
    }
  })

  it('has no orange while nothing needs attention', async () => {
    const page = await read(desk)
    const orange = ['rgb(214, 63, 11)', 'rgb(138, 42, 8)']
    const coloured = await page.locator('body *').evaluateAll(
      (all, orange) =>
        all
          .filter((element) =>
            ['', '::before', '::after'].some((part) => {
              const style = getComputedStyle(element, part || undefined)
              const isDrawn = part === '' || style.content !== 'none'
              const { color, backgroundColor, borderTopColor, backgroundImage } = style
              return (
                isDrawn &&
                orange.some((it) =>
                  [color, backgroundColor, borderTopColor, backgroundImage].join().includes(it),
                )
              )
            }),
          )
          .map(({ outerHTML }) => outerHTML.slice(0, 80)),
      orange,
    )
    expect(coloured).toEqual([])
  })
})

describe('printed', () => {
  it('fills three sheets', async () => {
    expect(await sheetsOf(await read(desk))).toBe(3)
  })

  it('has no text that depends on the day, and no controls', async () => {
    const page = await read(desk)
    await page.emulateMedia({ media: 'print' })
    for (const text of ['Theme', 'Markdown']) expect(await page.getByText(text).isVisible()).toBe(false)
    expect(await page.getByRole('navigation', { name: 'Contents' }).isVisible()).toBe(false)
  })
})

// Must be last, because the tests before it need the first dataset.
describe('any content', () => {
  const publish = (id: string, fields: Record<string, unknown>) =>
    authorClient(site).patch(id).set(fields).commit()
  const { readings } = seedDocuments().find(({ _id }) => _id === 'now') as unknown as { readings: object[] }
  const entry = (when: string, fields = {}) => ({
    _key: `in-${when.replaceAll(/\W/g, '-')}`,
    _type: 'historyEntry',
    when,
    title: `What began in ${when}`,
    body: 'It happened.',
    ...fields,
  })

  it('is printed on four sheets, with the addresses of links whose text is not the address', async () => {
    const code = 'https://code.example.net/ada'
    await publish('manual', {
      name: 'Ada Example',
      contact: 'mailto:ada@example.org',
      availability: { text: 'Open to talk', href: 'mailto:talk@example.org' },
      profiles: [{ _key: 'code', _type: 'profile', label: 'Code', href: code }],
    })
    await publish('now', {
      readings: readings.map((of) => ({ ...of, since: '2019-01-02', confirmed: '2020-06-01' })),
    })
    const items = ['SysRift', 'A log-structured store'].map((title) => ({
      _key: title,
      _type: 'shelfItem',
      title,
      note: 'In the small.',
    }))
    const shelves = ['Building', 'Read'].map((name) => ({ _key: name, _type: 'shelf', name, items }))
    await publish('shelf', { shelves })
    const page = await read(desk)
    await page.emulateMedia({ media: 'print' })
    expect(await sheetsOf(page)).toBe(4)
    const saysWhere = ['Open to talk', 'ada@example.org', 'Code'].map((name) =>
      page.getByRole('link', { name }).evaluate((link) => getComputedStyle(link, '::after').content),
    )
    const said = expect.stringContaining('[')
    expect(await Promise.all(saysWhere)).toEqual([said, 'none', said])
    expect(await page.getByText('Now confirmed').isVisible()).toBe(false)
  })

  it.each([
    ['on the screen', 'screen'],
    ['on paper', 'print'],
  ] as const)('a span of years stands on one line, %s', async (_, media) => {
    await publish('history', { entries: [entry('2014'), entry('2018–2022'), entry('2026')] })
    const page = await read(desk)
    await page.emulateMedia({ media })
    const [year, span] = ['2014', '2018–2022'].map((when) => page.getByText(when, { exact: true }))
    const height = async (line?: Locator) => (await line?.boundingBox())?.height
    expect(await height(span?.locator('xpath=ancestor-or-self::p'))).toBe(
      await height(year?.locator('xpath=ancestor-or-self::p')),
    )
  })

  it('a label in Now does not overlap its number, whatever the directions of page and label are', async () => {
    const labels = ['Currently building', 'קורא עכשיו']
    const readings = labels.map((activity, at) => ({ _key: `label-${at}`, activity, subject: 'SysRift' }))
    await publish('now', { readings })
    for (const language of ['en', 'he']) {
      await publish('manual', { language })
      for (const window of [desk, phone]) {
        const items = (await read(window)).getByRole('region', { name: 'Now' }).locator('li:has(h3)')
        const covered = await items.evaluateAll((all) =>
          all.map((item) => {
            const number = item.querySelector('a')!.getBoundingClientRect()
            const label = document.createRange()
            label.selectNodeContents(item.querySelector('h3 > span')!)
            return [...label.getClientRects()].some(
              ({ left, right, top, bottom }) =>
                left < number.right && number.left < right && top < number.bottom && number.top < bottom,
            )
          }),
        )
        expect([language, ...covered]).toEqual([language, false, false])
      }
    }
    await publish('manual', { language: 'en' })
  })

  it('years without entries stand at a tick between the others, even after an ongoing entry', async () => {
    await publish('history', { entries: [entry('2019'), entry('2022', { ongoing: true }), entry('2024')] })
    const page = await read(desk)
    const y = async (text: string) => (await page.getByText(text, { exact: true }).boundingBox())?.y ?? NaN
    const order = [await y('2019'), await y('2020–2021'), await y('2023'), await y('2024')]
    expect(order).toEqual(order.toSorted((a, b) => a - b))
    const axis = await page
      .getByRole('region', { name: 'History' })
      .locator('ol > li')
      .evaluateAll((items) =>
        items.map(
          (item) =>
            item.getBoundingClientRect().x +
            Number.parseFloat(getComputedStyle(item, '::before').insetInlineStart),
        ),
      )
    expect(new Set(axis).size).toBe(1)
  })

  it('any number of topics stand in columns, and none is clipped', async () => {
    for (const count of [1, 3, 5, 9]) {
      const topics = [
        'Rust',
        'Linux',
        'Clocks',
        'Queues',
        'Storage',
        'Load shedding',
        'Islanding',
        'Markets',
        'Frequency',
      ]
      const domains = [{ _key: 'one', _type: 'domain', name: 'Electricity', topics: topics.slice(0, count) }]
      await publish('exploration', { domains })
      const page = await read(desk)
      const lefts = await page
        .getByRole('region', { name: 'Exploration Areas' })
        .locator('li li')
        .evaluateAll((items) => items.map((item) => item.getBoundingClientRect().x))
      expect(lefts).toHaveLength(count)
      expect(new Set(lefts).size).toBe(Math.min(count, 4))
    }
  })

  it('the headline and the contact are in the first view of a phone', async () => {
    await publish('manual', {
      name: 'Mira Halvorsen',
      contact: 'mailto:mira@halvorsen.example',
      availability: { text: 'Two days a week until March', state: 'limited' },
    })
    const page = await read(phone)
    for (const element of [
      page.getByRole('heading', { level: 1 }),
      page.getByText('Mira Halvorsen'),
      page.getByRole('link', { name: 'mira@halvorsen.example' }),
    ]) {
      const box = await element.boundingBox()
      expect(box && box.y + box.height).toBeLessThan(844)
    }
    expect(await page.getByRole('img', { name: 'limited' }).isVisible()).toBe(true)
  })

  it('a section that cannot be shown keeps its place, and links to it still lead there', async () => {
    await publish('models', { models: 'none' })
    const page = await read({ ...phone, path: '/#models' })
    const place = page.getByText('§ 5 Not available right now').last()
    await expect.poll(async () => Math.abs((await place.boundingBox())?.y ?? 999)).toBeLessThan(120)
    expect(await page.getByRole('link', { name: '§ 6 Shelf', exact: true }).count()).toBe(1)
    await page.getByRole('button', { name: 'Contents' }).click()
    expect(await page.getByRole('navigation').getByText('Not available right now').isVisible()).toBe(true)
    page.expectQuiet()
  })

  it.each([desk, phone])(
    'the footer of a short page stands at the bottom of the window: %j',
    async (window) => {
      const [given] = seedDocuments()
      await publish('manual', { sections: [], introduction: [], headline: 'Short.' })
      const page = await read(window)
      const foot = await page.getByRole('contentinfo').boundingBox()
      await publish('manual', { ...given })
      const below = window.viewport.height - (foot?.y ?? NaN) - (foot?.height ?? NaN)
      expect(below).toBeGreaterThan(-1)
      expect(below).toBeLessThan(12)
    },
  )

  it('a headline fits into the first view, because a longer one is set smaller', async () => {
    const words = 'I build systems to understand them. '
    const sizes = []
    for (const headline of [words, words.repeat(2), words.repeat(4)]) {
      await publish('manual', { headline: headline.trim() })
      for (const window of [desk, phone]) {
        const page = await read(window)
        const heading = page.getByRole('heading', { level: 1 })
        const box = await heading.boundingBox()
        expect(box && box.y + box.height).toBeLessThan(window.viewport.height * 0.75)
        if (window === desk)
          sizes.push(await heading.evaluate((of) => Number.parseFloat(getComputedStyle(of).fontSize)))
      }
    }
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    expect(new Set(sizes).size).toBe(3)
  })
})
