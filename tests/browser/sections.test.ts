import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SanityClient } from '@sanity/client'
import { authorClient } from '#scripts/harness/author-client.ts'
import { seedDocuments } from '#sanity/seed/index.ts'
import type { WatchedPage } from './support/browser.ts'
import { browser, site } from './support/running.ts'
import { commits, openFrame, openStudio, outline, publish, visit } from './support/studio.ts'

const shelf = seedDocuments().find(({ _id }) => _id === 'shelf')!
let client: SanityClient

beforeEach(async () => {
  client = authorClient(site)
  await client.delete({ query: '*[_id in path("drafts.**")]' })
})

const raw = { perspective: 'raw' } as const
const open = (path: string, allowed: readonly RegExp[] = []): Promise<WatchedPage> =>
  openStudio(browser, site, { path, allowed, timezoneId: 'UTC', viewport: { width: 1440, height: 900 } })

it('a section that is not on the page says so, and is added with one click', async () => {
  await client.createOrReplace({
    _id: 'colophon',
    _type: 'proseSection',
    eyebrow: 'Colophon',
    anchor: 'colophon',
    body: [{ _key: 'b', _type: 'block', children: [{ _key: 's', _type: 'span', text: 'Set in STIX.' }] }],
  })
  const studio = await open('/structure/colophon')
  // A double click must not list it twice.
  await commits(studio, 'edit', () => studio.getByRole('button', { name: 'Put it on the page' }).dblclick())
  await studio.getByText('“Colophon” is now last in the manual’s draft').waitFor()
  const last = () =>
    client.fetch<{ _ref: string; _weak: boolean }>('*[_id == "drafts.manual"][0].sections[-1]', {}, raw)
  await expect.poll(last).toMatchObject({ _ref: 'colophon', _weak: true })
  const places = () =>
    client.fetch('count(*[_id == "drafts.manual"][0].sections[_ref == "colophon"])', {}, raw)
  await expect.poll(places).toBe(1)
  await studio.getByText('§ 9').waitFor()
  expect(await studio.getByText('This section is not on the page').count()).toBe(0)
  await client.delete({ query: '*[_id in ["drafts.manual", "colophon"]]' })
  studio.expectQuiet()
})

it('a section that is added in the manual’s list opens without marks, and at no time says that it is not on the page', async () => {
  const studio = await open('/structure/manual')
  await studio.getByRole('tab', { name: 'Sections' }).click()
  await studio.getByRole('button', { name: 'Add section' }).click()
  const create = studio.getByRole('button', { name: 'Create…' })
  await create.waitFor()
  const marks = studio.locator('[data-sanity-icon="error-outline"]')
  expect(await marks.count()).toBe(0)
  await create.click()
  const flashes = await studio.evaluateHandle(() => {
    const seen: string[] = []
    const look = () => {
      if (document.body.innerText.includes('This section is not on the page')) seen.push(location.pathname)
    }
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true })
    return seen
  })
  await studio.getByRole('menuitem', { name: 'Principles' }).click()
  await studio.getByText('An example, from somebody else’s manual').waitFor()
  await commits(studio, 'edit', () =>
    studio.getByRole('textbox', { name: 'Name' }).last().fill('House rules'),
  )
  expect(await flashes.jsonValue()).toEqual([])
  expect(await marks.count()).toBe(0)
  await client.delete({ query: '*[_id in path("drafts.**")]' })
  studio.expectQuiet()
})

it('a section is not added if the manual’s “Sections” is not a list, and the author is told how to fix that', async () => {
  const manual = (await client.getDocument('manual'))!
  await client.createOrReplace({ ...manual, sections: 'none' })
  const studio = await open('/structure/shelf')
  await studio.getByRole('button', { name: 'Put it on the page' }).click()
  const refusal = studio.getByRole('alert').filter({ hasText: '“Sections” in the manual is no list' })
  await refusal.getByText('Empty it there, then put this section on the page.').waitFor()
  expect(await client.getDocument('drafts.manual')).toBeFalsy()
  await refusal.getByRole('button', { name: 'Open “Sections”' }).click()
  await studio.getByRole('button', { name: 'Empty this field' }).waitFor()
  await client.createOrReplace(manual)
  studio.expectQuiet()
})

it('a form asks for one repair when the items of its lists lack keys', async () => {
  const shelves = [{ name: 'Reading', items: [{ title: 'A book' }] }, { name: 'At hand' }]
  await client.createOrReplace({ ...shelf, shelves, _id: 'drafts.shelf' })
  const studio = await open('/structure/shelf')
  await commits(studio, 'edit', () => studio.getByRole('button', { name: 'Add missing keys' }).click())
  await studio.getByRole('button', { name: /^6\.1 Reading/ }).click()
  await studio.getByRole('dialog').getByText('A book').waitFor()
  expect(await studio.getByRole('button', { name: 'Add missing keys' }).count()).toBe(0)
  // Escape closes an item, then the entry that it is in.
  await studio.getByRole('button', { name: 'Add shelf item' }).click()
  await studio.getByRole('textbox', { name: 'Title' }).waitFor()
  for (const left of [1, 0]) {
    await studio.keyboard.press('Escape')
    await expect.poll(() => studio.getByRole('dialog').count()).toBe(left)
  }
  studio.expectQuiet()
})

