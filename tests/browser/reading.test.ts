import { readFileSync } from 'node:fs'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { seedDocuments } from '#sanity/seed/index.ts'
import { authorClient } from '#scripts/harness/author-client.ts'
import { previewAddress } from '#scripts/harness/preview-address.ts'
import { violationsOf } from './support/axe.ts'
import { openPage, type WatchedPage } from './support/browser.ts'
import { browser, site } from './support/running.ts'

/** Opens the page as a reader, and waits for its fonts. */
async function read(
  options: BrowserContextOptions & { path?: string; allowed?: readonly RegExp[] } = {},
): Promise<WatchedPage> {
  const { path = '/', ...context } = options
  const page = await openPage(browser, context)
  await page.goto(site.url + path)
  await page.evaluate(() => document.fonts.ready)
  return page
}

const desk = { viewport: { width: 1280, height: 900 } }
const phone = { viewport: { width: 390, height: 844 } }
const widths = [320, 390, 768, 1280, 1920]

describe('the page is accessible', () => {
  describe.each(['light', 'dark'] as const)('in %s', (colorScheme) => {
    it.each(widths)('at %i px', async (width) => {
      const page = await read({ viewport: { width, height: 900 }, colorScheme })
      expect(await violationsOf(page)).toEqual([])
      page.expectQuiet()
    })

    it.each([320, 1280])('on a page that does not exist, at %i px', async (width) => {
      const viewport = { width, height: 900 }
      const page = await read({ viewport, colorScheme, path: '/no-such-sheet', allowed: [/404/] })
      expect(await violationsOf(page)).toEqual([])
      page.expectQuiet()
    })

    it('with the contents open on a phone', async () => {
      const page = await read({ ...phone, colorScheme })
      await page.getByRole('button', { name: 'Contents' }).click()
      expect(await violationsOf(page)).toEqual([])
      page.expectQuiet()
    })
  })

  it.each(['/', '/no-such-sheet'])('in forced colours: %s', async (path) => {
    const page = await read({ ...desk, path, forcedColors: 'active', allowed: [/404/] })
    expect(await violationsOf(page)).toEqual([])
  })

  it.each([320, 1280])('with text at twice its size, at %i px', async (width) => {
    const page = await read({ viewport: { width, height: 900 } })
    await page.addStyleTag({ content: 'html { font-size: 200% !important }' })
    expect(await violationsOf(page)).toEqual([])
  })
})

describe('the outline', () => {
  it('has a language, one banner, one main and one footer, and one contents list', async () => {
    const page = await read(desk)
    expect(await page.locator('html').getAttribute('lang')).toBe('en')
    const landmarks = ['banner', 'main', 'contentinfo'] as const
    const counts = landmarks.map(async (landmark) => [landmark, await page.getByRole(landmark).count()])
    expect(await Promise.all(counts)).toEqual(landmarks.map((landmark) => [landmark, 1]))
    expect(await page.getByRole('navigation', { name: 'Contents' }).count()).toBe(1)
  })

  it('has one h1, and skips no heading level', async () => {
    const page = await read(desk)
    const levels = await page
      .getByRole('heading')
      .evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName[1])))
    expect(levels.filter((level) => level === 1)).toEqual([1])
    expect(levels[0]).toBe(1)
    expect(levels.filter((level, index) => level > (levels[index - 1] ?? 1) + 1)).toEqual([])
  })

  it('has no broken link within the page', async () => {
    const page = await read(desk)
    const lost = await page
      .locator('a[href^="#"]')
      .evaluateAll((links) =>
        links
          .map((link) => (link.getAttribute('href') as string).slice(1))
          .filter((id) => document.getElementById(id) === null),
      )
    expect(lost).toEqual([])
  })

  it('marks only the part being read in the contents, from the opening on, without a script', async () => {
    const page = await read({ viewport: { width: 1280, height: 800 } })
    const marked = () =>
      page
        .getByRole('navigation', { name: 'Contents' })
        .getByRole('link')
        .evaluateAll((links) =>
          links
            .filter((link) => getComputedStyle(link).fontWeight === '700')
            .map((link) => link.getAttribute('href')),
        )
    expect(await marked()).toEqual(['#_text'])
    await page.getByRole('region', { name: 'History' }).evaluate((section) => section.scrollIntoView())
    await expect.poll(marked).toEqual(['#history'])
    await page.getByRole('link', { name: 'Opening' }).click()
    await expect.poll(marked).toEqual(['#_text'])
    expect(await page.evaluate(() => scrollY)).toBe(0)
  })

  it('shows that § numbers are links, even without hovering', async () => {
    const page = await read(desk)
    const plain = await page
      .getByRole('main')
      .locator('a[href^="#"]')
      .evaluateAll((links) =>
        links
          .filter((link) => {
            const number = link.firstElementChild ?? link
            return ![link, number].some((of) => getComputedStyle(of).textDecorationLine === 'underline')
          })
          .map((link) => link.textContent),
      )
    expect(plain).toEqual([])
  })
})

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

