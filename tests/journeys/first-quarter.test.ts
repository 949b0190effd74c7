import { expect, it } from 'vitest'
import { browser, site } from '../browser/support/running.ts'
import { writeFirstManual } from '../browser/support/first-quarter.ts'

it('the first quarter of an hour on a phone leads from a blank manual to a page worth showing', async () => {
  await writeFirstManual(browser, site, { viewport: { width: 390, height: 844 }, hasTouch: true })
  expect(await (await fetch(site.url)).text()).toContain('databases at night')
})
