import { setTimeout } from 'node:timers/promises'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { openPage, watch, type WatchedPage } from './support/browser.ts'
import { authorClient, writeDraft } from '#scripts/harness/author-client.ts'
import { previewAddress } from '#scripts/harness/preview-address.ts'
import { signIn } from '#scripts/harness/sign-in.ts'
import { isLong } from './support/long.ts'
import { openPresentation } from './support/preview.ts'
import { browser, restartSite, site } from './support/running.ts'
import { commits, openStudio, publish } from './support/studio.ts'

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

/** The Studio's message about a page that is being replaced. */
const givesWay = [/@sanity\/comlink\] Received no response/]
const phone = { width: 390, height: 844 }

const choose = (studio: Page, perspective: 'Draft' | 'Published') =>
  studio.getByRole('group', { name: 'What is shown' }).getByRole('button', { name: perspective }).click()

/** A window of a signed-in author, next to the Studio. */
async function openSignedIn(): Promise<WatchedPage> {
  const page = await openPage(browser, { viewport: { width: 1400, height: 900 } })
  await signIn(page, site.url, site.writeToken)
  return page
}

/** The cookie of a new preview. */
async function openedCookie(): Promise<string> {
  const { headers } = await fetch(await previewAddress(site), { redirect: 'manual' })
  return headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
}

/** Waits until the preview bar begins with these words. */
const expectBar = (page: Pick<Page, 'getByRole'>, words: string | RegExp) =>
  expect
    .poll(() => page.getByRole('complementary', { name: 'Preview' }).innerText(), { timeout: 15_000 })
    .toMatch(typeof words === 'string' ? new RegExp(`^${words}`) : words)

/** Whether an element is fully in the window, and not covered. */
const isWhole = (place: Locator) =>
  place.evaluate((element) => {
    const { left, right, top, bottom } = element.getBoundingClientRect()
    const corners = [left + 2, right - 2].flatMap((x) => [top + 2, bottom - 2].map((y) => [x, y] as const))
    return corners.every(([x, y]) => element.contains(document.elementFromPoint(x, y)))
  })

