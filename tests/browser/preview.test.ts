import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { authorClient, writeDraft } from '#scripts/harness/author-client.ts'
import { previewAddress } from '#scripts/harness/preview-address.ts'
import { signIn } from '#scripts/harness/sign-in.ts'
import { openPage, type WatchedPage } from './support/browser.ts'
import { isLong } from './support/long.ts'
import { expectBar } from './support/preview.ts'
import { browser, restartSite, site } from './support/running.ts'
import { commits, openStudio } from './support/studio.ts'

/** The WCAG contrast of two computed colours. */
function contrast(...colours: [string, string]): number {
  const [light, dark] = colours
    .map((colour) => {
      const [red, green, blue] = (colour.match(/[\d.]+/g) ?? []).map((part) => {
        const value = Number(part) / 255
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
      }) as [number, number, number]
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue
    })
    .toSorted((a, b) => b - a) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

/** A window of a signed-in author, next to the Studio. */
async function openSignedIn(): Promise<WatchedPage> {
  const page = await openPage(browser, { viewport: { width: 1400, height: 900 } })
  await signIn(page, site.url, site.writeToken)
  return page
}

describe('a preview', () => {
  it('stays open after a reload, and ends with its button', async () => {
    const client = authorClient(site)
    await writeDraft(client, 'shelf', { title: 'A drafted shelf' })
    const page = await openPage(browser)
    await page.goto(await previewAddress(site))
    expect(page.url()).toBe(`${site.url}/`)
    await page.getByRole('heading', { name: 'A drafted shelf' }).waitFor()
    await page.reload()
    await page.getByRole('heading', { name: 'A drafted shelf' }).waitFor()
    await page
      .getByRole('complementary', { name: 'Preview' })
      .getByRole('button', { name: 'Exit preview' })
      .press('Enter')
    await page.waitForURL(`${site.url}/`)
    await page.getByRole('complementary', { name: 'Preview' }).waitFor({ state: 'detached' })
    expect(await page.getByRole('heading', { name: 'A drafted shelf' }).count()).toBe(0)
    expect(await page.context().cookies()).toEqual([])
    await client.delete('drafts.shelf')
    page.expectQuiet()
  })

  it('returns to its scroll position from the list of changes, which begins at the top', async () => {
    const client = authorClient(site)
    await writeDraft(client, 'shelf', { title: 'A drafted shelf' })
    const page = await openPage(browser)
    await page.goto(await previewAddress(site))
    await page.getByText('Follows every edit').waitFor()
    await page.evaluate(() => scrollTo(0, 1500))
    // Not a click, before which Playwright would scroll.
    await page.getByRole('link', { name: /^See (it|them)$/ }).dispatchEvent('click')
    await page.getByRole('heading', { level: 1, name: 'What would change' }).waitFor()
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(0)
    await page.getByRole('link', { name: 'Show the page' }).click()
    await page.getByRole('heading', { name: 'A drafted shelf' }).waitFor()
    await expect.poll(() => page.evaluate(() => scrollY)).toBe(1500)
    await client.delete('drafts.shelf')
    page.expectQuiet()
  })

  it.each(isLong ? [320, 390] : [320])(
    'has a bar of one line, also at %i px, which does not cover the focused element there',
    async (width) => {
      const client = authorClient(site)
      await writeDraft(client, 'shelf', { title: 'A drafted shelf' })
      const page = await openPage(browser, { viewport: { width, height: 600 } })
      const bar = page.getByRole('complementary', { name: 'Preview' })
      const hidden: string[] = []
      for (const path of ['/', '/?changes']) {
        await page.goto(await previewAddress(site, path))
        await page.locator('[data-state=live]').waitFor()
        for (const between of [720, 900, 1100, width]) {
          await page.setViewportSize({ width: between, height: 600 })
          expect((await bar.boundingBox())?.height, `at ${between} px`).toBeLessThan(60)
        }
        for (const stop of ['start', 'end'] as const) {
          // Forwards from the start, and backwards from the end.
          await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
          await page.evaluate((to) => scrollTo(0, to), stop === 'start' ? 0 : 1_000_000)
          for (let count = 0; count < 120; count += 1) {
            await page.keyboard.press(stop === 'start' ? 'Tab' : 'Shift+Tab')
            const focused = page.locator(':focus')
            if ((await focused.count()) === 0) break
            const isSeen = await focused.evaluate((element) => {
              const bar = document.querySelector('aside[aria-label=Preview]')!
              const { top, bottom } = element.getBoundingClientRect()
              return bar.contains(element) || (top >= 0 && bottom <= bar.getBoundingClientRect().top)
            })
            if (!isSeen) hidden.push(`${path} ${stop}: ${(await focused.innerText()).slice(0, 40)}`)
          }
        }
      }
      expect(hidden).toEqual([])
      await client.delete('drafts.shelf')
      await page.goto(site.url)
      await expectBar(page, 'No changes')
      expect((await bar.boundingBox())?.height).toBeLessThan(60)
      page.expectQuiet()
    },
  )

  it('has a bar with a visible focus ring and lamp, in light and in dark', async () => {
    const page = await openPage(browser)
    await page.goto(await previewAddress(site))
    await page.getByText('Follows every edit').waitFor()
    await page.getByRole('button', { name: 'Exit preview' }).focus()
    await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Tab')
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      const [ground, ...marks] = await page
        .getByRole('complementary', { name: 'Preview' })
        .evaluate((bar) => [
          getComputedStyle(bar).backgroundColor,
          getComputedStyle(document.activeElement as Element).outlineColor,
          getComputedStyle(bar.querySelector('[role=status]') as Element, '::before').borderTopColor,
        ])
      for (const mark of marks) expect(contrast(mark as string, ground as string)).toBeGreaterThan(3)
    }
    page.expectQuiet()
  })

  it('has the title and the description of the draft', async () => {
    const client = authorClient(site)
    const manual = await client.getDocument('manual')
    const introduction = [
      {
        _key: 'paragraph',
        _type: 'block',
        style: 'normal',
        markDefs: [],
        children: [{ _key: 'words', _type: 'span', marks: [], text: 'A drafted introduction.' }],
      },
    ]
    await client.createOrReplace({
      ...manual,
      _id: 'drafts.manual',
      _type: 'manual',
      name: 'Ada Draft',
      introduction,
    })
    const page = await openPage(browser)
    await page.goto(await previewAddress(site))
    await page.waitForFunction(() => document.title.startsWith('Ada Draft'))
    const description = (of: Page) => of.locator('meta[name=description]').getAttribute('content')
    expect(await description(page)).toBe('A drafted introduction.')
    const reader = await openPage(browser)
    await reader.goto(site.url)
    expect(await reader.title()).not.toContain('Ada')
    expect(await description(reader)).not.toContain('drafted')
    await client.delete('drafts.manual')
    reader.expectQuiet()
    page.expectQuiet()
  })

  it('shows a broken draft at its place, with the problem and a link to the field', async () => {
    const client = authorClient(site)
    const history = await client.getDocument('history')
    await client.createOrReplace({ ...history, _id: 'drafts.history', _type: 'historySection' })
    await client.patch('drafts.history').unset(['entries[0].title']).commit()

    const page = await openPage(browser)
    await page.goto(await previewAddress(site))
    const notice = page.getByRole('complementary', { name: 'Problems with History' })
    await notice.waitFor()
    expect(await notice.innerText()).toContain('§ 3.1: Title is missing')
    await page.getByRole('region', { name: 'Mental Models' }).waitFor()

    const reader = await openPage(browser)
    await reader.goto(site.url)
    await reader.getByRole('region', { name: 'History' }).waitFor()
    reader.expectQuiet()
    page.expectQuiet()

    const studio = await openSignedIn()
    await studio.goto(await previewAddress(site))
    await studio.getByRole('complementary', { name: 'Problems with History' }).getByRole('link').click()
    await studio.getByRole('heading', { name: 'History', level: 2 }).waitFor()
    await client.delete('drafts.history')
    studio.expectQuiet()
  })

  it('still works when its list of sections has an invalid item, which it names with a link to the list', async () => {
    const client = authorClient(site)
    const manual = await client.getDocument('manual')
    const sections = manual?.sections as { _key: string; _ref: string; _type: string }[]
    const wrong = ['gone-1', 'shelf'].map((_ref, index) => ({
      _key: `wrong-${index}`,
      _type: 'reference',
      _weak: true,
      _ref,
    }))
    await client.createOrReplace({
      ...manual,
      _id: 'drafts.manual',
      _type: 'manual',
      sections: [...sections, ...wrong],
    })
    const studio = await openSignedIn()
    for (const path of ['/', '/?changes']) {
      await studio.goto(await previewAddress(site, path))
      const gone = studio.getByRole('complementary', { name: 'Problems with Section 9' })
      await gone.waitFor()
      expect(await gone.innerText()).toContain('leads to "gone-1"')
      const twice = studio.getByRole('complementary', { name: 'Problems with Shelf' })
      expect(await twice.innerText()).toContain('is already on the page')
      // Neither would change the page, so there is nothing to publish.
      if (path === '/')
        await expectBar(studio, 'No changes: this is what readers see, apart from the notes for you.')
    }
    await studio.getByRole('complementary', { name: 'Problems with Section 9' }).getByRole('link').click()
    await studio.getByRole('heading', { name: 'Manual', level: 2 }).waitFor()
    await client.delete('drafts.manual')
    studio.expectQuiet()
  })

  it('still works while a section that was just added is empty', async () => {
    const studio = await openStudio(browser, site, { path: '/structure/manual' })
    await studio.getByRole('tab', { name: 'Sections' }).click()
    await studio.getByRole('button', { name: 'Add section' }).click()
    await studio.getByRole('button', { name: 'Create' }).last().click()
    await commits(studio, 'edit', () => studio.getByRole('menuitem', { name: 'Prose' }).click())
    await studio.getByRole('textbox', { name: 'Name' }).waitFor()
    await expect.poll(() => studio.getByText('This section is not on the page').count()).toBe(0)

    const page = await openPage(browser)
    await page.goto(await previewAddress(site))
    const notice = page.getByRole('complementary', { name: 'Problems with Section 9' })
    expect(await notice.innerText()).toContain('does not exist')
    await studio.getByRole('textbox', { name: 'Name' }).fill('Colophon')
    await page.getByRole('complementary', { name: 'Colophon', exact: true }).waitFor()
    await authorClient(site).delete({ query: '*[_id in path("drafts.**")]' })
    page.expectQuiet()
    studio.expectQuiet()
  })

  it('says when it has lost its connection, and catches up once it is back', async () => {
    const page = await openPage(browser, {
      allowed: [/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED|503|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET/],
    })
    await page.goto(await previewAddress(site))
    await page.getByText('Follows every edit').waitFor()
    // Waits for its last script, since none can be loaded while the site is away.
    await page.locator('sanity-visual-editing').waitFor({ state: 'attached' })
    const { port } = new URL(site.url)
    await site.stop()
    await page.getByText(/Connection lost/).waitFor()
    await restartSite({ PORT: port })
    const client = authorClient(site)
    await writeDraft(client, 'shelf', { title: 'Written meanwhile' })
    await page.getByText('Follows every edit').waitFor()
    const written = page.getByRole('heading', { name: 'Written meanwhile' })
    await written.waitFor()
    expect(await written.isVisible()).toBe(true)
    await client.delete('drafts.shelf')
    page.expectQuiet()
  })
})
