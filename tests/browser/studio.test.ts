import { describe, expect, it } from 'vitest'
import { openPage, watch } from './support/browser.ts'
import { browser, site } from './support/running.ts'
import { openDocument, openFrame, openStudio, outline, publish, signOut, visit } from './support/studio.ts'

const sections = [
  'Now',
  'Engineering Principles',
  'History',
  'Exploration Areas',
  'Mental Models',
  'Shelf',
  'Outside Engineering',
  'Writing Philosophy',
]

describe('the Studio', () => {
  it('asks for the write token, refuses a wrong one in words, opens on Now with the right one, and asks again after signing out', async () => {
    const studio = await openPage(browser, { allowed: [/401/] })
    await studio.goto(`${site.url}/studio`)
    const token = studio.getByLabel('Write token')
    await token.fill('not the token')
    await studio.getByRole('button', { name: 'Sign in' }).click()
    expect(await studio.getByRole('alert').innerText()).toContain('not the write token')
    await token.fill(site.writeToken)
    await studio.getByRole('button', { name: 'Sign in' }).click()
    await studio.getByRole('heading', { name: 'Now', level: 2 }).waitFor()
    expect(new URL(studio.url()).pathname).toBe('/studio/structure/now')

    // Signing out leads to the same sign-in page, not to Sanity's list of providers.
    await signOut(studio)
    await token.waitFor()
    expect(new URL(studio.url()).pathname).toBe('/lake/sign-in')
    studio.expectQuiet()
  })

  it('may only connect to this site, even in a browser with a preview', async () => {
    for (const cookie of ['', '__prerender_bypass=1']) {
      const { headers } = await fetch(`${site.url}/studio/structure/now`, { headers: { cookie } })
      const policy = headers.get('content-security-policy')
      expect(policy).toContain("connect-src 'self';")
      expect(policy).toContain("script-src 'self' 'unsafe-inline';")
      expect(policy).not.toMatch(/https?:|, /)
      expect(headers.get('x-robots-tag')).toBe('noindex')
    }
  })

  it('names its files in its page, so that they load at once', async () => {
    const page = await (await fetch(`${site.url}/studio`)).text()
    const files = [...page.matchAll(/<link rel="(?:preload|stylesheet)" href="([^"]+\.(?:js|css))"/g)]
    expect(files.length).toBeGreaterThan(20)
    const studio = await openPage(browser, { allowed: [/401/] })
    const loaded: string[] = []
    studio.on('response', (response) => loaded.push(new URL(response.url()).pathname))
    await studio.goto(`${site.url}/studio`)
    await studio.getByLabel('Write token').waitFor()
    expect(files.map(([, file]) => file).filter((file) => !loaded.includes(file as string))).toEqual([])
    studio.expectQuiet()
  })

  it('lists the manual in its order, and logs no errors in a tour of every pane', async () => {
    const studio = await openStudio(browser, site)
    const names = ['Due', 'Manual', ...sections]
    const options = outline(studio).getByRole('option')
    for (const [index, name] of names.entries())
      await options
        .nth(index)
        .getByRole('link', { name: new RegExp(`^${name}`) })
        .waitFor()
    expect(await options.count()).toBe(names.length)
    for (const name of names.slice(1)) await openDocument(studio, name)

    await openDocument(studio, 'Manual')
    // The manual can be published and restored, but not duplicated, deleted or unpublished.
    await studio.getByRole('button', { name: 'Publish', exact: true }).waitFor()
    await studio.getByRole('button', { name: 'Open document actions' }).click()
    expect(await studio.getByRole('menuitem').allInnerTexts()).toEqual(['Restore what was published before'])
    await studio.keyboard.press('Escape')

    // There is a Now already.
    await studio.getByRole('tab', { name: 'Sections' }).click()
    await studio.getByRole('button', { name: 'Add section' }).click()
    await studio.getByRole('button', { name: 'Create…' }).click()
    const kinds = ['Principles', 'History', 'Exploration areas', 'Mental models', 'Shelf', 'Prose']
    const offered = await studio.getByRole('menuitem').allInnerTexts()
    expect(offered.toSorted()).toEqual(kinds.toSorted())
    await studio.keyboard.press('Escape')

    await studio.getByRole('button', { name: 'Menu' }).click()
    expect(await studio.getByRole('menuitem').allInnerTexts()).toEqual([
      'As the system',
      'Light',
      'Dark',
      'The page',
      'Sign out',
    ])
    await studio.keyboard.press('Escape')
    await studio.getByRole('link', { name: 'Presentation' }).click()
    await studio.frameLocator('iframe').getByText('Follows every edit').waitFor()
    // Addresses that lead nowhere, and the way back from them.
    for (const path of ['structure/now;__edit__xyz', 'structure/__edit__xyz,type=nothing', 'nonsense']) {
      await studio.goto(`${site.url}/studio/${path}`)
      await studio.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
    }
    await studio.getByRole('link', { name: 'Open the manual' }).click()
    await studio.getByRole('heading', { name: 'Now', level: 2 }).waitFor()
    // Vision is for developers: it has an address, but no link.
    await visit(studio, '/vision')
    await studio.getByRole('button', { name: 'Fetch' }).waitFor()
    studio.expectQuiet()
    expect(site.log).toEqual([])
  })

  it('stays up to date in two tabs and a page of one browser', async () => {
    const first = await openStudio(browser, site)
    const context = first.context()
    const second = watch(await context.newPage())
    await second.setViewportSize({ width: 1400, height: 900 })
    const third = watch(await context.newPage())
    await third.goto(`${site.url}/studio/presentation`)
    await third.frameLocator('iframe').getByText('Follows every edit').waitFor()
    await second.goto(`${site.url}/studio/structure/shelf`)
    const reader = watch(await context.newPage())
    await reader.goto(`${site.url}/manual.md`)

    await openDocument(first, 'Shelf')
    for (const studio of [first, second]) await openFrame(studio)
    await second.getByRole('textbox', { name: 'Title' }).waitFor()
    const typed = performance.now()
    await first.getByRole('textbox', { name: 'Title' }).fill('Seen in every tab')
    const title = second.getByRole('textbox', { name: 'Title' })
    await expect.poll(() => title.inputValue(), { interval: 10, timeout: 3000 }).toBe('Seen in every tab')
    const landed = performance.now() - typed
    await third.frameLocator('iframe').getByRole('heading', { name: 'Seen in every tab' }).waitFor()
    await publish(first)
    await reader.reload()
    expect(await reader.locator('body').innerText()).toContain('Seen in every tab')
    // Takes about a second. With the limit of six connections, it would take minutes.
    expect(landed).toBeLessThan(3000)
    for (const page of [first, second, third, reader]) page.expectQuiet()
  })

  it('can be used on a phone', async () => {
    const studio = await openStudio(browser, site, {
      path: '/structure',
      viewport: { width: 390, height: 844 },
      hasTouch: true,
    })
    await openFrame(studio)
    const title = studio.getByRole('textbox', { name: 'Title' })
    await title.fill('Edited on the way')
    await publish(studio)
    const width = await studio.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(390)
    const reader = await openPage(browser)
    await reader.goto(site.url)
    await reader.getByRole('heading', { name: 'Edited on the way' }).waitFor()
    studio.expectQuiet()
  })
})
