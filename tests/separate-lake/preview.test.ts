import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { seedDocuments } from '#sanity/seed/index.ts'
import { tokens } from '#tests/sanity/lake/support.ts'
import { launchBrowser } from '#scripts/harness/browser.ts'
import { openPage } from '../browser/support/browser.ts'
import { startSite } from '#scripts/harness/site.ts'
import { signIn } from '#scripts/harness/sign-in.ts'
import { publish, signOut } from '../browser/support/studio.ts'
import { startSeparateLake } from './separate-lake.ts'
import { freePort } from '#scripts/harness/ports.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

describe('a preview on a site with its Content Lake on another port', () => {
  it('shows words while they are typed, opens the field of a sentence, and ends with the published page', async () => {
    const siteUrl = `http://localhost:${await freePort()}`
    const { url, env } = await startSeparateLake(siteUrl, { seed: seedDocuments })
    await using site = await startSite(env)
    const studio = await openPage(browser, {
      viewport: { width: 1400, height: 900 },
      // A request without credentials, which hosted Sanity answers and the embedded lake refuses.
      allowed: [/data\/ping\//],
    })
    await signIn(studio, new URL(url).origin, tokens.write)
    await studio.goto(`${site.url}/studio/presentation`)
    const page = studio.frameLocator('iframe')
    await page.getByText('Follows every edit').waitFor()

    await page.getByRole('heading', { name: 'A little distance improves the model' }).click()
    const title = studio.getByRole('textbox', { name: 'Title' })
    await title.waitFor()
    expect(await title.inputValue()).toBe('A little distance improves the model')
    await title.fill('Another machine keeps the content')
    await page.getByRole('heading', { name: 'Another machine keeps the content' }).waitFor()

    const reader = await openPage(browser)
    await reader.goto(site.url)
    expect(await reader.getByRole('heading', { name: 'Another machine keeps the content' }).count()).toBe(0)
    await publish(studio)
    await studio.getByText(/Readers see this, after/).waitFor()
    await page.getByRole('button', { name: 'Exit preview' }).click()
    await studio.waitForURL(`${site.url}/`)
    await studio.getByRole('heading', { name: 'Another machine keeps the content' }).waitFor()
    expect(await studio.getByRole('button', { name: 'Exit preview' }).count()).toBe(0)

    // Signing out ends the preview, even for a copy of its cookie.
    await studio.goto(`${site.url}/studio/presentation`)
    await page.getByText('Follows every edit').waitFor()
    const cookies = await studio.context().cookies(site.url)
    const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
    const isGranted = async () => {
      const answer = await fetch(`${site.url}/api/draft-mode/check`, { headers: { cookie } })
      return ((await answer.json()) as { isGranted: boolean }).isGranted
    }
    expect(await isGranted()).toBe(true)
    await signOut(studio)
    await expect.poll(isGranted).toBe(false)
    await expect.poll(() => studio.context().cookies(site.url)).toEqual([])
    reader.expectQuiet()
    studio.expectQuiet()
    expect(site.log).toEqual([])
  })
})
