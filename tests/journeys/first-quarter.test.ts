import { expect, it } from 'vitest'
import { browser, site } from '../browser/support/running.ts'
import { writeFirstManual } from './first-manual.ts'

it.each([
  ['at a desk', { viewport: { width: 1440, height: 900 } }],
  ['on a phone', { viewport: { width: 390, height: 844 }, hasTouch: true }],
])('the first quarter of an hour leads from a blank manual to a page, %s', async (_place, options) => {
  await writeFirstManual(browser, site, options)
  expect(await (await fetch(site.url)).text()).toContain('databases at night')
})
