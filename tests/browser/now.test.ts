import { setTimeout } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import type { SanityClient } from '@sanity/client'
import { authorClient, writeDraft } from '#scripts/harness/author-client.ts'
import { seedDocuments } from '#sanity/seed/index.ts'
import type { WatchedPage } from './support/browser.ts'
import { browser, site } from './support/running.ts'
import {
  commits,
  coveredByToasts,
  isCaretAtEnd,
  openFrame,
  openStudio,
  publish,
  visit,
} from './support/studio.ts'

const desk = { viewport: { width: 1440, height: 900 } }
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true }
const places = [
  ['at a desk', desk],
  ['on a phone', phone],
] as const

const today = new Date().toISOString().slice(0, 10)
const longAgo = '2026-01-05'
let client: SanityClient

const seedNow = seedDocuments().find(({ _id }) => _id === 'now')!
const readings = (seedNow.readings as object[]).map((reading) => ({ ...reading, confirmed: longAgo }))

beforeEach(async () => {
  client = authorClient(site)
  await client.delete({ query: '*[_id in path("drafts.**")]' })
  await client.createOrReplace({ ...seedNow, readings, review: 'weekly' })
})

const days = (id = 'now') => client.fetch<string[]>('*[_id == $id][0].readings[].confirmed', { id }, raw)
const raw = { perspective: 'raw' } as const
const revision = () => client.fetch<string>('*[_id == "now"][0]._rev', {}, raw)
const pageText = async () => (await (await fetch(site.url)).text()).replaceAll(/<[^>]*>/g, '')
/** The receipt with this title, once it says that readers see the change. */
const live = (studio: WatchedPage, title: string) =>
  studio
    .getByRole('alert')
    .filter({ hasText: title })
    .filter({ hasText: /Readers see this/ })

/** Opens the Studio at its bare address. */
const open = (options: object) =>
  openStudio(browser, site, { path: '/', timezoneId: 'UTC', ...options }) as Promise<WatchedPage>

describe.each(places)('on Friday, %s', (_place, options) => {
  it('a reading is changed and published with two clicks, and one more confirms all, which can be undone', async () => {
    expect(await pageText()).toContain('not confirmed since 5 Jan 2026')
    // The Studio opens on what is due.
    const studio = await open(options)
    const due = studio.getByRole('region', { name: 'Now' })
    expect(await due.innerText()).toMatch(/§ 1 Now\s+confirmed \d+ months ago, to be looked at every week/)
    // So does each reading.
    expect(await due.getByText(/^confirmed \d+ months ago$/).count()).toBe(4)
    const publishes: string[] = []
    const files: string[] = []
    studio.on('request', (request) => {
      if (request.resourceType() === 'script') files.push(request.url())
      const body = request.url().includes('/data/actions/') ? request.postData() : null
      if (body?.includes('sanity.action.document.publish')) publishes.push(body)
    })
    await due.getByRole('link', { name: 'Open 1.2' }).click()
    const hasCaret = () => isCaretAtEnd(studio.getByRole('textbox', { name: 'Activity' }))
    await expect.poll(hasCaret).toBe(true)
    await studio.getByRole('textbox', { name: 'Subject' }).fill('A book about Fridays')
    // Below the entry, which is still open.
    await publish(studio)
    await live(studio, '“Now” is live').waitFor()
    await expect.poll(() => coveredByToasts(studio)).toEqual([])
    expect(await pageText()).toContain('A book about Fridays')
    // Only that reading is confirmed.
    expect(await days()).toEqual([longAgo, today, longAgo, longAgo])
    // The edit was stored before. This is one request, which sets the date and publishes.
    expect(publishes).toHaveLength(1)
    expect(publishes[0]).toContain('sanity.action.document.edit')
    // The form's code was loaded with the Studio, so opening the form loads no files.
    expect(files).toEqual([])
    await studio.getByRole('dialog').locator(':focus').waitFor()
    await studio.keyboard.press('Escape')
    await studio.getByRole('dialog').waitFor({ state: 'detached' })

    await visit(studio, '/structure/due')
    const before = await revision()
    await commits(studio, 'publish', () => due.getByRole('button', { name: 'All still true' }).click())
    await live(studio, '“Now” is confirmed as of today').waitFor()
    await expect.poll(() => coveredByToasts(studio)).toEqual([])
    expect(await days()).toEqual([today, today, today, today])
    expect(await pageText()).not.toContain('not confirmed')
    await studio.getByRole('heading', { name: 'Nothing is due' }).waitFor()

    await commits(studio, 'publish', () => studio.getByRole('button', { name: 'Undo' }).click())
    await due.waitFor()
    expect(await days()).toEqual([longAgo, today, longAgo, longAgo])
    expect(await revision()).not.toBe(before)
    expect(await client.fetch('count(*[_id in path("drafts.**")])', {}, raw)).toBe(0)
    studio.expectQuiet()
  })
})