describe('on a phone', () => {
  const strip = 44

  it('the strip of the current section stays at the top of the window, beside the button for the contents', async () => {
    const page = await read({ ...phone, path: '/#principles-make-state-visible' })
    const link = page.getByRole('link', { name: '§ 2 Engineering Principles', exact: true })
    const button = page.getByRole('button', { name: 'Contents' })
    for (const element of [link, button]) {
      const box = await element.boundingBox()
      expect(box?.y).toBeLessThanOrEqual(2)
      expect(box?.height).toBeGreaterThanOrEqual(strip - 1)
      expect(box?.height).toBeLessThanOrEqual(strip + 1)
    }
    const title = await page.getByRole('heading', { name: 'Make State Visible' }).boundingBox()
    expect(title?.y).toBeGreaterThan(strip)
  })

  it('any section is two taps away', async () => {
    const page = await read({ ...phone, hasTouch: true, isMobile: true })
    await page.getByRole('button', { name: 'Contents' }).tap()
    const entry = page.getByRole('link', { name: /^§ 5 Mental Models Ways I compress/ })
    expect((await entry.boundingBox())?.height).toBeGreaterThanOrEqual(strip)
    await entry.tap()
    expect(await entry.isVisible()).toBe(false)
    expect(new URL(page.url()).hash).toBe('#models')
    const section = page.getByRole('region', { name: 'Mental Models' })
    await expect.poll(async () => Math.abs((await section.boundingBox())?.y ?? 999)).toBeLessThan(80)
    // A tap outside closes the list, too.
    await page.getByRole('button', { name: 'Contents' }).tap()
    await entry.waitFor()
    await page.touchscreen.tap(200, 830)
    await entry.waitFor({ state: 'hidden' })
    page.expectQuiet()
  })

  it('the contents can be opened, used and closed by keyboard, and close when a link is followed', async () => {
    const page = await read(phone)
    const button = page.getByRole('button', { name: 'Contents' })
    await button.focus()
    await page.keyboard.press('Enter')
    const entry = page.getByRole('link', { name: /^§ 1 Now Current state/ })
    await entry.waitFor()
    await page.keyboard.press('Tab')
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '')
    expect(await focused()).toContain('Opening')
    await page.keyboard.press('Escape')
    expect(await entry.isVisible()).toBe(false)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    expect(await entry.isVisible()).toBe(false)
    expect(new URL(page.url()).hash).toBe('#now')
    await page.keyboard.press('Tab')
    expect(await focused()).toContain('§ 1')
    page.expectQuiet()
  })

  it('the contents work in a preview too', async () => {
    const page = await openPage(browser, phone)
    await page.goto(await previewAddress(site))
    await page.getByText('Follows every edit').waitFor()
    await page.getByRole('button', { name: 'Contents' }).click()
    const entry = page.getByRole('link', { name: /^§ 3 History How the questions/ })
    await entry.click()
    await entry.waitFor({ state: 'hidden' })
    expect(new URL(page.url()).hash).toBe('#history')
    page.expectQuiet()
  })
})

