import { type Browser, type BrowserContextOptions, type ConsoleMessage, type Page } from 'playwright-core'
import { expect, onTestFinished } from 'vitest'

/**
 * When its page is left, the Studio writes to its presence socket, which the browser may have closed already.
 */
const onLeaving = /WebSocket is already in CLOSING or CLOSED state/

const isInTest = () => expect.getState().currentTestName !== undefined

/** A page that records what must not happen on it. */
export interface WatchedPage extends Page {
  /**
   * Fails the test if the page has logged an error or a warning, got an answer ≥ 400, or sent a request to
   * another host.
   */
  expectQuiet(): void
}

/**
 * Opens a page in its own context, with its own cookies and storage. It is closed at the end of the test,
 * because an open Studio or preview follows every edit.
 *
 * @param allowed messages and addresses that the test provokes on purpose.
 */
export async function openPage(
  browser: Browser,
  { allowed = [], ...options }: BrowserContextOptions & { allowed?: readonly RegExp[] } = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  // Hooks run in reverse order, so the pages' records are stored before their context is closed.
  if (isInTest()) onTestFinished(() => context.close())
  // On a busy machine, a page that normally takes a second may take half a minute.
  context.setDefaultTimeout(60_000)
  return watch(await context.newPage(), allowed)
}

/** Watches a page that was opened in another way, such as a second tab. */
export function watch(page: Page, allowed: readonly RegExp[] = []): WatchedPage {
  const complaints: string[] = []
  if (isInTest())
    onTestFinished(async ({ task }) => {
      if (task.result?.state !== 'fail') return
      console.error(`Complaints of ${page.url()}:`, complaints)
      const [name, place] = [task.name, page.url()].map((text) => text.replaceAll(/\W+/g, '-').slice(0, 100))
      if (!page.isClosed()) await page.screenshot({ path: `.screenshots/failed/${name}-${place}.png` })
    })
  const complain = (complaint: string) => {
    if (![onLeaving, ...allowed].some((pattern) => pattern.test(complaint))) complaints.push(complaint)
  }
  page.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      complain(`console ${message.type()}: ${message.text()} (${message.location().url})`)
    }
  })
  page.on('pageerror', (error) => complain(`uncaught: ${error.stack ?? error.message}`))
  page.on('response', (response) => {
    if (response.status() >= 400)
      complain(`${response.status()}: ${response.request().method()} ${response.url()}`)
  })
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    const isHere =
      /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname) || /^(data|blob|about):$/.test(protocol)
    if (!isHere) complain(`left the machine: ${request.method()} ${request.url()}`)
  })
  return Object.assign(page, {
    expectQuiet() {
      expect(complaints.splice(0), 'complaints of the page').toEqual([])
    },
  })
}
