import { globSync, readFileSync } from 'node:fs'
import { parse } from 'postcss'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { launchBrowser } from '#scripts/harness/browser.ts'

let browser: Browser
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())

/** Properties that Chromium does not know, but other browsers do. */
const elsewhere = ['hanging-punctuation']

it('the style sheets have no declaration that a browser would drop', async () => {
  const declarations: { file: string; property: string; value: string }[] = []
  for (const file of globSync(['components/**/*.css', 'sanity/**/*.css'])) {
    parse(readFileSync(file, 'utf8'), { from: file }).walkDecls(({ parent, prop, value }) => {
      // Descriptors of @font-face are not properties, though some have the same names.
      const isDescriptor = parent?.type === 'atrule' && 'name' in parent && parent.name === 'font-face'
      if (!isDescriptor && !elsewhere.includes(prop)) declarations.push({ file, property: prop, value })
    })
  }
  expect(declarations.length).toBeGreaterThan(500)
  const page = await browser.newPage()
  const dropped = await page.evaluate(
    (all) => all.filter(({ property, value }) => !CSS.supports(property, value)),
    declarations,
  )
  expect(dropped).toEqual([])
})
