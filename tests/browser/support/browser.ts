import { mkdirSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  chromium,
  type Browser,
  type BrowserContextOptions,
  type ConsoleMessage,
  type Page,
} from 'playwright-core'
import { expect, onTestFailed } from 'vitest'

/** Starts the Chromium that `npm ci` brought along; where it does not run (it is for Linux on x64), an installed Chrome. */
export async function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return chromium.launch({ channel: 'chrome', args: [...args] })
  // The package unpacks itself into the directory for temporary files. Ours, so that no other project's copy is taken.
  const directory = resolve('node_modules/.cache/chromium')
  mkdirSync(directory, { recursive: true })
  const before = process.env.TMPDIR
  process.env.TMPDIR = directory
  try {
    const { default: bundled, inflate, setupLambdaEnvironment } = await import('@sparticuz/chromium')
    const executablePath = await bundled.executablePath()
    // Libraries that a minimal system lacks (nss, nspr) come with the package.
    await inflate(resolve('node_modules/@sparticuz/chromium/bin/al2023.tar.br'))
    setupLambdaEnvironment(resolve(directory, 'al2023/lib'))
    return await chromium.launch({
      executablePath,
      env: { ...process.env, FONTCONFIG_FILE: fontConfiguration(directory) },
      args: ['--no-sandbox', '--disable-gpu', '--no-zygote', '--font-render-hinting=none', ...args],
    })
  } finally {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  }
}

/**
 * Its own font, and no other, on every machine. The configuration in the package names the font by a path that is only right in
 * /tmp, and without any font Chromium ends when it draws a form control.
 */
function fontConfiguration(directory: string): string {
  const file = resolve(directory, 'fonts.conf')
  const [fonts, cache] = [resolve(directory, 'fonts'), resolve(directory, 'fonts-cache')]
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${fonts}</dir><cachedir>${cache}</cachedir></fontconfig>\n`,
  )
  return file
}

/** A page that remembers everything which must not happen on it. */
export interface WatchedPage extends Page {
  /** Fails the test when the page logged an error or a warning, got an answer ≥ 400, or asked another machine for something. */
  expectQuiet(): void
}

/**
 * Opens a page in a context of its own (its own cookies and storage).
 *
 * @param allowed what this test provokes on purpose: messages and addresses that match are no complaint.
 */
export async function openPage(
  browser: Browser,
  { allowed = [], ...options }: BrowserContextOptions & { allowed?: readonly RegExp[] } = {},
): Promise<WatchedPage> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  return watch(await context.newPage(), allowed)
}

/** Watches a page that was opened by other means, such as a second tab. */
export function watch(page: Page, allowed: readonly RegExp[] = []): WatchedPage {
  const complaints: string[] = []
  const isInTest = expect.getState().currentTestName !== undefined
  if (isInTest)
    onTestFailed(async ({ task }) => {
      const name = task.name.replaceAll(/\W+/g, '-')
      await page.screenshot({ path: `.screenshots/failed/${name}-${page.url().replaceAll(/\W+/g, '-')}.png` })
      console.error(`Complaints of ${page.url()}:`, complaints)
    })
  const complain = (complaint: string) => {
    if (!allowed.some((pattern) => pattern.test(complaint))) complaints.push(complaint)
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