/** Opens the draft as its author. */
async function readDraft(options: BrowserContextOptions): Promise<WatchedPage> {
  const page = await openPage(browser, options)
  await page.goto(await previewAddress(site))
  await page.getByText('Follows every edit').waitFor()
  // Sanity's overlays have tab stops of their own.
  await page.addStyleTag({ content: 'sanity-visual-editing { display: none }' })
  await page.evaluate(() => document.fonts.ready)
  return page
}

describe('by keyboard', () => {
  it('the first stop is a visible link that skips the contents and the header', async () => {
    const page = await read(desk)
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Skip to the text' })
    expect(await skip.evaluate((link) => link === document.activeElement)).toBe(true)
    expect((await skip.boundingBox())?.y).toBeGreaterThan(0)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    const isInMain = await page.evaluate(() => document.activeElement?.closest('main') !== null)
    expect(isInMain).toBe(true)
  })

  it.each([
    ['Tab', desk],
    ['Shift+Tab', desk],
    ['Tab', phone],
    ['Tab', { viewport: { width: 320, height: 600 }, isDraft: true }],
    ['Shift+Tab', { viewport: { width: 320, height: 600 }, isDraft: true }],
  ] as const)(
    'every stop has a visible focus ring, which nothing covers or clips: %s, %j',
    async (key, window) => {
      const page = await ('isDraft' in window ? readDraft(window) : read(window))
      // On a phone, the contents are closed.
      const stops = await page
        .locator('a, button, input:checked')
        .evaluateAll((all) => all.filter((element) => element.checkVisibility()).length)
      const hidden: string[] = []
      for (let stop = 0; stop < stops; stop++) {
        await page.keyboard.press(key)
        const complaint = await page.evaluate(() => {
          const element = document.activeElement as HTMLElement
          const { outlineStyle, outlineWidth, outlineOffset } = getComputedStyle(element)
          const { x, y, width, height } = element.getBoundingClientRect()
          const top = document.elementFromPoint(x + width / 2, y + height / 2)
          const isMarked = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
          const isOnTop = top !== null && (element.contains(top) || top.contains(element))
          // No ancestor may clip the ring; half a pixel is for rounding.
          const ring = Number.parseFloat(outlineWidth) + Number.parseFloat(outlineOffset) - 0.5
          const isWhole = (clip: Element) => {
            const box = clip.getBoundingClientRect()
            const isWindow = clip === document.documentElement
            const [left, top] = isWindow ? [0, 0] : [box.left + clip.clientLeft, box.top + clip.clientTop]
            return [...element.getClientRects()].every(
              (part) =>
                part.left - ring >= left &&
                part.top - ring >= top &&
                part.right + ring <= left + clip.clientWidth &&
                part.bottom + ring <= top + clip.clientHeight,
            )
          }
          const cutBy: string[] = []
          for (let clip = element.parentElement; clip; clip = clip.parentElement) {
            const clips = clip === document.documentElement || getComputedStyle(clip).overflow !== 'visible'
            if (clips && !isWhole(clip)) cutBy.push(`cut by ${clip.className}`)
          }
          if (isMarked && isOnTop && cutBy.length === 0) return ''
          return `${element.textContent} ${outlineStyle} ${top?.outerHTML} ${cutBy.join()}`
        })
        if (complaint) hidden.push(complaint)
      }
      expect(stops).toBeGreaterThan(40)
      expect(hidden).toEqual([])
    },
  )
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

describe('the theme', () => {
  const paper = { light: 'rgb(246, 245, 240)', dark: 'rgb(19, 20, 18)' }
  const paperOf = (page: Page) =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)

  it('is the system’s until the reader chooses one', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      expect(await paperOf(await read({ colorScheme }))).toBe(paper[colorScheme])
    }
  })

  it('stays as chosen after a reload, from the first paint on', async () => {
    const page = await read({ colorScheme: 'light' })
    await page.getByRole('radio', { name: 'Dark' }).check()
    expect(await paperOf(page)).toBe(paper.dark)

    // Records the theme as soon as the body exists, before the first paint.
    await page.addInitScript(() => {
      new MutationObserver((_changes, observer) => {
        if (!document.body) return
        observer.disconnect()
        Object.assign(globalThis, { first: getComputedStyle(document.documentElement).backgroundColor })
      }).observe(document, { childList: true, subtree: true })
    })
    await page.reload()
    expect(await page.evaluate(() => (globalThis as unknown as { first: string }).first)).toBe(paper.dark)
    expect(await page.getByRole('radio', { name: 'Dark' }).isChecked()).toBe(true)

    await page.getByRole('radio', { name: 'System' }).check()
    await page.reload()
    expect(await paperOf(page)).toBe(paper.light)
    page.expectQuiet()
  })
})