describe('the form of Now', () => {
  it('has the focus on the row of an entry after its dialog was closed', async () => {
    const studio = await open({ ...desk, path: '/structure/now' })
    const row = (name: RegExp) => studio.getByRole('button', { name })
    const isFocused = (name: RegExp) => row(name).evaluate((element) => element === document.activeElement)
    await row(/^1\.1 /).click()
    await studio.getByRole('textbox', { name: 'Subject' }).waitFor()
    await studio.keyboard.press('Escape')
    await expect.poll(() => isFocused(/^1\.1 /)).toBe(true)
    await row(/^Add reading/).click()
    await expect
      .poll(() =>
        studio
          .getByRole('textbox', { name: 'Activity' })
          .evaluate((element) => element === document.activeElement),
      )
      .toBe(true)
    await studio.keyboard.type('Currently sweeping')
    await studio.getByRole('button', { name: 'Close dialog' }).click()
    await expect.poll(() => isFocused(/Currently sweeping/)).toBe(true)
    studio.expectQuiet()
  })

  it('shows its first reading without scrolling, with its number and its last confirmation, and confirms a single one', async () => {
    const studio = await open({ ...desk, path: '/structure/now' })
    const reading = studio.getByRole('button', { name: /^1\.1 SysRift/ })
    await reading.waitFor()
    const { y, height } = (await reading.boundingBox())!
    expect(y + height).toBeLessThan(900)
    expect(await studio.getByText(/^confirmed \d+ months ago$/).count()).toBe(4)
    await studio.getByRole('button', { name: 'Add reading' }).waitFor()
    // What is in the form is what is published, and nothing says otherwise.
    expect(await studio.getByRole('button', { name: 'To edit' }).count()).toBe(0)
    // On the smallest phone, too, the words of a row and its date are there to their ends.
    await studio.setViewportSize({ width: 320, height: 640 })
    for (const words of ['SysRift and fault-oriented systems tooling', /^confirmed \d+ months ago$/]) {
      const text = studio.getByText(words).first()
      await text.scrollIntoViewIfNeeded()
      const isWhole = () =>
        text.evaluate((element) => {
          for (let box: Element | null = element; box; box = box.parentElement)
            if (getComputedStyle(box).overflowX !== 'visible' && box.scrollWidth > box.clientWidth)
              return false
          return element.getBoundingClientRect().right <= innerWidth
        })
      await expect.poll(isWhole).toBe(true)
    }

    await studio.setViewportSize(desk.viewport)
    // Over a slow network, the button says that it was pressed. Everything is done once, however often it is pressed.
    const sent: string[] = []
    await studio.route(/\/data\/actions\//, async (route) => {
      sent.push(route.request().postData() ?? '')
      await setTimeout(1000)
      await route.continue()
    })
    const stillTrue = studio.getByRole('button', { name: 'Still true', exact: true })
    const confirmed = commits(studio, 'publish', () => stillTrue.nth(2).dblclick())
    await studio.getByRole('button', { name: 'Confirming…', disabled: true }).waitFor()
    // Another one waits for its turn.
    await stillTrue.nth(0).click()
    await confirmed
    await live(studio, '§ 1.1 of “Now” is confirmed as of today').waitFor()
    expect(await days()).toEqual([today, longAgo, today, longAgo])
    expect(sent).toHaveLength(2)
    // Readers have the earlier date again although a draft of something else has begun.
    await writeDraft(client, 'now', { lead: 'Not yet' })
    await studio.getByRole('button', { name: 'Undo' }).dblclick()
    await live(studio, 'The confirmation of § 1.1 of “Now” is undone').waitFor()
    expect(await studio.getByText('is not undone').count()).toBe(0)
    for (const id of ['now', 'drafts.now']) expect(await days(id)).toEqual([longAgo, longAgo, today, longAgo])
    expect(await pageText()).not.toContain('Not yet')
    studio.expectQuiet()
  })

  it('gives each row the room that its words need, with the menu at its end', async () => {
    const subject = (index: number) =>
      `${index}. ${'Donaudampfschifffahrtsgesellschaft'.repeat(6)} ${'and what it is about '.repeat(10)}`
    const long = readings.map((reading, index) => ({
      ...reading,
      subject: subject(index),
      confirmed: index === 1 ? undefined : longAgo,
    }))
    await client.createOrReplace({ ...seedNow, readings: long })
    const studio = await open({ ...desk, path: '/structure/now' })
    const list = studio.getByTestId('field-readings')
    await list.getByRole('button', { name: /^1\.4 / }).waitFor()
    /** Where something stands over something else, or below the list; and menus that are not at the end. */
    const faults = () =>
      list.evaluate((field) => {
        const boxes = (selector: string, within: Element = field) =>
          [...within.querySelectorAll(selector)].map((element) => element.getBoundingClientRect())
        const rows = [...field.querySelectorAll('[data-index]')]
        const frame = rows[0]!.parentElement!.parentElement!.getBoundingClientRect()
        const words = rows.map((row) => boxes("[data-ui='Text'] > span", row))
        const top = (row: DOMRect[]) => Math.min(...row.map((box) => box.top))
        const bottom = (row: DOMRect[]) => Math.max(...row.map((box) => box.bottom))
        return [
          ...words.flatMap((row, index) => {
            const next = words[index + 1]
            return bottom(row) > (next ? top(next) : frame.bottom)
              ? [`row ${index + 1} is not high enough`]
              : []
          }),
          ...boxes("[data-testid='array-item-menu-button']").flatMap(({ right }, index) =>
            frame.right - right > 40 ? [`the menu of row ${index + 1} is in its midst`] : [],
          ),
          ...(words.length === 4 ? [] : [`${words.length} rows`]),
        ]
      })
    for (const width of [1440, 390]) {
      await studio.setViewportSize({ width, height: 2000 })
      await expect.poll(faults).toEqual([])
    }
    studio.expectQuiet()
  })

  it('keeps its numbers while a reading is incomplete, marks it when it is left, and names it when Publish is pressed', async () => {
    const added = { _key: 'half', _type: 'reading' }
    await client.createOrReplace({ ...seedNow, readings: [...readings, added], _id: 'drafts.now' })
    const studio = await open({ ...desk, path: '/structure/now' })
    await studio.getByRole('button', { name: /^1\.5 Untitled reading/ }).waitFor()
    await studio.getByText('Nothing written yet').waitFor()
    const marks = studio.getByTestId('form-view').locator('[data-sanity-icon="error-outline"]')
    expect(await marks.count()).toBe(0)
    expect(await studio.getByRole('button', { name: 'Validation' }).count()).toBe(0)
    await studio.getByRole('button', { name: /^1\.5 / }).click()
    const entry = studio.getByRole('dialog')
    await entry.getByRole('textbox', { name: 'Activity' }).fill('Currently waiting')
    expect(await entry.getByText('This is missing').count()).toBe(0)
    for (const name of ['Activity', 'Subject']) await entry.getByRole('textbox', { name }).press('Tab')
    await entry.getByText('This is missing').waitFor()
    await entry.getByRole('button', { name: 'Close dialog' }).click()
    await studio.getByText('Readers do not get it yet: Subject is missing').waitFor()
    await studio.getByRole('button', { name: /^1\.1 / }).waitFor()

    await studio.getByRole('button', { name: 'Publish', exact: true }).click()
    const refusal = studio.getByRole('alert').filter({ hasText: '“Now” is not published' })
    await refusal.getByText('§ 1.5: Subject is missing.').waitFor()
    const subject = entry.getByRole('textbox', { name: 'Subject' })
    await subject.and(studio.locator(':focus')).waitFor()
    expect(await days()).toHaveLength(4)
    // It is said once, and no longer once it is mended.
    await studio.getByRole('button', { name: 'Publish', exact: true }).click()
    await studio.getByRole('button', { name: 'Publish', exact: true, disabled: false }).waitFor()
    expect(await refusal.count()).toBe(1)
    await subject.fill('A reading that is complete')
    await refusal.waitFor({ state: 'detached' })
    studio.expectQuiet()
  })

  it('has no caret in the published version, and stays at its top', async () => {
    const studio = await open({ ...desk, path: '/structure/now,path=title' })
    const title = studio.getByRole('textbox', { name: 'Title' })
    await title.and(studio.locator(':focus')).waitFor()
    await studio.getByRole('button', { name: 'As published' }).click()
    await studio.getByRole('button', { name: 'To edit' }).waitFor()
    await title.and(studio.locator('[readonly]')).waitFor()
    const state = () =>
      studio.evaluate(() => [
        document.activeElement?.matches('input, textarea, [contenteditable=true]'),
        document.querySelector('h2')!.getBoundingClientRect().top > 0,
      ])
    await expect.poll(state).toEqual([false, true])
    // It can be put there to copy from it.
    await title.click()
    await title.and(studio.locator(':focus')).waitFor()
    studio.expectQuiet()
  })

  it('confirms neither a reading whose words did not change nor one that a program writes, and in a draft without publishing it', async () => {
    const studio = await open({ ...desk, path: '/structure/now' })
    await openFrame(studio)
    await studio.getByRole('textbox', { name: 'Lead' }).fill('Another sentence above the same readings.')
    await publish(studio)
    expect(await days()).toEqual(readings.map(() => longAgo))
    await client.patch('now').set({ 'readings[0].subject': 'Written by a script' }).commit()
    expect(await days()).toEqual(readings.map(() => longAgo))

    await client.createOrReplace({ ...seedNow, readings, lead: 'Not yet', _id: 'drafts.now' })
    await commits(studio, 'edit', () => studio.getByRole('button', { name: 'All still true' }).click())
    await expect.poll(() => days('drafts.now')).toEqual([today, today, today, today])
    expect(await days()).toEqual(readings.map(() => longAgo))
    await studio.getByText('“Now” is confirmed as of today, in the draft').waitFor()
    studio.expectQuiet()
  })
})