describe('the Presentation tool', () => {
  it('opens the field of a clicked text, and shows words while they are typed, but not to readers before they are published', async () => {
    const { studio, page } = await openPresentation(browser, site)
    const title = page.getByRole('heading', { name: 'Domains where the questions keep multiplying' })
    await title.click()
    const field = studio.getByRole('textbox', { name: 'Title' })
    await field.waitFor()
    expect(await field.inputValue()).toBe('Domains where the questions keep multiplying')
    const root = page.locator('html')
    await root.evaluate((html) => Object.assign(html, { mark: 'not loaded again' }))

    const waits: number[] = []
    const scrolled = new Set<number>()
    for (let count = 1; count <= 10; count += 1) {
      const words = `Domains that I write about, ${count}`
      const typed = performance.now()
      await field.fill(words)
      await page.getByRole('heading', { name: words, exact: true }).waitFor()
      waits.push(performance.now() - typed)
      scrolled.add(await root.evaluate((html) => html.scrollTop))
    }
    // The Studio sends at most one edit a second. This only catches what is broken; docs/performance.md has
    // the measured times.
    expect(waits.toSorted((a, b) => a - b)[5]).toBeLessThan(2000)
    expect(await root.evaluate((html) => (html as { mark?: string }).mark)).toBe('not loaded again')
    expect(scrolled.size).toBe(1)
    expect([...scrolled][0]).toBeGreaterThan(500)

    const reader = await openPage(browser)
    await reader.goto(site.url)
    await reader.getByRole('heading', { name: 'Domains where the questions keep multiplying' }).waitFor()
    await publish(studio)
    await reader.goto(site.url)
    await reader.getByRole('heading', { name: 'Domains that I write about, 10' }).waitFor()
    reader.expectQuiet()
    studio.expectQuiet()
  })

  it('shows in each window the perspective that was chosen there, even after a reload', async () => {
    const client = authorClient(site)
    await writeDraft(client, 'shelf', { title: 'A drafted shelf' })
    const { studio: one, page: first } = await openPresentation(browser, site, { allowed: givesWay })
    const two = watch(await one.context().newPage(), givesWay)
    await two.goto(`${site.url}/studio/presentation`)
    const second = two.frameLocator('iframe')
    const drafted = (page: typeof first) => page.getByRole('heading', { name: 'A drafted shelf' })
    await drafted(second).waitFor()
    await choose(one, 'Published')
    await expectBar(first, 'You are looking at the published page')
    await expect.poll(() => drafted(first).count()).toBe(0)
    await two.getByRole('button', { name: 'Refresh preview' }).click()
    await expectBar(second, 'Draft: 1 change')
    await one.reload()
    await expectBar(first, 'You are looking at the published page')
    await two.reload()
    await drafted(second).waitFor()
    await choose(one, 'Draft')
    await drafted(first).waitFor()
    await client.delete('drafts.shelf')
    await expectBar(first, 'No changes: this is what readers see')
    await expectBar(second, 'No changes: this is what readers see')
    one.expectQuiet()
    two.expectQuiet()
  })

  // In each case, the Studio would take a page without its script for a broken preview some seconds later.
  it.runIf(isLong)(
    'says in every window that the preview was left in another one, until it is opened again',
    async () => {
      const client = authorClient(site)
      await writeDraft(client, 'shelf', { title: 'A drafted shelf' })
      const { studio, page } = await openPresentation(browser, site, { allowed: givesWay })
      const beside = watch(await studio.context().newPage())
      const left = async () => {
        await beside.goto(site.url)
        await beside.getByRole('button', { name: 'Exit preview' }).click()
        await beside.getByRole('complementary', { name: 'Preview' }).waitFor({ state: 'detached' })
        await expectBar(page, 'This preview has ended')
      }
      const actions: [what: string, act: () => Promise<unknown>][] = [
        ['the other perspective', () => choose(studio, 'Published')],
        ['refresh', () => studio.getByRole('button', { name: 'Refresh preview' }).click()],
        [
          'reload of the frame',
          () =>
            studio
              .frames()
              .at(-1)!
              .evaluate(() => location.reload()),
        ],
      ]
      for (const [what, act] of actions) {
        await left()
        await act()
        await expectBar(page, /^This preview (has ended|was left)/)
        // After this long, the Studio would report that it could not connect.
        if (what === 'reload of the frame') await setTimeout(7000)
        expect([what, await studio.getByText(/not connect|Unable to connect/).count()]).toEqual([what, 0])
        if (what === 'the other perspective') await choose(studio, 'Draft')
        await page.getByRole('link', { name: 'Open it again' }).click()
        await expectBar(page, 'Draft: 1 change')
      }
      await beside.goto(site.url)
      await beside.getByRole('heading', { name: 'A drafted shelf' }).waitFor()
      await client.delete('drafts.shelf')
      studio.expectQuiet()
      beside.expectQuiet()
    },
  )

  it('shows either the page or the form on a phone, and publishes with two clicks', async () => {
    const { studio, page } = await openPresentation(browser, site, { viewport: phone })
    for (const choice of ['Draft', 'Published'])
      expect(await isWhole(studio.getByRole('button', { name: choice, exact: true }))).toBe(true)
    await page.getByRole('heading', { name: 'A little distance improves the model' }).click()
    const title = studio.getByRole('textbox', { name: 'Title' })
    await title.waitFor()
    await title.fill('Written on a phone')
    await publish(studio)
    await studio.getByRole('tab', { name: 'Page' }).click()
    await page.getByRole('heading', { name: 'Written on a phone' }).waitFor()
    await expectBar(page, 'No changes')
    studio.expectQuiet()
  })
})

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

  it.each([320, 390])(
    'has a bar of one line at %i px, which does not cover the focused element',
    async (width) => {
      const client = authorClient(site)
      await writeDraft(client, 'shelf', { title: 'A drafted shelf' })
      const page = await openPage(browser, { viewport: { width, height: 600 } })
      const bar = page.getByRole('complementary', { name: 'Preview' })
      const hidden: string[] = []
      for (const path of ['/', '/?changes']) {
        await page.goto(await previewAddress(site, path))
        await page.locator('[data-state=live]').waitFor()
        expect((await bar.boundingBox())?.height).toBeLessThan(60)
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

  it.each(['light', 'dark'] as const)(
    'has a bar with a visible focus ring and lamp, in %s',
    async (colorScheme) => {
      const page = await openPage(browser, { colorScheme })
      await page.goto(await previewAddress(site))
      await page.getByText('Follows every edit').waitFor()
      await page.getByRole('button', { name: 'Exit preview' }).focus()
      await page.keyboard.press('Shift+Tab')
      await page.keyboard.press('Tab')
      const [ground, ...marks] = await page
        .getByRole('complementary', { name: 'Preview' })
        .evaluate((bar) => [
          getComputedStyle(bar).backgroundColor,
          getComputedStyle(document.activeElement as Element).outlineColor,
          getComputedStyle(bar.querySelector('[role=status]') as Element, '::before').borderTopColor,
        ])
      for (const mark of marks) expect(contrast(mark as string, ground as string)).toBeGreaterThan(3)
      page.expectQuiet()
    },
  )

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

  it('opens other pages in another tab, because the Studio would take them for a broken preview, and ends with the published page', async () => {
    const { studio, page } = await openPresentation(browser, site)
    const [popup] = await Promise.all([
      studio.waitForEvent('popup'),
      page.locator('a[href="/manual.md"]').click(),
    ])
    await popup.waitForURL(/manual/)
    expect(new URL(popup.url()).pathname).toBe('/manual.md')
    await expectBar(page, 'No changes')
    await page.getByRole('button', { name: 'Exit preview' }).click()
    await studio.waitForURL(`${site.url}/`)
    await studio.getByRole('heading', { level: 1 }).waitFor()
    expect(await studio.getByRole('complementary', { name: 'Preview' }).count()).toBe(0)
    studio.expectQuiet()
  })

  it('says inside the Studio that it was left in another tab, and can be opened again', async () => {
    const { studio, page } = await openPresentation(browser, site)
    const other = watch(await studio.context().newPage())
    await other.goto(site.url)
    await other.getByRole('button', { name: 'Exit preview' }).click()
    await other.getByRole('complementary', { name: 'Preview' }).waitFor({ state: 'detached' })
    const client = authorClient(site)
    await writeDraft(client, 'shelf', { title: 'Written after that' })
    await page.getByText('This preview has ended').waitFor()
    await page.getByRole('link', { name: 'Open it again' }).click()
    await page.getByText('Follows every edit').waitFor()
    await page.getByRole('heading', { name: 'Written after that' }).waitFor()
    expect(new URL(studio.url()).pathname).toMatch(/^\/studio\/presentation/)
    await client.delete('drafts.shelf')
    other.expectQuiet()
    studio.expectQuiet()
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
    expect(await notice.innerText()).toContain('Shifts 1: Title is missing')
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

  it.each([
    ['http', ''],
    ['https', '; Secure'],
  ])('sets cookies that every browser keeps on %s, and deletes them', async (protocol, secure) => {
    const headers = { 'x-forwarded-proto': protocol }
    const address = `${await previewAddress(site)}&sanity-preview-perspective=published`
    const opened = await fetch(address, { headers, redirect: 'manual' })
    const cookies = opened.headers.getSetCookie()
    const name = `${secure && '__Host-'}preview-access-${new URL(site.url).port}`
    expect(cookies.map((cookie) => cookie.replace(/=[^;]+/, '=…'))).toEqual([
      `${name}=…; Path=/${secure}; HttpOnly; SameSite=lax`,
    ])
    const left = await fetch(`${site.url}/api/draft-mode/disable`, {
      method: 'POST',
      headers: { ...headers, cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') },
      redirect: 'manual',
    })
    // A browser on http ignores a deletion with Secure, like the cookie itself; on https, a `__Host-` cookie
    // can only be deleted with Secure.
    expect(left.headers.getSetCookie().map((cookie) => cookie.replace(/ Expires=[^;]+;/, ''))).toEqual([
      `${name}=; Path=/; Max-Age=0${secure}; HttpOnly; SameSite=lax`,
    ])
  })

  it('says that it has ended when it was ended elsewhere, not that cookies are missing', async () => {
    const cookie = await openedCookie()
    await authorClient(site).delete({ query: '*[_type == "sanity.previewUrlSecret"]' })
    const answer = await fetch(`${site.url}/api/draft-mode/check?to=/`, { headers: { cookie } })
    expect(answer.status).toBe(403)
    expect(await answer.text()).toMatch(/^This preview has ended/)
  })

  it('explains the problem to a browser that keeps no cookies, and to one that comes too late', async () => {
    const follow = async (address: string): Promise<Response> => {
      const response = await fetch(address, { redirect: 'manual' })
      const location = response.headers.get('location')
      return location ? follow(new URL(location, site.url).href) : response
    }
    const withoutCookies = await follow(await previewAddress(site))
    expect(withoutCookies.status).toBe(403)
    const advice = await withoutCookies.text()
    expect(advice).toContain('did not keep the cookies')
    expect(advice).toContain('Allow cookies for this site')
    // The site is on http, and so are its cookies.
    expect(advice).not.toContain('https')

    const unknown = await follow(`${site.url}/api/draft-mode/enable?sanity-preview-secret=made-up`)
    expect(unknown.status).toBe(401)
    expect(await unknown.text()).toContain('no longer valid')
  })

  it.each([
    [
      'a wrong address',
      '/api/draft-mode/enable?sanity-preview-secret=made-up',
      'This address opens no preview.',
    ],
    ['an address without its secret', '/api/draft-mode/enable', 'This address opens no preview.'],
    ['a browser without the cookie', '/api/draft-mode/check?to=/', 'This browser did not keep the cookie'],
  ])(
    'has a page in the manual’s design for %s, with a link to the published page',
    async (_, path, title) => {
      const page = await openPage(browser, { allowed: [/401|403/] })
      await page.goto(site.url + path)
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
      expect(await page.getByRole('banner').innerText()).toContain('Identity / Operating Manual')
      await page.getByRole('link', { name: 'Read the manual as it is published' }).click()
      await page.waitForURL(`${site.url}/`)
      await page.getByRole('heading', { name: 'I build systems to understand them.' }).waitFor()
      page.expectQuiet()
    },
  )
})

describe('the address of a preview', () => {
  it.each([
    ['//evil.example/', '/'],
    ['/\\evil.example/', '/'],
    ['/\t/evil.example/', '/'],
    ['/\n/evil.example/', '/'],
    ['/.//evil.example/', '/'],
    ['https://evil.example/', '/'],
    ['http://', '/'],
    ['/\0', '/'],
    ['/a\0', '/a'],
    ['/日本', '/%E6%97%A5%E6%9C%AC'],
    ['/?changes#now', '/?changes#now'],
  ])('redirects from %j to %j, and never to another site', async (to, path) => {
    const address = `${site.url}/api/draft-mode/check?to=${encodeURIComponent(to)}`
    const answer = await fetch(address, { headers: { cookie: await openedCookie() }, redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([307, path])
  })

  // The Studio's "Copy preview link" has this address until the page in it has answered.
  it('redirects to the page if it would redirect to itself', async () => {
    const reader = await openPage(browser)
    const response = await reader.goto(await previewAddress(site, '/api/draft-mode/enable'))
    expect(response?.status()).toBe(200)
    expect(new URL(reader.url()).pathname).toBe('/')
    await reader.getByText('Follows every edit').waitFor()
    reader.expectQuiet()
  })
})

describe('a shared preview', () => {
  it('shows the draft to anyone with its address, until sharing is turned off', async () => {
    const client = authorClient(site)
    await writeDraft(client, 'shelf', { title: 'For a friend' })
    const { studio } = await openPresentation(browser, site, {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    // The form takes the focus when it opens, which would close a menu.
    await studio.getByRole('textbox', { name: 'Identity' }).waitFor()
    await studio.getByRole('button', { name: 'Share this preview' }).click()
    const sharing = studio.getByRole('checkbox', { name: /anyone who has the link/ })
    await sharing.check({ force: true })
    await studio.getByRole('menuitem', { name: 'Copy preview link' }).click()
    const address = await studio.evaluate(() => navigator.clipboard.readText())

    const friend = await openPage(browser)
    const response = await friend.goto(address)
    await friend.getByRole('heading', { name: 'For a friend' }).waitFor()
    await expectBar(friend, 'Shared draft: 1 change that readers do not see')
    expect(await response?.headerValue('referrer-policy')).toBe('same-origin')
    expect(await response?.headerValue('x-robots-tag')).toBe('noindex')
    expect(await response?.headerValue('cache-control')).toContain('no-store')
    expect(await friend.locator('[data-sanity]').count()).toBe(0)

    await studio.getByRole('button', { name: 'Share this preview' }).click()
    await sharing.uncheck({ force: true })
    await expectBar(friend, 'This preview has ended. You see what readers see.')
    await friend.reload()
    expect(await friend.getByRole('heading', { name: 'For a friend' }).count()).toBe(0)
    expect(await friend.getByRole('link', { name: 'Open it again' }).count()).toBe(0)
    // The shared address says the same.
    const late = await openPage(browser, { allowed: [/401/] })
    await late.goto(address)
    await late.getByRole('heading', { level: 1, name: 'This address opens no preview.' }).waitFor()
    late.expectQuiet()
    await client.delete('drafts.shelf')
    friend.expectQuiet()
    studio.expectQuiet()
  })
})
