import { signIn } from '#scripts/harness/sign-in.ts'
import type { Browser, Locator, Page } from 'playwright-core'
import { openPage, type WatchedPage } from './browser.ts'
import type { Site } from '#scripts/harness/site.ts'

/** Opens the Studio, signed in with the write token, on its outline or at another path below `/studio`. */
export async function openStudio(
  browser: Browser,
  { url, writeToken }: Pick<Site, 'url' | 'writeToken'>,
  { path = '', ...options }: Parameters<typeof openPage>[1] & { path?: string } = {},
): Promise<WatchedPage> {
  const studio = await openPage(browser, { viewport: { width: 1400, height: 900 }, ...options })
  await signIn(studio, url, writeToken)
  await studio.goto(`${url}/studio${path}`)
  if (path === '') await outline(studio).waitFor()
  return studio
}

/**
 * Signs out with the navbar's menu. The menu closes when a form finishes loading, so it is reopened if
 * needed.
 */
export async function signOut(studio: Page): Promise<void> {
  const item = studio.getByRole('menuitem', { name: 'Sign out' })
  do {
    if (!(await item.isVisible())) await studio.getByRole('button', { name: 'Menu' }).click()
  } while (
    !(await item.click({ timeout: 3000 }).then(
      () => true,
      () => false,
    ))
  )
}

export const outline = (studio: WatchedPage): Locator =>
  studio.getByRole('listbox', { name: 'Operating Manual' })

/** Chooses a document from the outline by the beginning of its name, and waits for its form. */
export async function openDocument(studio: WatchedPage, name: string): Promise<void> {
  await outline(studio)
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click()
  await studio.getByRole('heading', { name, level: 2 }).waitFor()
}

/** Opens the collapsed fieldset of a section's form, with name, heading, address and rhythm. */
export const openFrame = (studio: Page): Promise<void> =>
  studio.getByRole('button', { name: 'Name, heading, address and rhythm' }).click()

/** Publishes the open document, and waits until the Content Lake has done it. */
export const publish = (studio: WatchedPage): Promise<void> =>
  commits(studio, 'publish', () => studio.getByRole('button', { name: 'Publish', exact: true }).click())

/** Does something in the Studio, and waits until the action that it sends is committed. */
export async function commits(
  studio: WatchedPage,
  action: string,
  interact: () => Promise<void>,
): Promise<void> {
  await Promise.all([answered(studio, action), interact()])
}

const answered = (studio: WatchedPage, action: string, timeout = 60_000) =>
  studio.waitForResponse(
    (response) =>
      response.url().includes('/data/actions/') &&
      response.request().postData()?.includes(`"sanity.action.document.${action}"`) === true,
    { timeout },
  )

/** The controls of the Studio that are under a toast, by their texts. There should be none. */
export const coveredByToasts = (studio: Page): Promise<string[]> =>
  studio.evaluate(() => {
    const controls =
      'a, button, input, textarea, select, iframe, [contenteditable], [tabindex], [role=option]'
    const covered = [...document.querySelectorAll('[data-ui="Toast"]')].flatMap((toast) => {
      const { left, top, right, bottom } = toast.getBoundingClientRect()
      const found: Element[] = []
      for (let x = left + 1; x < right; x += 8)
        for (let y = top + 1; y < bottom; y += 8) {
          const elements = document.elementsFromPoint(x, y)
          // A part of the toast may be scrolled out of sight.
          if (!elements.some((element) => toast.contains(element))) continue
          for (const element of elements) {
            const control = element.closest(controls)
            if (control && !control.contains(toast) && !toast.contains(control)) found.push(control)
          }
        }
      return found
    })
    return [...new Set(covered)].map((control) => control.textContent || control.outerHTML.slice(0, 100))
  })
