import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser, Locator } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import { launchBrowser } from '#scripts/harness/browser.ts'
import { startSite, type Site } from '#scripts/harness/site.ts'
import type { WatchedPage } from './support/browser.ts'
import { coveredByToasts, openDocument, openStudio, outline, publish } from './support/studio.ts'

const passage = 'Zebrafinch "Holdings"'
let site: Site
let browser: Browser
beforeAll(async () => {
  // Without a settling time, each publish is an edition.
  ;[browser, site] = await Promise.all([launchBrowser(), startSite({ EDITION_SETTLE_MINUTES: '0' })])
})
afterAll(async () => {
  await browser.close()
  await site[Symbol.asyncDispose]()
})

const read = async (path: string) => {
  const answer = await fetch(site.url + path)
  return { status: answer.status, text: await answer.text() }
}
/** The files in the data directory that contain these bytes. */
const filesWith = (bytes: string) =>
  readdirSync(site.dataDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .filter((entry) => readFileSync(join(entry.parentPath, entry.name)).includes(bytes))
    .map(({ name }) => name)

/** The output of `npm run editions`, whether it succeeds or not. */
const command = (...args: string[]) =>
  promisify(execFile)(process.execPath, ['scripts/editions.ts', ...args], {
    env: { ...process.env, DATA_DIR: site.dataDir },
  }).then(
    ({ stdout }) => stdout,
    (error: { stderr: string }) => error.stderr,
  )

/** Polls readers' pages. They are updated at once, but a busy machine may be slow. */
const eventually = <Value>(ask: () => Promise<Value>) => expect.poll(ask, { timeout: 20_000 })

const alert = (studio: WatchedPage, words: RegExp) => studio.getByRole('alert').filter({ hasText: words })
const dialog = (studio: WatchedPage, name: string): Locator => studio.getByRole('dialog', { name })
const press = (within: WatchedPage | Locator, name: string | RegExp) =>
  within.getByRole('button', { name, exact: typeof name === 'string' }).click()

/** Publishes the manual with another headline, and waits for the receipt that names its edition. */
async function publishHeadline(studio: WatchedPage, headline: string, edition: number): Promise<void> {
  await openDocument(studio, 'Manual')
  await studio.getByRole('tab', { name: 'Opening' }).click()
  await studio.getByRole('textbox', { name: 'Headline' }).fill(headline)
  await publish(studio)
  await alert(studio, new RegExp(`Edition ${edition}\\.`)).waitFor()
}

/** Answers the receipt's question, and waits until the receipt shows the answer. */
async function sayWhy(
  studio: WatchedPage,
  edition: number,
  reason: string,
  isCorrection = false,
): Promise<void> {
  const receipt = alert(studio, new RegExp(`Edition ${edition}\\.`))
  await press(receipt, 'Say why, for readers')
  const question = dialog(studio, `Why edition ${edition}?`)
  await question.getByRole('textbox', { name: 'Reason' }).fill(reason)
  if (isCorrection) await question.getByRole('checkbox', { name: /Only a correction/ }).check()
  await press(question, 'Save')
  await receipt
    .filter({ hasText: isCorrection ? 'Saved: only a correction' : `Saved: “${reason}”` })
    .waitFor()
  expect(await receipt.getByRole('button').allInnerTexts()).toContain('Change')
  expect(await receipt.getByRole('button', { name: 'Say why, for readers' }).count()).toBe(0)
}

/**
 * Opens the pane of an edition.
 *
 * @param latest the edition to wait for in the list first, so that the list does not move under the click.
 */
async function openEdition(studio: WatchedPage, edition: number, latest: number): Promise<void> {
  await outline(studio).getByRole('link', { name: 'Record' }).click()
  await studio.getByRole('link', { name: new RegExp(`^Edition ${latest},`) }).waitFor()
  await studio.getByRole('link', { name: new RegExp(`^Edition ${edition},`) }).click()
  await studio.getByRole('heading', { name: `Edition ${edition}`, exact: true, level: 3 }).waitFor()
}

async function chooseRecord(studio: WatchedPage, choice: string): Promise<void> {
  await openDocument(studio, 'Manual')
  await studio.getByRole('tab', { name: 'Document' }).click()
  await studio.getByRole('radio', { name: new RegExp(`^${choice}`) }).click()
}

it('an author begins a record, gives reasons, marks a correction, redacts, restores, and forgets the record', async () => {
  const studio = await openStudio(browser, site, { viewport: { width: 1440, height: 900 } })
  const readable = () => read('/editions')

  // Begin. The receipt of a manual that is older than a week offers a record, once.
  const client = authorClient(site)
  const manual = (await client.getDocument('manual'))!
  await client.createOrReplace({ ...manual, _createdAt: '2026-01-05T10:00:00Z' })
  await openDocument(studio, 'Manual')
  const offer = studio.getByRole('button', { name: 'Begin a record…' })
  await studio.getByRole('textbox', { name: 'Headline' }).fill('I ask what may hold.')
  await publish(studio)
  await press(alert(studio, /can be kept as an edition/), 'Not now')
  await studio.getByRole('textbox', { name: 'Headline' }).fill('I ask what is true.')
  await publish(studio)
  await alert(studio, /Readers see this/).waitFor()
  await chooseRecord(studio, 'Private')
  await publish(studio)
  await alert(studio, /The record has begun, and is private: only you see it.*Edition 1\./s).waitFor()
  expect(await offer.count()).toBe(0)
  // The first edition needs no reason: neither the receipt nor the edition's pane asks for one.
  await alert(studio, /It needs no reason: the record begins with it\./).waitFor()
  expect(await studio.getByRole('button', { name: 'Say why, for readers' }).count()).toBe(0)
  await openEdition(studio, 1, 1)
  await studio
    .getByTestId('document-pane')
    .getByText('It needs no reason: the record begins with it.')
    .waitFor()
  await press(studio, 'Say why all the same')
  await dialog(studio, 'Why edition 1?').getByRole('textbox', { name: 'Reason' }).fill('Here it begins.')
  await press(dialog(studio, 'Why edition 1?'), 'Save')
  await alert(studio, /Edition 1: saved/).waitFor()
  expect((await readable()).status).toBe(404)

  // Before the record becomes public, the Studio says what readers will see, and asks.
  await chooseRecord(studio, 'Public')
  await press(studio, 'Publish')
  await studio.getByText(/^Readers will see the record: one edition, from .+, each as it was/).waitFor()
  expect((await readable()).status).toBe(404)
  await press(studio, 'Yes, publish')
  await eventually(async () => (await readable()).text).toContain('Here it begins.')

  // Edit, publish, say why. A reason is not public before it is saved.
  await publishHeadline(studio, `I work for ${passage}.`, 2)
  // The receipt that asks covers nothing, not even the end of a list of eight sections.
  const asking = alert(studio, /Edition 2\./).getByRole('button', { name: 'Say why, for readers' })
  await asking.waitFor()
  await expect.poll(() => coveredByToasts(studio)).toEqual([])
  await outline(studio).getByRole('link', { name: 'Record' }).click({ timeout: 5000 })
  await studio.getByRole('link', { name: /^Edition 2,/ }).waitFor()
  await asking.click()
  const question = dialog(studio, 'Why edition 2?')
  await question.getByRole('textbox', { name: 'Reason' }).fill('Half a thought')
  await press(question, 'Not now')
  await sayWhy(studio, 2, `${passage} hired me.`)
  await eventually(async () => (await readable()).text).toContain('hired me.')
  expect((await readable()).text).not.toContain('Half a thought')

  // A published passage cannot be redacted; the refusal links to it.
  await openEdition(studio, 2, 2)
  await press(studio, 'Redact a passage…')
  const redact = dialog(studio, 'Redact a passage')
  await press(redact, 'Look where it stands')
  await redact.getByText('Write the passage first.').waitFor()
  await redact.getByRole('textbox', { name: 'Passage' }).fill(passage)
  await press(redact, 'Look where it stands')
  await redact.getByText('Edition 2: its reason, Opening: Headline').waitFor()
  await redact.getByText('Manual, as published: Headline').waitFor()
  await redact.getByRole('link', { name: 'Manual' }).click()
  await publishHeadline(studio, 'I work for mysellf.', 3)
  await publishHeadline(studio, 'I work for myself.', 4)
  await sayWhy(studio, 4, '', true)
  await eventually(async () => (await read('/editions/3..4')).text).toContain('mysellf')
  await eventually(async () => (await readable()).text).toMatch(/correction/i)

  expect(filesWith('Zebrafinch')).not.toEqual([])
  await openEdition(studio, 2, 4)
  await press(studio, 'Redact a passage…')
  await redact.getByRole('textbox', { name: 'Passage' }).fill(passage)
  await press(redact, 'Look where it stands')
  await press(redact, /^Take it out of/)
  await alert(studio, /It is taken out of (one edition|\d editions)/).waitFor()
  expect(filesWith('Zebrafinch')).toEqual([])
  for (const path of ['/editions', '/editions/2', '/editions/2..4', '/editions.atom', '/'])
    expect((await read(path)).text).not.toContain('Zebrafinch')
  const words = (await read('/editions/2')).text.replaceAll(/<[^>]*>/g, '')
  expect(words).toContain('I work for redacted.')

  // A part of an edition is put into the draft, which readers do not see before it is published.
  await openEdition(studio, 1, 4)
  await studio.getByRole('tab', { name: 'Put back' }).click()
  await press(studio, 'Put into the draft: Opening')
  await alert(studio, /What the edition says is in the draft, and not yet with readers/).waitFor()
  await openDocument(studio, 'Manual')
  await eventually(() => studio.getByRole('textbox', { name: 'Headline' }).inputValue()).toBe(
    'I ask what is true.',
  )
  expect((await read('/')).text).not.toContain('I ask what is true.')
  await publish(studio)
  await alert(studio, /Edition 5\./).waitFor()
  expect((await read('/')).text).toContain('I ask what is true.')

  expect(await command('verify')).toContain('5 editions are whole.')
  expect(await command('forget', '--yes')).toContain(
    'The site is running. Stop it first, or do this in the Studio',
  )

  // Forget.
  await chooseRecord(studio, 'Off')
  await publish(studio)
  await eventually(async () => (await readable()).status).toBe(404)
  await press(studio, 'Forget the record…')
  await dialog(studio, 'Forget the record')
    .getByText(/takes away 5 editions/)
    .waitFor()
  await press(dialog(studio, 'Forget the record'), 'Forget 5 editions')
  await alert(studio, /The record is forgotten/).waitFor()
  await outline(studio).getByRole('link', { name: 'Record' }).waitFor({ state: 'detached' })
  expect(filesWith('Here it begins.')).toEqual([])

  studio.expectQuiet()
  expect(site.log).toEqual([])
}, 300_000)
