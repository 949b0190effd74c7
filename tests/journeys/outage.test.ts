import { setTimeout } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import { signIn } from '#scripts/harness/sign-in.ts'
import { openPage, watch, type WatchedPage } from '../browser/support/browser.ts'
import { absence, expectStanding, openTabs, outage, stored, typeOn } from '../browser/support/outage.ts'
import { openPresentation } from '../browser/support/preview.ts'
import { browser, restartSite, site } from '../browser/support/running.ts'

/** Seconds that the site is away: `OUTAGE_SECONDS=60 npm run prove journeys` takes longer. */
const seconds = Number(process.env.OUTAGE_SECONDS ?? 20)

it('an author who types on through a long outage is told of it, and loses no word, in a field or in prose', async () => {
  const { title, tabs } = await openTabs()
  const [studio] = tabs as [WatchedPage]
  // Without a draft, whose first edit is made while nobody is there.
  const prose = watch(await studio.context().newPage())
  await prose.goto(`${site.url}/studio/structure/outside`)
  const text = prose.locator('[contenteditable=true]')
  await text.click()
  await prose.keyboard.press('Control+End')
  // The preview takes up the last edit.
  await setTimeout(2000)
  const down = outage(seconds * 1000)
  const stops = [typeOn(title), typeOn(text)]
  for (const tab of [...tabs, prose]) {
    await tab.getByRole('alert').filter({ hasText: absence }).waitFor({ timeout: 25_000 })
    // The notice pushes nothing out of the window.
    const { y, height } = (await tab.getByRole('button', { name: 'Publish', exact: true }).boundingBox())!
    expect(y + height).toBeLessThanOrEqual(tab.viewportSize()!.height)
  }
  expect(await title.isEditable()).toBe(true)
  await down
  await setTimeout(3000)
  const [words, more] = (await Promise.all(stops.map((stop) => stop()))) as [string, string]
  await expect.poll(stored, { timeout: 30_000 }).toBe(words)
  expect(await title.inputValue()).toBe(words)
  const body = () =>
    authorClient(site).fetch<string>(
      'pt::text(*[_id == "drafts.outside"][0].body)',
      {},
      { perspective: 'raw' },
    )
  await expect.poll(body, { timeout: 30_000 }).toContain(more.trim())
  for (const tab of [...tabs, prose]) await expect.poll(() => tab.getByText(absence).count()).toBe(0)
  await expectStanding([...tabs, prose])
})

describe('the Presentation tool', () => {
  // What a browser logs of a server that is away.
  const allowed = [
    /Failed to load resource|net::ERR_|^50[234]: /,
    /WebSocket connection|Failed to fetch/,
    /'postMessage'.*'null'/,
  ]

  it.each(['between two edits', 'while an edit is on its way to the page', 'while the page is made anew'])(
    'has every word on the page after an outage that began %s',
    async (moment) => {
      const { studio, page } = await openPresentation(browser, site, { allowed })
      const headline = studio.getByRole('textbox', { name: 'Headline' })
      await headline.fill('')
      const stop = typeOn(headline)
      if (moment === 'while an edit is on its way to the page')
        await studio.waitForRequest((request) => request.url().includes('/api/draft-mode/check'))
      if (moment === 'while the page is made anew')
        await studio.waitForRequest((request) => 'rsc' in request.headers())
      if (moment === 'between two edits') await setTimeout(2000)
      const { port } = new URL(site.url)
      await site.stop('SIGKILL')
      await studio.getByRole('alert').filter({ hasText: absence }).waitFor({ timeout: 25_000 })
      await setTimeout(Math.max(0, seconds - 10) * 1000)
      // Meanwhile the page stays in sight.
      await page.getByText('Connection lost').waitFor()
      await restartSite({ PORT: port })
      await setTimeout(2000)
      const words = await stop()
      expect(await headline.inputValue()).toBe(words)
      const shown = () => page.getByRole('heading', { level: 1 }).innerText()
      await expect.poll(shown, { timeout: 40_000 }).toBe(words.trim())
      await expect.poll(() => studio.getByText(absence).count()).toBe(0)
      await expectStanding([studio])
      await authorClient(site).delete('drafts.manual')
      studio.expectQuiet()
      await studio.context().close()
    },
  )

  it.each([
    ['its own files', /_next\/static\/chunks\/.*\.js/],
    ['who is signed in', /\/users\/me/],
    ['the page', /\/api\/draft-mode\/enable/],
  ])('that asks for %s while the site goes away says so, and is there when it is back', async (_, wanted) => {
    const studio = await openPage(browser, { allowed, viewport: { width: 1400, height: 900 } })
    await signIn(studio, site.url, site.writeToken)
    const { port } = new URL(site.url)
    const asked = studio.waitForRequest((request) => wanted.test(request.url()))
    await studio.goto(`${site.url}/studio/presentation`, { waitUntil: 'commit' })
    await asked
    await site.stop('SIGKILL')
    await studio.getByText('The site does not answer.').waitFor()
    await restartSite({ PORT: port })
    await studio.frameLocator('iframe').getByText('Follows every edit').waitFor()
    await expect.poll(() => studio.getByText('The site does not answer.').count()).toBe(0)
    studio.expectQuiet()
    await studio.context().close()
  })
})
