import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { freePort, run } from './process.ts'
import { pathOf } from '#scripts/harness/programs.ts'
import type { Tab } from './tab.ts'

/**
 * Debian's WebKit, the engine of Safari, driven by classic WebDriver: one HTTP request per command
 * (https://www.w3.org/TR/webdriver2/). It gets a display of its own, since it cannot run headless.
 */
export async function openWebKit(): Promise<Tab> {
  const home = mkdtempSync(join(tmpdir(), 'operating-manual-webkit-'))
  await using started = new AsyncDisposableStack()
  started.defer(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }))
  let display = ''
  const screen = ['-screen', '0', '1400x1000x24', '-nolisten', 'tcp']
  started.use(
    await run(
      [pathOf('Xvfb'), '-displayfd', '3', ...screen],
      async ({ stdio }) => {
        display ||= String(await once(stdio[3] as Readable, 'data')).trim()
      },
      { stdio: ['ignore', 'ignore', 'pipe', 'pipe'] },
    ),
  )
  const port = await freePort()
  const send = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    })
    const { value } = (await response.json()) as { value: unknown }
    if (!response.ok) throw new Error(`WebDriver: ${method} ${path}: ${JSON.stringify(value)}`)
    return value
  }
  started.use(
    await run([pathOf('WebKitWebDriver'), `--port=${port}`], () => send('GET', '/status'), {
      env: { DISPLAY: `:${display}`, HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home },
    }),
  )
  const { sessionId } = (await send('POST', '/session', { capabilities: {} })) as { sessionId: string }
  const session = `/session/${sessionId}`
  started.defer(() => send('DELETE', session).then(() => undefined))
  await send('POST', `${session}/window/rect`, { x: 0, y: 0, width: 1400, height: 950 })

  const evaluate = (body: string, ...args: unknown[]) =>
    send('POST', `${session}/execute/sync`, { script: watch + body, args })
  const act = (actions: object[], source: { type: string; parameters?: object }) =>
    send('POST', `${session}/actions`, { actions: [{ id: source.type, actions, ...source }] })
  const running = started.move()
  return {
    async goto(address) {
      await send('POST', `${session}/url`, { url: address })
    },
    evaluate,
    async click({ x, y }) {
      await act(
        [
          { type: 'pointerMove', x: Math.round(x), y: Math.round(y) },
          { type: 'pointerDown', button: 0 },
          { type: 'pointerUp', button: 0 },
        ],
        { type: 'pointer', parameters: { pointerType: 'mouse' } },
      )
    },
    async type(text) {
      const keys = [...text].flatMap((value) => [
        { type: 'keyDown', value },
        { type: 'keyUp', value },
      ])
      await act(keys, { type: 'key' })
    },
    cookies: async () => (await send('GET', `${session}/cookie`)) as { name: string; secure: boolean }[],
    screenshot: async () => Buffer.from(String(await send('GET', `${session}/screenshot`)), 'base64'),
    complaints: async () =>
      JSON.parse(String(await evaluate(`return sessionStorage.complaints ?? '[]'`))) as string[],
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  }
}

/** The driver does not report the console, so the page itself records errors, from the first command on. */
const watch = `
  if (!window.isWatched) {
    window.isWatched = true
    const complain = (kind, what) => {
      // A page that is left while it reads an answer.
      if (what.includes('TypeError: Load failed')) return
      const complaints = JSON.parse(sessionStorage.complaints ?? '[]')
      sessionStorage.complaints = JSON.stringify([...complaints, kind + ': ' + what])
    }
    for (const kind of ['error', 'warn']) {
      const log = console[kind]
      console[kind] = (...words) => {
        complain(kind, words.map(String).join(' '))
        log.apply(console, words)
      }
    }
    window.addEventListener('error', ({ message }) => {
      // No error, in spite of its kind: what is left is told in the next frame.
      if (!message.startsWith('ResizeObserver loop')) complain('uncaught', message)
    })
    window.addEventListener('unhandledrejection', ({ reason }) => complain('uncaught', String(reason)))
  }
`