it('“Still true” is not offered for a section that was never published', async () => {
  await client.createOrReplace({ ...shelf, _id: 'drafts.attic', anchor: 'attic', eyebrow: 'Attic' })
  const studio = await open('/structure/attic')
  await studio.getByRole('button', { name: 'Add shelf' }).waitFor()
  await studio.getByText('not published yet').waitFor()
  expect(await studio.getByRole('button', { name: /still true/i }).count()).toBe(0)
  await client.delete('drafts.attic')
  studio.expectQuiet()
})

describe('a section that is deleted while it is open in another window', () => {
  const both = { query: '*[_id in ["shelf", "drafts.shelf"]]' }
  const draftOf = (id: string) => client.fetch<{ title?: string } | null>('*[_id == $id][0]', { id }, raw)
  const section = { ...shelf, title: 'Things in their states' }
  const gone = (studio: WatchedPage) =>
    studio.getByRole('status').filter({ hasText: 'This section, “Shelf”, was deleted' })
  beforeEach(async () => {
    await client.createOrReplace(section)
  })
  afterEach(async () => {
    await client.delete(both)
    await client.createOrReplace(shelf)
  })

  it('stays as a draft with the words that the author was writing', async () => {
    const studio = await open('/structure/shelf', [/404/])
    await openFrame(studio)
    const title = studio.getByRole('textbox', { name: 'Title' })
    await commits(studio, 'edit', () => title.fill('Begun before'))
    const release = Promise.withResolvers<void>()
    const held = studio.waitForRequest(/\/data\/actions\//)
    await studio.route(/\/data\/actions\//, async (route) => {
      await release.promise
      await route.continue()
    })
    await title.fill('Begun before, and not sent')
    await held
    await client.delete(both)
    release.resolve()
    const notice = studio.getByRole('alert').filter({ hasText: 'was deleted while you were writing' })
    await notice.waitFor()
    expect(await draftOf('drafts.shelf')).toMatchObject({
      title: 'Begun before, and not sent',
      eyebrow: 'Shelf',
      anchor: 'shelf',
    })
    expect(await draftOf('shelf')).toBe(null)
    await expect.poll(() => title.inputValue()).toBe('Begun before, and not sent')
    expect(await title.isEditable()).toBe(true)
    await publish(studio)
    await notice.waitFor({ state: 'detached' })
    studio.expectQuiet()
  })

  it('says that it was deleted, shows its words, and is a form again in every tab once it is restored in one', async () => {
    const studio = await open('/structure/shelf')
    await studio.getByRole('button', { name: 'Add shelf' }).waitFor()
    await client.delete(both)
    await gone(studio).waitFor()
    await studio.getByText('Things in their states').waitFor()

    // A later visit to its address says the same, and so does the list.
    const later = await open('/structure/shelf')
    await later.getByText('Things in their states').waitFor()
    await outline(later).getByText('Deleted').waitFor()
    await commits(later, 'create', () => later.getByRole('button', { name: 'Restore it as a draft' }).click())
    for (const tab of [studio, later]) {
      await tab.getByRole('button', { name: 'Add shelf' }).waitFor()
      expect(await gone(tab).count()).toBe(0)
    }
    expect(await draftOf('drafts.shelf')).toMatchObject({ title: 'Things in their states' })
    for (const tab of [studio, later]) tab.expectQuiet()
  })

  it('says so, too, if it was never published, and its line in the manual has its name until it is restored', async () => {
    await client.delete(both)
    await client.createOrReplace({ ...section, _id: 'drafts.shelf' })
    const studio = await open('/structure/shelf')
    await studio.getByRole('button', { name: 'Add shelf' }).waitFor()
    await client.delete('drafts.shelf')
    await gone(studio).waitFor()
    await studio.getByText('Things in their states').waitFor()

    const list = await open('/structure/manual')
    await list.getByRole('tab', { name: 'Sections' }).click()
    await list.getByText('“Shelf”:').waitFor()
    await commits(studio, 'create', () =>
      studio.getByRole('button', { name: 'Restore it as a draft' }).click(),
    )
    await expect.poll(() => list.getByText('“Shelf”:').count()).toBe(0)
    await studio.getByRole('button', { name: 'Add shelf' }).waitFor()
    expect(await gone(studio).count()).toBe(0)
    expect(await draftOf('drafts.shelf')).toMatchObject({ title: 'Things in their states' })
    for (const tab of [studio, list]) tab.expectQuiet()
  })

  it('is distinguished from an address that never was a section', async () => {
    const studio = await open('/structure/never')
    await studio.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
    expect(await studio.getByText('was deleted').count()).toBe(0)
    // Beside a form, too.
    await visit(studio, '/structure/now;never')
    await studio.getByRole('heading', { name: 'Now', level: 2 }).waitFor()
    await studio.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
    // In Presentation, too, where the Studio itself would show an error for such a type.
    await visit(studio, '/presentation/now/now?preview=/')
    await studio.getByRole('button', { name: 'Open the page' }).click()
    await studio.frameLocator('iframe').getByText('Follows every edit').waitFor()
    expect(await studio.getByRole('heading', { name: 'There is nothing at this address' }).count()).toBe(0)
    await studio.goto(`${site.url}/studio/presentation/nowSection/never?preview=/`)
    await studio.getByRole('heading', { name: 'There is nothing at this address' }).waitFor()
    studio.expectQuiet()
  })
})
