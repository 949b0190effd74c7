import { signIn } from '#scripts/harness/sign-in.ts'
import { setTimeout } from 'node:timers/promises'
import type { Browser, Locator, Page } from 'playwright-core'
import { openPage, type WatchedPage } from './browser.ts'
import type { Site } from '#scripts/harness/site.ts'

/** Opens the Studio, signed in with the write token: on its outline, or at another path below `/studio`. */
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
 * Signs out by the bar's menu. A menu that is open while a form loads closes, and whoever sees that opens it
 * again.
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

/** The list of the manual and its sections. */
export const outline = (studio: WatchedPage): Locator =>
  studio.getByRole('listbox', { name: 'Operating Manual' })

/** Chooses a document from the outline by the beginning of its name, and waits for its form. */
export async function openDocument(studio: WatchedPage, name: string): Promise<void> {
  await outline(studio)
    .getByRole('link', { name: new RegExp(`^${name}`) })
    .click()
  await studio.getByRole('heading', { name, level: 2 }).waitFor()
}

/**
 * Opens the part of a section's form that holds its name, heading, address and rhythm: it is closed at first.
 */
export const openFrame = (studio: Page): Promise<void> =>
  studio.getByRole('button', { name: 'Name, heading, address and rhythm' }).click()

/**
 * Publishes the open document, and waits for the Content Lake to have done it. The Studio drops a click that
 * comes while it still checks what was typed last; an author clicks again, and so does this.
 */
export async function publish(studio: WatchedPage): Promise<void> {
  const published = answered(studio, 'publish').then(() => true)
  // Not sooner: a second click that is taken too publishes what is written next.
  const again = () => setTimeout(10_000, false)
  do {
    // Once it publishes, the button cannot be clicked.
    await studio
      .getByRole('button', { name: 'Publish', exact: true })
      .click({ timeout: 3000 })
      .catch(() => undefined)
  } while (!(await Promise.race([published, again()])))
}

/** Does something in the Studio, and waits for the action it sends to be committed. */
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
