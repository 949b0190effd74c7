import { createServer, request, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { expect, it, onTestFinished } from 'vitest'
import { openPage, watch } from './support/browser.ts'
import { isLong } from './support/long.ts'
import { browser, site } from './support/running.ts'
import { openDocument, openFrame, openStudio, publish } from './support/studio.ts'

/** A reverse proxy for HTTP/1.1 that treats WebSocket requests as told. */
async function startProxy(
  upgrade: ((socket: Duplex) => void) | 'as a request',
  holdsBackStreams = false,
): Promise<string> {
  const { port } = new URL(site.url)
  const proxy = createServer((incoming, outgoing) => {
    const { connection: _, upgrade: __, ...headers } = incoming.headers
    const sent = request({ port, method: incoming.method, path: incoming.url, headers }, (answer) => {
      const isStream = answer.headers['content-type']?.includes('event-stream')
      if (holdsBackStreams && isStream) return void answer.resume()
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      outgoing.flushHeaders()
      answer.pipe(outgoing)
    })
    sent.on('error', () => outgoing.destroy())
    outgoing.on('close', () => sent.destroy())
    incoming.pipe(sent)
  })
  if (upgrade !== 'as a request')
    proxy.on('upgrade', (_request: IncomingMessage, socket: Duplex) => {
      socket.on('error', () => {})
      upgrade(socket)
    })
  proxy.listen(0, 'localhost')
  await new Promise((resolve) => proxy.once('listening', resolve))
  onTestFinished(() => {
    proxy.close()
    proxy.closeAllConnections()
  })
  return `http://localhost:${(proxy.address() as AddressInfo).port}`
}

type Upgrade = Parameters<typeof startProxy>[0]

/** The browser logs a WebSocket that does not open. */
const refused = /WebSocket/

const ways: [string, Upgrade][] = [
  ['passes it on as a plain request', 'as a request'],
  ['refuses it', (socket) => socket.end('HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n')],
  ['never answers it', () => {}],
]

it.runIf(isLong).each(ways)(
  'the Studio works in four tabs when a proxy, asked for a WebSocket, %s',
  async (_what, upgrade) => {
    const url = await startProxy(upgrade)
    const studio = await openStudio(browser, { ...site, url }, { allowed: [refused] })
    const context = studio.context()
    const others = []
    for (const path of ['structure/shelf', 'structure/history', 'presentation']) {
      const tab = watch(await context.newPage(), [refused])
      await tab.goto(`${url}/studio/${path}`)
      others.push(tab)
    }
    const [shelf, , preview] = others
    await openFrame(shelf!)
    await preview!.frameLocator('iframe').getByText('Follows every edit').waitFor()
    await openDocument(studio, 'Shelf')
    await openFrame(studio)
    const words = `Through a proxy, ${Math.random()}`
    await studio.getByRole('textbox', { name: 'Title' }).fill(words)
    await expect
      .poll(() => shelf!.getByRole('textbox', { name: 'Title' }).inputValue(), { timeout: 10_000 })
      .toBe(words)
    await publish(studio)
    const reader = await openPage(browser)
    await reader.goto(site.url)
    await reader.getByRole('heading', { name: words }).waitFor()
    for (const page of [studio, ...others, reader]) page.expectQuiet()
  },
)

it('the Studio says which settings a proxy lacks that also buffers event streams', async () => {
  const url = await startProxy('as a request', true)
  const studio = await openStudio(browser, { ...site, url }, { allowed: [refused], path: '/structure' })
  const alert = studio.getByRole('alert').filter({ hasText: 'Changes do not arrive' })
  await alert.waitFor({ timeout: 20_000 })
  expect(await alert.innerText()).toContain('passes no WebSockets')
})
