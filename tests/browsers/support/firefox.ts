import { launch } from 'puppeteer-core'
import { pathOf } from '#scripts/harness/programs.ts'
import type { Tab } from './tab.ts'

/**
 * Messages that Firefox logs although nothing failed: zod tries to compile its parsers (and works without),
 * and a page was left while it was reading an answer.
 */
const harmless = /blocked a JavaScript eval|Error in input stream/

/** Debian's Firefox, driven by WebDriver BiDi, which needs no separate driver. */
export async function openFirefox(): Promise<Tab> {
  const browser = await launch({
    browser: 'firefox',
    executablePath: pathOf('firefox-esr'),
    defaultViewport: { width: 1400, height: 900 },
  })
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(`${message.type()}: ${message.text()}`)
  })
  page.on('pageerror', (error) => {
    if (!harmless.test(String(error))) complaints.push(`uncaught: ${String(error)}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 400) complaints.push(`${response.status()}: ${response.url()}`)
  })
  return {
    async goto(address) {
      await page.goto(address)
    },
    evaluate: (body, ...args) =>
      page.evaluate(`(function () { ${body}\n}).apply(window, ${JSON.stringify(args)})`),
    click: ({ x, y }) => page.mouse.click(x, y),
    type: (text) => page.keyboard.type(text),
    cookies: () => browser.cookies(),
    screenshot: () => page.screenshot(),
    complaints: async () => complaints,
    [Symbol.asyncDispose]: () => browser.close(),
  }
}
