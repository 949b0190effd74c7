import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Browser } from 'playwright-core'
import { seedDocuments } from '#sanity/seed/index.ts'
import { launchBrowser } from '#scripts/harness/browser.ts'
import { startContentApi, type ContentApi } from '#scripts/harness/content-api.ts'
import { freePort } from '#scripts/harness/ports.ts'
import { startSite, type Site } from '#scripts/harness/site.ts'
import { openPage } from '../browser/support/browser.ts'

const headline = 'I build systems to understand them.'

async function start(
  prepare: (api: ContentApi) => Record<string, string> | void = () => {},
  allowsOrigin = true,
): Promise<{ site: Site; api: ContentApi }> {
  const siteUrl = `http://localhost:${await freePort()}`
  const api = await startContentApi({ seed: seedDocuments }, allowsOrigin ? siteUrl : 'http://localhost:1')
  onTestFinished(() => api[Symbol.asyncDispose]())
  const more = prepare(api) ?? {}
  const site = await startSite({ ...api.env, SITE_URL: siteUrl, PORT: new URL(siteUrl).port, ...more })
  onTestFinished(() => site[Symbol.asyncDispose]())
  return { site, api }
}

/** Waits for words in the log. */
const logged = (site: Site) => expect.poll(() => site.log.join('\n'), { timeout: 15_000, interval: 100 })

const preview = async (site: Site) => {
  const response = await fetch(`${site.url}/api/draft-mode/enable?sanity-preview-secret=made-up`)
  return { status: response.status, text: await response.text() }
}

describe('a hosted site', () => {
  it('whose read token is refused logs it, shows readers public content, and says why there is no preview', async () => {
    const { site, api } = await start((given) => given.setAccess({ refusesTokens: true, isPublic: true }))
    const page = await fetch(site.url)
    expect([page.status, (await page.text()).includes(headline)]).toEqual([200, true])
    await logged(site).toMatch(/^SANITY_API_READ_TOKEN was refused \(401\).*previews do not open/m)
    expect(await preview(site)).toEqual({
      status: 503,
      text: expect.stringContaining('SANITY_API_READ_TOKEN was refused (401)'),
    })
    // The site still follows what is published.
    await api.lake.fetch(publish('I can be read by everybody.'))
    await vi.waitFor(
      async () => expect(await (await fetch(site.url)).text()).toContain('I can be read by everybody.'),
      { timeout: 20_000, interval: 500 },
    )
    expect(site.log.filter((line) => /^\s+at /.test(line))).toEqual([])
  })

  it('without a read token logs what will not work, and shows readers public content', async () => {
    const { site } = await start((given) => {
      given.setAccess({ isPublic: true })
      return { SANITY_API_READ_TOKEN: '' }
    })
    expect(await (await fetch(site.url)).text()).toContain(headline)
    await logged(site).toMatch(/SANITY_API_READ_TOKEN is not set: until it is, previews do not open/)
    expect(await preview(site)).toEqual({
      status: 503,
      text: expect.stringContaining('SANITY_API_READ_TOKEN is not set'),
    })
  })

  it('without a token for a private dataset logs that it needs one', async () => {
    const { site } = await start((given) => {
      given.setAccess({ refusesTokens: true })
      return {}
    })
    expect((await fetch(site.url)).status).toBe(503)
    await logged(site).toMatch(/The content API gave no manual.*SANITY_API_READ_TOKEN was refused/)
  })

  it('that cannot reach the content API logs its address, not "fetch failed"', async () => {
    const port = await freePort()
    const { site } = await start(() => ({ SANITY_API_HOST: `http://localhost:${port}` }))
    expect((await fetch(site.url)).status).toBe(503)
    await logged(site).toMatch(new RegExp(`http://localhost:${port} cannot be reached \\(ECONNREFUSED\\)`))
    expect(site.log.join('\n')).not.toContain('fetch failed')
    expect((await preview(site)).status).toBe(503)
  })

  it('whose dataset does not exist logs which one, and what to check', async () => {
    const { site } = await start(() => ({ NEXT_PUBLIC_SANITY_DATASET: 'elsewhere' }))
    expect((await preview(site)).text).toContain('has no dataset elsewhere of a project manual (404)')
    await logged(site).toMatch(/no dataset elsewhere .*: check NEXT_PUBLIC_SANITY_PROJECT_ID/)
  })

  it("that is not among the project's CORS origins says so in the log and in the Studio", async () => {
    const { site } = await start(undefined, false)
    await logged(site).toMatch(/does not let pages of http:\/\/localhost:\d+ call it: .*CORS origins/)
    const browser: Browser = await launchBrowser()
    onTestFinished(() => browser.close())
    const studio = await openPage(browser, { allowed: [/CORS|ERR_FAILED|Failed to fetch|40\d/] })
    await studio.goto(`${site.url}/studio`)
    const alert = studio.getByRole('alert').filter({ hasText: 'does not let pages of' })
    await alert.waitFor()
    expect(await alert.innerText()).toContain('CORS origins')
  })
})

const publish = (text: string) =>
  new Request('http://localhost/lake/v2026-01-01/data/mutate/production', {
    method: 'POST',
    headers: { authorization: 'Bearer write-token-for-tests' },
    body: JSON.stringify({ mutations: [{ patch: { id: 'manual', set: { headline: text } } }] }),
  })
