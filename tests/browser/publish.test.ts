import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import { openPage, type WatchedPage } from './support/browser.ts'
import { isLong } from './support/long.ts'
import { browser, site } from './support/running.ts'
import { commits, openDocument, openFrame, openStudio, publish } from './support/studio.ts'

const withoutSpace = (text: string) => text.replaceAll(/\s/g, '')

/**
 * Every sentence of the first dataset's text. The text was copied from a page on which some sentences stood
 * side by side ("Operating SystemsRustLinux"), so spaces are ignored. Its indexes ("01") are left out,
 * because they are computed.
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
  it('is seen by the next reader after Publish', async () => {
    const studio = await openPage(browser, { viewport: { width: 1400, height: 900 } })
    await studio.goto(site.studioUrl)
    await openDocument(studio, 'Engineering Principles')
    await studio.getByRole('button', { name: /^2\.1 Build Before Consuming/ }).click()
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

describe('the place of the Publish button', () => {
  it('gets no other button after a document was published', async () => {
    const studio = await openStudio(browser, site)
    const client = authorClient(site)
    const written = () =>
      client.fetch<number>('count(*[_id in path("drafts.**")])', {}, { perspective: 'raw' })
    const revisions = () => client.fetch<string[]>('*[] | order(_id asc)._rev')
    for (const name of isLong ? ['Now', 'History', 'Manual'] : ['Now', 'Manual']) {
      await openDocument(studio, name)
      if (name !== 'Manual') await openFrame(studio)
      const field = studio.getByRole('textbox', { name: name === 'Manual' ? 'Headline' : 'Title' })
      await field.fill(`${name}, published once`)
      const place = await studio.getByRole('button', { name: 'Publish', exact: true }).boundingBox()
      if (!place) throw new Error('There is no button to publish')
      await publish(studio)
      await expect.poll(written, { timeout: 10_000 }).toBe(0)
      const before = await revisions()
      // An impatient author clicks on for some seconds, whatever appears there.
      for (let click = 0; click < (isLong ? 40 : 20); click += 1) {
        await studio.mouse.click(place.x + place.width / 2, place.y + place.height / 2)
        await studio.waitForTimeout(100)
      }
      expect([name, await written()]).toEqual([name, 0])
      expect(await revisions()).toEqual(before)
      expect(await studio.getByRole('dialog').count()).toBe(0)
    }
    studio.expectQuiet()
  })
})

describe('Publish', () => {
  it('publishes nothing of what is typed after it was pressed, and says so', async () => {
    const studio = await openStudio(browser, site)
    await openDocument(studio, 'Manual')
    // Edits are on their way until then.
    const arrival = Promise.withResolvers<void>()
    const isEdit = (url: URL) => /\/data\/(actions|mutate)\//.test(url.pathname)
    await studio.route(isEdit, async (route) => {
      await arrival.promise
      await route.continue()
    })
    const headline = studio.getByRole('textbox', { name: 'Headline' })
    await headline.fill('A headline')
    await studio.getByRole('button', { name: 'Publish', exact: true, disabled: false }).click()
    await headline.press('End')
    await headline.pressSequentially(' that is not yet wri')
    await studio
      .getByRole('alert')
      .filter({ hasText: '“Manual” is not published: you went on writing' })
      .waitFor()
    arrival.resolve()
    await headline.pressSequentially('tten')
    const client = authorClient(site)
    const draft = () => client.getDocument('drafts.manual')
    await expect.poll(async () => (await draft())?.headline).toBe('A headline that is not yet written')
    expect((await client.getDocument('manual'))?.headline).not.toContain('A headline')
    await publish(studio)
    await expect.poll(draft).toBeUndefined()
    expect(await (await fetch(site.url)).text()).toContain('A headline that is not yet written')
    studio.expectQuiet()
  })

  it('validates what was typed just before it was pressed, not what was there before', async () => {
    const studio = await openStudio(browser, site)
    await openDocument(studio, 'Manual')
    const headline = studio.getByRole('textbox', { name: 'Headline' })
    const press = () =>
      studio
        .getByRole('button', { name: 'Publish', exact: true, disabled: false })
        .click({ noWaitAfter: true })
    const refusal = studio.getByRole('alert').filter({ hasText: '“Manual” is not published' })
    const client = authorClient(site)
    for (let round = 1; round <= (isLong ? 40 : 2); round += 1) {
      const before = (await client.getDocument('manual'))?.headline
      // The Studio is still validating the first edit when the second is made.
      await commits(studio, 'edit', () => headline.fill(`Not round ${round}`))
      await headline.fill('')
      await press()
      await refusal.filter({ hasText: 'Headline is missing' }).waitFor()
      expect((await client.getDocument('manual'))?.headline).toBe(before)

      await commits(studio, 'edit', () => headline.fill(`Nearly round ${round}`))
      await commits(studio, 'edit', () => headline.fill(''))
      await headline.fill(`Round ${round}`)
      await commits(studio, 'publish', press)
      await expect.poll(async () => (await client.getDocument('manual'))?.headline).toBe(`Round ${round}`)
      await refusal.waitFor({ state: 'hidden' })
    }
    studio.expectQuiet()
  })

  it('publishes what was typed also if the form is left at once, and the browser asks before leaving the Studio', async () => {
    const studio = await openStudio(browser, site)
    const client = authorClient(site)
    const isEdit = (url: URL) => url.pathname.includes('/data/actions/')
    for (const leave of ['another form', 'the Studio'] as const) {
      const arrival = Promise.withResolvers<void>()
      await studio.route(isEdit, async (route) => {
        await arrival.promise
        await route.continue()
      })
      await openDocument(studio, 'Manual')
      const words = `Published while I went to ${leave}`
      await studio.getByRole('textbox', { name: 'Headline' }).fill(words)
      await studio.getByRole('button', { name: 'Publish', exact: true, disabled: false }).click()
      if (leave === 'another form') await openDocument(studio, 'History')
      else {
        const asked = studio.waitForEvent('dialog', (dialog) => dialog.type() === 'beforeunload')
        const leaving = studio.evaluate(() => location.reload())
        await Promise.all([(await asked).dismiss(), leaving])
      }
      arrival.resolve()
      await expect.poll(async () => (await client.getDocument('manual'))?.headline).toBe(words)
      await studio.getByRole('alert').filter({ hasText: '“Manual” is live' }).waitFor()
      await studio.unroute(isEdit)
    }
    studio.expectQuiet()
  })

  const draftsAreGone = () =>
    expect.poll(
      () => authorClient(site).fetch('count(*[_id in path("drafts.**")])', {}, { perspective: 'raw' }),
      { timeout: 15_000 },
    )

  it('publishes a section and the manual once each when it is clicked twice', async () => {
    // A second request is refused, which the browser logs.
    const studio = await openStudio(browser, site, { allowed: [/40[49]/] })
    for (const name of ['Now', 'Manual']) {
      await openDocument(studio, name)
      if (name !== 'Manual') await openFrame(studio)
      const field = studio.getByRole('textbox', { name: name === 'Manual' ? 'Headline' : 'Title' })
      await commits(studio, 'edit', () => field.fill(`${name}, with a double click`))
      await commits(studio, 'publish', () =>
        studio.getByRole('button', { name: 'Publish', exact: true }).dblclick(),
      )
      await studio
        .getByRole('alert')
        .filter({ hasText: `“${name}” is live` })
        .filter({ hasText: 'Readers see this' })
        .waitFor()
      await draftsAreGone().toBe(0)
      expect(
        await studio
          .getByRole('alert')
          .filter({ hasText: /error|is not published/ })
          .count(),
      ).toBe(0)
    }
    studio.expectQuiet()
  })

  it('publishes once from two tabs at a time, and the second tab reports no error', async () => {
    // The browser logs the refused request.
    const allowed = [/40[49]/]
    const tabs = [await openStudio(browser, site, { allowed }), await openStudio(browser, site, { allowed })]
    const [one, other] = tabs as [WatchedPage, WatchedPage]
    await openDocument(one, 'History')
    await openFrame(one)
    await openDocument(other, 'History')
    await commits(one, 'edit', () => one.getByRole('textbox', { name: 'Title' }).fill('Published by two'))
    const isEnabled = (tab: WatchedPage) =>
      expect.poll(() => tab.getByRole('button', { name: 'Publish', exact: true }).isEnabled(), {
        timeout: 15_000,
      })
    for (const tab of tabs) await isEnabled(tab).toBe(true)
    // Both requests are sent before either is answered.
    const sent = Promise.withResolvers<void>()
    let requests = 0
    for (const tab of tabs)
      await tab.route(/\/data\/actions\//, async (route) => {
        requests += 1
        if (requests === 2) sent.resolve()
        await sent.promise
        await route.continue()
      })
    for (const tab of tabs) await tab.getByRole('button', { name: 'Publish', exact: true }).click()
    for (const tab of tabs) await tab.getByRole('alert').filter({ hasText: 'Readers see this' }).waitFor()
    expect(requests).toBe(2)
    for (const tab of tabs)
      expect(
        await tab
          .getByRole('alert')
          .filter({ hasText: /error|is not published/ })
          .count(),
      ).toBe(0)
    await draftsAreGone().toBe(0)
    for (const tab of tabs) tab.expectQuiet()
  })
})

describe('a copy of a section', () => {
  it('has an anchor made from its name, and the original can still be published', async () => {
    const studio = await openStudio(browser, site)
    await openDocument(studio, 'Shelf')
    await studio.getByRole('button', { name: 'Open document actions' }).click()
    await studio.getByRole('menuitem', { name: 'Duplicate' }).click()
    const client = authorClient(site)
    const anchors = () =>
      client.fetch<string[]>('*[_type == "shelfSection"].anchor', {}, { perspective: 'raw' })
    await expect
      .poll(async () => (await anchors()).toSorted(), { timeout: 10_000 })
      .toEqual(['shelf', 'shelf-2'])
    const copy = await client.fetch<string>(
      '*[_type == "shelfSection" && anchor == "shelf-2"][0]._id',
      {},
      { perspective: 'raw' },
    )
    await studio.goto(`${site.url}/studio/structure/${copy.replace('drafts.', '')}`)
    await openFrame(studio)
    const name = studio.getByRole('textbox', { name: 'Name' })
    const anchor = studio.getByRole('textbox', { name: 'Anchor' })
    const anchorWhenNamed = async (words: string, expected: string) => {
      await name.fill(words)
      await expect.poll(() => anchor.inputValue()).toBe(expected)
    }
    await anchorWhenNamed('Exploration', 'exploration-2')
    await anchorWhenNamed('Bücher & Geräte', 'buecher-and-geraete')
    await anchor.fill('my-books')
    await anchorWhenNamed('Books', 'my-books')

    await studio.goto(`${site.url}/studio/structure/shelf`)
    await openFrame(studio)
    await studio.getByRole('textbox', { name: 'Title' }).fill('The original')
    await publish(studio)
    // Publish is disabled now. The focus is not lost with it.
    await studio.getByRole('group', { name: 'Shelf' }).and(studio.locator(':focus')).waitFor()
    // Links to a published section stay when it is renamed.
    await commits(studio, 'edit', () => anchorWhenNamed('Things', 'shelf'))
    expect(await client.fetch('*[_id == "shelf"][0]{ title, anchor }')).toEqual({
      title: 'The original',
      anchor: 'shelf',
    })
    studio.expectQuiet()
  })
})
