import { mkdirSync, writeFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { startSite, type Site } from '#scripts/harness/site.ts'
import { openFirefox } from './support/firefox.ts'
import { addressOf, fill, press, see, type Tab } from './support/tab.ts'
import { openWebKit } from './support/webkit.ts'

describe.each([
  ['Firefox', openFirefox],
  ['WebKit', openWebKit],
])('%s', (browser, open) => {
  let site: Site
  let tab: Tab

  // On http://localhost, as with `npm start`.
  beforeAll(async () => {
    site = await startSite({ SITE_URL: '' })
    tab = await open()
  })

  afterAll(async () => {
    await tab?.[Symbol.asyncDispose]()
    await site?.[Symbol.asyncDispose]()
  })

  afterEach(async ({ task }) => {
    if (task.result?.state !== 'fail') return
    const name = `${browser} ${task.name}`.replaceAll(/\W+/g, '-')
    mkdirSync('.screenshots/failed', { recursive: true })
    writeFileSync(`.screenshots/failed/${name}.png`, await tab.screenshot())
    console.error(await addressOf(tab), await tab.complaints())
  })

  it('reads the page, and its Markdown', async () => {
    expect(site.url).toMatch(/^http:\/\/localhost:\d+$/)
    await tab.goto(site.url)
    const { text } = await see(tab, { role: 'heading', name: /^I build systems/ })
    expect(await tab.evaluate('return document.querySelectorAll("script[src]").length')).toBe(0)
    expect(await tab.cookies()).toEqual([])
    await tab.goto(`${site.url}/manual.md`)
    expect(await tab.evaluate('return document.body.innerText')).toContain(text)
    expect(await tab.complaints()).toEqual([])
  })

  it('signs in with the printed address, edits, publishes, and confirms that readers see it', async () => {
    await tab.goto(site.studioUrl)
    // The Studio opens with this section.
    await see(tab, { role: 'heading', name: 'Now' })
    await press(tab, { role: 'link', name: /^Manual.*I build systems/ })
    await fill(tab, { role: 'textbox', name: 'Headline' }, 'I work in every browser.')
    await press(tab, { role: 'button', name: 'Publish' })
    await see(tab, { role: 'alert', text: 'Readers see this' })
    expect(await (await fetch(site.url)).text()).toContain('I work in every browser.')
    expect(await tab.complaints()).toEqual([])
  })

  it('opens the preview, follows an edit in it, and ends it', async () => {
    await tab.goto(`${site.url}/studio/presentation`)
    await see(tab, { role: 'status', text: 'Follows every edit', inPreview: true })
    const kept = await tab.cookies()
    const { port } = new URL(site.url)
    expect(kept.map(({ name, secure }) => [name, secure])).toContainEqual([`preview-access-${port}`, false])
    await press(tab, { role: 'heading', name: 'I work in every browser.', inPreview: true })
    await fill(tab, { role: 'textbox', name: 'Headline' }, 'I am a draft in every browser.')
    await see(tab, { role: 'heading', name: 'I am a draft in every browser.', inPreview: true })
    expect(await (await fetch(site.url)).text()).not.toContain('I am a draft')

    await tab.goto(site.url)
    await see(tab, { role: 'heading', name: 'I am a draft in every browser.' })
    await see(tab, { role: 'status', text: 'Follows every edit' })
    await press(tab, { role: 'button', name: 'Exit preview' })
    await see(tab, { role: 'heading', name: 'I work in every browser.' })
    expect(await addressOf(tab)).toBe(`${site.url}/`)
    // The author stays signed in: Firefox lists that cookie too, which has a path of its own.
    const left = (await tab.cookies()).map(({ name }) => name)
    expect(left.filter((name) => name !== `lake_session-${port}`)).toEqual([])
    expect(await tab.complaints()).toEqual([])
    expect(site.log).toEqual([])
  })
})
