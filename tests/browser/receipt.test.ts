import { describe, expect, it } from 'vitest'
import { authorClient, writeDraft } from '#scripts/harness/author-client.ts'
import { openPage, type WatchedPage } from './support/browser.ts'
import { browser, site } from './support/running.ts'
import { coveredByToasts, openDocument, openFrame, openStudio, publish } from './support/studio.ts'

const toast = (studio: WatchedPage, words: RegExp) => studio.getByRole('alert').filter({ hasText: words })
/** Waits for a toast with these words, and returns its text. */
const receipt = async (studio: WatchedPage, words: RegExp) => (await toast(studio, words).innerText()).trim()
const seen = /Readers see this, after (\d+ ms|\d\.\d s)/

/** Where the list ends, in pixels from the top of the window. */
const endOfList = (studio: WatchedPage) =>
  studio
    .getByTestId('pane-content')
    .first()
    .evaluate((list) => Math.round(list.getBoundingClientRect().bottom))

async function publishHeadline(studio: WatchedPage, headline: string) {
  await openDocument(studio, 'Manual')
  await studio.getByRole('textbox', { name: 'Headline' }).fill(headline)
  await publish(studio)
}

describe('a receipt', () => {
  it('says that readers see what was published, with the button or with “Still true”, and no longer what was unpublished', async () => {
    const studio = await openStudio(browser, site)
    await publishHeadline(studio, 'I read my own page.')
    expect(await receipt(studio, seen)).toMatch(seen)
    const reader = await openPage(browser)
    await reader.goto(site.url)
    await reader.getByRole('heading', { level: 1, name: 'I read my own page.' }).waitFor()

    await openDocument(studio, 'Now')
    await studio.getByRole('button', { name: 'All still true' }).click()
    await toast(studio, /“Now” is confirmed as of today/).waitFor()
    // It takes the place of the receipt before.
    await expect.poll(() => toast(studio, /“Manual”/).count()).toBe(0)
    expect(await receipt(studio, seen)).toMatch(seen)
    // It has room below the list for as long as it is there.
    expect(await endOfList(studio)).toBeLessThan(900)
    await toast(studio, seen).getByRole('button').last().click()
    await expect.poll(() => endOfList(studio)).toBe(900)

    await openDocument(studio, 'History')
    await studio.getByRole('button', { name: 'As published', exact: true }).click()
    // “Unpublish” is not where “Publish” was.
    await studio.getByRole('button', { name: 'Publish', exact: true, disabled: true }).waitFor()
    await studio.getByRole('button', { name: 'Open document actions' }).click()
    await studio.getByRole('menuitem', { name: 'Unpublish' }).click()
    const dialog = studio.getByRole('dialog')
    await dialog.getByRole('button', { name: /Unpublish/ }).click()
    expect(await receipt(studio, /Readers no longer/)).toMatch(/^Readers no longer see “History”, after \d/)
    studio.expectQuiet()
    reader.expectQuiet()
  })

  it('of a deletion or a discarded draft is the only toast, and that of a deletion links to what was deleted', async () => {
    const client = authorClient(site)
    const imprint = { _type: 'proseSection', eyebrow: 'Imprint', anchor: 'imprint' }
    await client.create({ ...imprint, _id: 'drafts.imprint' })
    const studio = await openStudio(browser, site, { path: '/structure/imprint' })
    const choose = async (action: string) => {
      await studio.getByRole('button', { name: 'Open document actions' }).click()
      await studio.getByRole('menuitem', { name: action }).click()
    }
    const question = studio.getByRole('dialog')
    const deleted = toast(studio, /“Imprint” is deleted/)
    await choose('Delete')
    await question
      .getByText('Readers do not see it. Its address in the Studio keeps what was in it')
      .waitFor()
    await question.getByRole('button', { name: 'Delete it' }).dblclick()
    await deleted.filter({ hasText: 'Readers did not see it.' }).waitFor()
    const toasts = (words: RegExp) => toast(studio, words).filter({ visible: true }).allInnerTexts()
    expect(await toasts(/delet/i)).toEqual([expect.stringContaining('“Imprint” is deleted')])
    await deleted.getByRole('button', { name: 'See what was in it' }).click()
    await studio.getByRole('button', { name: 'Restore it as a draft' }).dblclick()
    await toast(studio, /in the draft, and not yet with readers/).waitFor()

    // So is the receipt of a discarded draft, which says what readers see by whether something is published.
    const discard = async () => {
      await choose('Discard changes')
      await question.getByRole('button', { name: 'Discard it' }).dblclick()
    }
    await discard()
    const gone = toast(studio, /The draft “Imprint” is deleted/)
    await gone.filter({ hasText: 'It is not published, so nothing changes for readers' }).waitFor()
    await studio.getByRole('status').filter({ hasText: 'This section, “Imprint”, was deleted' }).waitFor()
    await writeDraft(client, 'principles', { lead: 'Begun' })
    await openDocument(studio, 'Engineering Principles')
    await discard()
    await toast(studio, /The draft of “Engineering Principles” is discarded/).waitFor()
    await gone.waitFor({ state: 'detached' })
    expect(await toasts(/discard/i)).toEqual([
      expect.stringContaining('The draft of “Engineering Principles” is discarded'),
    ])

    // The second click went nowhere, such as to the entry below the question.
    await question.waitFor({ state: 'detached' })
    expect(studio.url()).not.toContain('path=')

    // A question stays when the actions change, because a draft begins in another window, and says the same.
    await choose('Delete')
    const words = question.getByText('Readers will not see it any more. Its address in the Studio keeps')
    await words.waitFor()
    await writeDraft(client, 'principles', { lead: 'Begun elsewhere' })
    await studio.getByRole('button', { name: 'Publish', exact: true, disabled: false }).waitFor()
    await words.waitFor()
    await studio.keyboard.press('Escape')
    await question.waitFor({ state: 'detached' })
    const menu = studio.getByRole('button', { name: 'Open document actions' })
    await menu.and(studio.locator(':focus')).waitFor()
    studio.expectQuiet()
  })

  it('says after ten seconds that readers do not see the change yet, and what to check', async () => {
    const studio = await openStudio(browser, site)
    // In this browser the page stays as it is now, as on a site that does not revalidate.
    const stale = await studio.context().request.get(site.url)
    await studio.context().route(`${site.url}/`, (route) => route.fulfill({ response: stale }))
    await publishHeadline(studio, 'Nobody reads this.')
    await toast(studio, /reading the page/).waitFor()
    const warning = await receipt(studio, /Readers do not/)
    for (const words of ['“Manual” as it is yet', 'webhook', '/readyz']) expect(warning).toContain(words)
    expect(await toast(studio, seen).count()).toBe(0)
    studio.expectQuiet()
  })

  it('with a warning that readers do not see a section closes once they see it', async () => {
    const client = authorClient(site)
    const body = [
      { _key: 'b', _type: 'block', children: [{ _key: 's', _type: 'span', text: 'Set in STIX.' }] },
    ]
    const colophon = { _type: 'proseSection', eyebrow: 'Colophon', anchor: 'colophon', body }
    await client.create({ ...colophon, _id: 'drafts.colophon' })
    const { sections = [] } = (await client.getDocument('manual')) as { sections?: object[] }
    const listed = { _key: 'colophon', _type: 'reference', _weak: true, _ref: 'colophon' }
    await writeDraft(client, 'manual', { sections: [...sections, listed] })
    const studio = await openStudio(browser, site)
    await openDocument(studio, 'Manual')
    await publish(studio)
    const warning = toast(studio, /“Colophon” is not published yet/)
    await warning.waitFor()
    // The receipt of another act leaves the warning where it is.
    await openDocument(studio, 'Shelf')
    await openFrame(studio)
    await studio.getByRole('textbox', { name: 'Title' }).fill('Kept within reach')
    await publish(studio)
    await toast(studio, /“Shelf” is live/).waitFor()
    expect(await warning.count()).toBe(1)
    // Both have room, also in a window in which the list is collapsed.
    for (const width of [1440, 901]) {
      await studio.setViewportSize({ width, height: 900 })
      await expect.poll(() => coveredByToasts(studio)).toEqual([])
    }
    await client
      .transaction()
      .createOrReplace({ ...colophon, _id: 'colophon' })
      .delete('drafts.colophon')
      .commit()
    await warning.waitFor({ state: 'detached' })
    expect(await (await fetch(site.url)).text()).toContain('Set in STIX.')
    studio.expectQuiet()
  })
})