it('“Still true” is not undone once other words were published in another window', async () => {
  const one = await open({ ...desk, path: '/structure/now' })
  await commits(one, 'publish', () =>
    one.getByRole('button', { name: 'Still true', exact: true }).nth(0).click(),
  )
  const undo = one.getByRole('button', { name: 'Undo' })
  await undo.waitFor()
  const [first, ...others] = (await client.getDocument('now'))!.readings as object[]
  await client
    .patch('now')
    .set({ readings: [{ ...first, subject: 'Published elsewhere' }, ...others] })
    .commit()
  await undo.click()
  await one.getByText('The confirmation of § 1.1 of “Now” is not undone').waitFor()
  expect(await days()).toEqual([today, longAgo, longAgo, longAgo])
  one.expectQuiet()
})

it('a single due reading has a single button to confirm it', async () => {
  await client.createOrReplace({ ...seedNow, readings: readings.slice(0, 1), review: 'weekly' })
  const studio = await open({ ...desk, path: '/structure/due' })
  await studio.getByText('1.1 Currently Building: SysRift').waitFor()
  const hasOne = async () => {
    await studio.getByRole('button', { name: 'Still true', exact: true }).waitFor()
    expect(await studio.getByRole('button', { name: 'All still true' }).count()).toBe(0)
  }
  await hasOne()
  await visit(studio, '/structure/now')
  await studio.getByRole('button', { name: 'Add reading' }).waitFor()
  await hasOne()
  studio.expectQuiet()
})
