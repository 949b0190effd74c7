import { mkdtempSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authorClient } from '#scripts/harness/author-client.ts'
import { launchBrowser } from '#scripts/harness/browser.ts'
import { startSite, type Site } from '#scripts/harness/site.ts'
import { openPage } from './support/browser.ts'
import { commits, openDocument, openStudio, outline, publish } from './support/studio.ts'

/** A site with the data of `npm run seed -- --blank`. */
let site: Site
let browser: Browser
let seeded: string
beforeAll(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'operating-manual-'))
  const seed = spawnSync(process.execPath, ['scripts/seed.ts', '--blank'], {
    env: { ...process.env, DATA_DIR: dataDir },
    encoding: 'utf8',
  })
  seeded = seed.stdout
  ;[browser, site] = await Promise.all([launchBrowser(), startSite({}, dataDir)])
})
afterAll(async () => {
  await browser.close()
  await site[Symbol.asyncDispose]()
})

describe('a blank manual', () => {
  it('is created by a command that prints how to start it', () => {
    expect(seeded).toContain(`DATA_DIR=${site.dataDir} npm start`)
  })

  it('tells readers that nothing is published yet, and reports no problems', async () => {
    const reader = await openPage(browser)
    await reader.goto(site.url)
    await reader.getByText('Nothing is written here yet').waitFor()
    expect(await reader.getByText('Published in part').count()).toBe(0)
    reader.expectQuiet()
  })

  it('opens in the Studio with the focus on its headline', async () => {
    const studio = await openStudio(browser, site, { path: '/' })
    const headline = studio.getByRole('textbox', { name: 'Headline' })
    await headline.waitFor()
    expect((await headline.boundingBox())!.y).toBeLessThan(500)
    await headline.and(studio.locator(':focus')).waitFor()
    // Nobody has written anything yet.
    const written = studio.getByText(/^(Written|Edited) /)
    await written.waitFor({ state: 'attached' })
    expect(await written.isVisible()).toBe(false)
    // Nothing marks the manual as published, and there is no choice of versions.
    await outline(studio).getByRole('link', { name: 'Manual: begin here' }).waitFor()
    expect(await studio.getByRole('button', { name: /As published|To edit/ }).count()).toBe(0)
    studio.expectQuiet()
  })

  it('shows an example in an empty section, which readers never see, and takes another off the page with one click', async () => {
    const studio = await openStudio(browser, site)
    await openDocument(studio, 'Shelf')
    await studio.getByText('An example, from somebody else’s manual').waitFor()
    await openDocument(studio, 'Manual')
    await studio.getByRole('link', { name: 'a first reading in “Now”' }).click()
    await studio.getByText('No readings yet').waitFor()
    await studio.getByRole('button', { name: 'Add reading' }).click()
    await studio.getByRole('textbox', { name: 'Activity' }).fill('Writing')
    await studio.getByRole('textbox', { name: 'Subject' }).fill('This manual')
    await studio.keyboard.press('Escape')
    await publish(studio)
    await studio.getByText('is live: § 1 is new').waitFor()
    const page = await (await fetch(site.url)).text()
    expect(page).toContain('This manual')
    expect(page).not.toMatch(/fault injector|fsync/)
    // Writing it has confirmed it.
    const day = new Date().toISOString().slice(0, 10)
    expect(await authorClient(site).fetch('*[_id == "now"][0].readings[].confirmed')).toEqual([day])

    await openDocument(studio, 'History')
    await commits(studio, 'edit', () => studio.getByRole('button', { name: 'Take it off the page' }).click())
    const receipt = studio
      .getByRole('alert')
      .filter({ hasText: '“History” is no longer in the manual’s draft' })
    await receipt.filter({ hasText: 'so nothing changes for readers' }).waitFor()
    await studio.getByRole('button', { name: 'Put it on the page' }).waitFor()
    const listed = authorClient(site).fetch<string[]>(
      '*[_id == "drafts.manual"][0].sections[]._ref',
      {},
      { perspective: 'raw' },
    )
    expect(await listed).not.toContain('history')
    studio.expectQuiet()
  })
})