describe('without JavaScript', () => {
  it('all content is there, and a theme can still be chosen', async () => {
    const page = await read({ ...desk, javaScriptEnabled: false, colorScheme: 'light' })
    expect(await page.getByRole('region').count()).toBe(8)
    await page.getByRole('link', { name: 'History' }).first().click()
    expect(new URL(page.url()).hash).toBe('#history')
    const light = await page.screenshot()
    await page.getByRole('radio', { name: 'Dark' }).check()
    await page.getByRole('region', { name: 'History' }).scrollIntoViewIfNeeded()
    expect(await page.screenshot()).not.toEqual(light)
    page.expectQuiet()
  })
})

describe('motion', () => {
  it.each([
    ['reduce', 'auto'],
    ['no-preference', 'smooth'],
  ] as const)('follows the reader’s preference: %s', async (reducedMotion, behavior) => {
    const page = await read({ reducedMotion })
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior)).toBe(
      behavior,
    )
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

/** The number of printed sheets. */
async function sheetsOf(page: Page): Promise<number | undefined> {
  const document = await page.pdf({ preferCSSPageSize: true })
  return document.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length
}

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

describe('docs/accessibility.md', () => {
  /** The accessibility tree of an element, with only the first of its entries, since the others are alike. */
  async function treeOf(page: Page, selector: string): Promise<string> {
    const snapshot = await page.locator(selector).first().ariaSnapshot()
    const lines = snapshot.replace(new URL(site.url).host, 'localhost:3000').split('\n')
    const entries = lines.flatMap((line, index) => (/^ {4}- listitem/.test(line) ? [index] : []))
    const [, second] = entries
    if (second === undefined) return lines.join('\n')
    const end = lines.findIndex((line, index) => index > (entries.at(-1) as number) && /^ {0,4}- /.test(line))
    const rest = end === -1 ? [] : lines.slice(end)
    return [...lines.slice(0, second), `    # and ${entries.length - 1} more`, ...rest].join('\n')
  }

  // To update the file after an intended change:
  // `node scripts/node.mjs node_modules/vitest/vitest.mjs run --project browser reading -u`
  it('contains the current accessibility trees', async () => {
    const page = await read(desk)
    const file = 'docs/accessibility.md'
    let text = readFileSync(file, 'utf8')
    const recorded = [...text.matchAll(/<!-- tree of (.+?) -->\n\n```aria\n[\s\S]*?```/g)]
    expect(recorded.length).toBeGreaterThanOrEqual(11)
    for (const [block, selector] of recorded) {
      const tree = await treeOf(page, selector as string)
      text = text.replace(block, () => `<!-- tree of ${selector} -->\n\n\`\`\`aria\n${tree}\n\`\`\``)
    }
    await expect(text).toMatchFileSnapshot(`../../${file}`)
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
