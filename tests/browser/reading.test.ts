import { readFileSync } from 'node:fs'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { previewAddress } from '#scripts/harness/preview-address.ts'
import { violationsOf } from './support/axe.ts'
import { openPage, type WatchedPage } from './support/browser.ts'
import { desk, phone, read, widths } from './support/reading.ts'
import { browser, site } from './support/running.ts'

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
