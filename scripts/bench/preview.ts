import { setTimeout } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { signIn } from '#scripts/harness/sign-in.ts'
import type { Site } from '#scripts/harness/site.ts'

/** Milliseconds between two words, as when an author stops to look. */
const pause = 1000
/** Milliseconds between two keys. */
const stroke = 90

const viewports = { desk: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } }

/**
 * Types words into the headline in the Studio's Presentation tool, key by key, and gives for each word the
 * milliseconds from its last key until it is on the draft page: beside the form, or on a phone behind it.
 */
export async function typedWords(
  browser: Browser,
  { url, writeToken }: Site,
  device: keyof typeof viewports,
  count: number,
): Promise<number[]> {
  const context = await browser.newContext({ viewport: viewports[device] })
  const studio = await context.newPage()
  await signIn(studio, url, writeToken)
  await studio.goto(`${url}/studio/presentation`)
  const page = studio.frameLocator('iframe')
  await page.locator('[data-state=live]').waitFor()
  const headline = studio.getByRole('textbox', { name: 'Headline' })
  if (device === 'phone') {
    await page.getByRole('heading', { level: 1 }).click()
    await headline.waitFor()
  }
  const times: number[] = []
  for (let word = 0; word < count; word += 1) {
    // Short enough for one line of the field.
    const words = `Words ${word}`
    await headline.fill(words)
    await page.locator('h1', { hasText: new RegExp(`^${words}$`) }).waitFor({ state: 'attached' })
    await setTimeout(pause)
    await headline.press('End')
    await headline.pressSequentially(' and mor', { delay: stroke })
    // By the browser's clock: Playwright looks too rarely, and a key of its is down for a while before it is up.
    const seen = await page.locator('html').evaluateHandle(
      (html, words) => ({
        at: new Promise<number>((resolve) =>
          new MutationObserver(() => {
            if (html.querySelector('h1')?.textContent === words)
              resolve(performance.timeOrigin + performance.now())
          }).observe(html, { subtree: true, childList: true, characterData: true }),
        ),
      }),
      `${words} and more`,
    )
    const typed = await headline.evaluateHandle((field) => ({
      at: new Promise<number>((resolve) =>
        field.addEventListener('input', () => resolve(performance.timeOrigin + performance.now()), {
          once: true,
        }),
      ),
    }))
    await headline.press('e')
    times.push((await seen.evaluate(({ at }) => at)) - (await typed.evaluate(({ at }) => at)))
  }
  await context.close()
  return times
}
