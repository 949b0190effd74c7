import type { Browser, BrowserContextOptions, Locator } from 'playwright-core'
import { openPage, type WatchedPage } from './browser.ts'
import type { Site } from './site.ts'

/** Opens the Studio as its operator does: by the address that the terminal shows, which signs them in. */
export async function openStudio(
  browser: Browser,
  site: Site,
  options: BrowserContextOptions = {},
): Promise<WatchedPage> {
  const studio = await openPage(browser, { viewport: { width: 1400, height: 900 }, ...options })
  await studio.goto(site.studioUrl)
  await outline(studio).waitFor()
  return studio
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

/** Publishes the open document, and waits for the Content Lake to have done it. */
export async function publish(studio: WatchedPage): Promise<void> {
  await commits(studio, 'publish', () => studio.getByRole('button', { name: 'Publish', exact: true }).click())
}

/** Does something in the Studio, and waits for the action it sends to be committed. */
export async function commits(
  studio: WatchedPage,
  action: string,
  interact: () => Promise<void>,
): Promise<void> {
  await Promise.all([
    studio.waitForResponse(
      (response) =>
        response.url().includes('/data/actions/') &&
        response.request().postData()?.includes(`"sanity.action.document.${action}"`) === true,
    ),
    interact(),
  ])
}
