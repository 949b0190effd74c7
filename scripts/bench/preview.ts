import { setTimeout } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { signIn } from '#scripts/harness/sign-in.ts'
import type { Site } from '#scripts/harness/site.ts'

/** Milliseconds between two edits, as when an author stops to look. */
const pause = 1000

/**
 * Edits the headline in the Studio's Presentation tool, and gives for each edit the milliseconds from the
 * input of the words until they are on the draft page beside it.
 */
export async function previewedEdits(
  browser: Browser,
  { url, writeToken }: Site,
  count: number,
): Promise<number[]> {
  const context = await browser.newContext({ viewport: { width: 1600, height: 900 } })
  const studio = await context.newPage()
  await signIn(studio, url, writeToken)
  await studio.goto(`${url}/studio/presentation`)
  const page = studio.frameLocator('iframe')
  await page.getByText('Follows every edit').waitFor()
  const headline = studio.getByRole('textbox', { name: 'Headline' })
  await headline.waitFor()
  const times: number[] = []
  for (let edit = 0; edit < count; edit += 1) {
    await setTimeout(pause)
    const words = `The headline of edit ${edit}`
    const typed = performance.now()
    await headline.fill(words)
    await page.getByRole('heading', { level: 1, name: words, exact: true }).waitFor()
    times.push(performance.now() - typed)
  }
  await context.close()
  return times
}
