import { once } from 'node:events'
import { brotliDecompressSync } from 'node:zlib'
import type { Browser, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { authorClient, writeDraft } from '#scripts/harness/author-client.ts'
import { launchBrowser } from '#scripts/harness/browser.ts'
import { openPage, type WatchedPage } from '#tests/browser/support/browser.ts'
import { previewAddress } from '#scripts/harness/preview-address.ts'
import { startSite, type Site } from '#scripts/harness/site.ts'
import { openDocument, outline, publish } from '#tests/browser/support/studio.ts'
import { get, open } from './support/http2.ts'
import { freePort } from './support/process.ts'
import { caddy, nginx, nginxBare, nginxWithoutUpgrade, type StartProxy } from './support/proxies.ts'

let browser: Browser

beforeAll(async () => {
  browser = await launchBrowser()
})

afterAll(async () => {
  await browser.close()
})

/**
 * Starts a site behind a proxy. `site.url` is the public address, `direct` the one that only the proxy uses.
 */
async function startBehind(startProxy: StartProxy) {
  const ports = { tls: await freePort(), site: await freePort() }
  const site = await startSite({ PORT: String(ports.site), SITE_URL: `https://localhost:${ports.tls}` })
  const proxy = await startProxy(ports).catch(async (error: unknown) => {
    await site[Symbol.asyncDispose]()
    throw error
  })
  const direct = `http://localhost:${ports.site}`
  return {
    site,
    direct,
    /** Writes to the Content Lake directly, without the proxy. */
    client: authorClient({ ...site, url: direct }),
    async [Symbol.asyncDispose]() {
      await proxy[Symbol.asyncDispose]()
      await site[Symbol.asyncDispose]()
    },
  }
}

type Behind = Awaited<ReturnType<typeof startBehind>>

/**
 * Opens a preview through the proxy, and returns its cookies, as `Set-Cookie` headers and as a `Cookie`
 * header.
 */
async function openPreview({ site, direct }: Behind) {
  const address = await previewAddress({ ...site, url: direct })
  const { status, headers } = await get(address.replace(direct, site.url))
  expect(status).toBe(307)
  const cookies = headers['set-cookie'] ?? []
  return { cookies, cookie: cookies.map((cookie) => cookie.split(';')[0]).join('; ') }
}

const connectionsOf = (studio: WatchedPage) => {
  const sockets: string[] = []
  studio.on('websocket', (socket) => socket.on('framereceived', () => sockets.push(socket.url())))
  return sockets
}

/**
 * Signs in with the address that `npm start` printed, edits, publishes, and follows an edit in the preview.
 */
async function author(site: Site, studio: WatchedPage) {
  await studio.goto(site.studioUrl)
  await outline(studio).waitFor()
  expect(new URL(studio.url()).origin).toBe(site.url)
  const session = (await studio.context().cookies()).find(({ name }) =>
    name.startsWith('__Secure-lake_session'),
  )
  expect(session).toMatchObject({ secure: true, httpOnly: true, sameSite: 'Lax' })

  await openDocument(studio, 'Manual')
  await studio.getByRole('textbox', { name: 'Headline' }).fill('I publish through a proxy.')
  await publish(studio)
  await studio.getByRole('alert').filter({ hasText: 'Readers see this' }).waitFor()
  expect(String((await get(site.url)).body)).toContain('I publish through a proxy.')

  await studio.goto(`${site.url}/studio/presentation`)
  const page = studio.frameLocator('iframe')
  await page.getByText('Follows every edit').waitFor()
  const field = studio.getByRole('textbox', { name: 'Headline' })
  await page.getByRole('heading', { level: 1 }).click()
  await field.waitFor()
  await field.fill('I preview through a proxy.')
  await page.getByRole('heading', { name: 'I preview through a proxy.' }).waitFor()
  expect(String((await get(site.url)).body)).not.toContain('I preview through a proxy.')
  const preview = (await studio.context().cookies()).filter(({ name }) => !name.includes('lake_session'))
  expect(preview.map(({ name }) => name)).toEqual([`__Host-preview-access-${new URL(site.url).port}`])
  for (const cookie of preview) expect(cookie).toMatchObject({ secure: true, sameSite: 'Lax' })
  await page.getByRole('button', { name: 'Exit preview' }).click()
  await studio.waitForURL(`${site.url}/`)
  await studio.getByRole('heading', { level: 1, name: 'I publish through a proxy.' }).waitFor()
}

describe.each([
  ['docs/nginx.conf', nginx, true],
  ['docs/Caddyfile', caddy, true],
  ['nginx without WebSockets', nginxWithoutUpgrade, false],
] as const)('behind %s', (_, startProxy, passesSockets) => {
  let behind: Behind

  beforeAll(async () => {
    behind = await startBehind(startProxy)
  })

  afterAll(async () => {
    await behind?.[Symbol.asyncDispose]()
  })

  it('the page arrives over HTTP/2, unchanged and compressed once', async () => {
    const { site, direct } = behind
    const page = await get(site.url, { 'accept-encoding': 'br' })
    const made = await get(site.url)
    expect([page.status, page.headers['content-encoding']]).toEqual([200, 'br'])
    expect(String(brotliDecompressSync(page.body))).toBe(String(made.body))
    expect(await (await fetch(direct)).text()).toBe(String(made.body))
    expect(page.headers.vary).toContain('Accept-Encoding')
    expect((await get(site.url, { 'accept-encoding': 'gzip' })).headers['content-encoding']).toBe('gzip')
    // No scripts, whatever the connection.
    expect(String(made.body)).not.toMatch(/<script[^>]+src=/)
    expect(String(made.body)).toContain(`<link rel="canonical" href="${site.url}`)
  })

  it.each(['/', '/manual.md', '/manual.json'])(
    'a reader with a current copy of %s gets 304',
    async (path) => {
      const { site } = behind
      const first = await get(site.url + path, { 'accept-encoding': 'br' })
      const etag = String(first.headers.etag)
      expect(etag).toMatch(/^W\/"/)
      const second = await get(site.url + path, { 'accept-encoding': 'br', 'if-none-match': etag })
      expect([second.status, second.body.length, second.headers.etag]).toEqual([304, 0, etag])
    },
  )

  it('an event stream is not buffered', async () => {
    const { site, client } = behind
    const { cookie } = await openPreview(behind)
    await using live = await open(`${site.url}/api/draft-mode/live`, { cookie })
    expect(live.headers['content-type']).toContain('text/event-stream')
    let received = ''
    live.stream.setEncoding('utf8').on('data', (text: string) => (received += text))
    await expect.poll(() => received, { timeout: 5000 }).toContain('event: welcome')
    await writeDraft(client, 'shelf', { title: 'Sent at once' })
    await expect.poll(() => received, { timeout: 5000 }).toContain('event: change')
    await client.delete('drafts.shelf')
  })

  it('preview cookies are secure, and for this site only', async () => {
    const { cookies } = await openPreview(behind)
    expect(cookies).toHaveLength(1)
    for (const cookie of cookies) expect(cookie).toMatch(/; Path=\/; Secure; HttpOnly; SameSite=lax$/)
  })

  it.runIf(passesSockets)('a WebSocket is passed on', async () => {
    const { site } = behind
    const socket = new WebSocket(`${site.url.replace('https', 'wss')}/lake/vX/streams`, {
      rejectUnauthorized: false,
      origin: site.url,
      headers: { authorization: `Bearer ${site.writeToken}` },
    })
    await once(socket, 'open')
    expect(socket.readyState).toBe(WebSocket.OPEN)
    socket.terminate()
  })

  it('an author signs in, publishes, and previews', async () => {
    const { site } = behind
    const studio = await openPage(browser, {
      viewport: { width: 1400, height: 900 },
      ignoreHTTPSErrors: true,
      // The attempts with which the Studio finds out that WebSockets do not get through.
      allowed: passesSockets ? [] : [/WebSocket|\/lake\/vX\/(streams|socket)/],
    })
    const sockets = connectionsOf(studio)
    const plain: Request[] = []
    studio.on('request', (request) => {
      if (request.url().startsWith('http:')) plain.push(request)
    })
    await author(site, studio)
    expect(sockets.some((url) => url.includes('/lake/vX/streams'))).toBe(passesSockets)
    expect(plain.map((request) => request.url())).toEqual([])
    studio.expectQuiet()
    expect(site.log).toEqual([])
    await studio.context().close()
  })
})

describe('behind a bare proxy_pass', () => {
  it.each([
    ['with SITE_URL', true],
    ['without SITE_URL', false],
  ])('the sign-in %s shows what the site saw and what to set, and readers get the page', async (_, isSet) => {
    const ports = { tls: await freePort(), site: await freePort() }
    const url = `https://localhost:${ports.tls}`
    await using site = await startSite({ PORT: String(ports.site), SITE_URL: isSet ? url : '' })
    await using _proxy = await nginxBare(ports)
    expect((await get(url)).status).toBe(200)
    const page = await openPage(browser, { ignoreHTTPSErrors: true, allowed: [/403/] })
    await page.goto(`${url}/lake/sign-in`)
    await page.getByLabel('Write token').fill(site.writeToken)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByRole('heading', { name: 'This site was asked under another address' }).waitFor()
    const text = await page.locator('main').innerText()
    for (const words of [
      `${url} (Origin)`,
      `127.0.0.1:${ports.site} (Host)`,
      'by http',
      'proxy_set_header Host',
    ])
      expect(text).toContain(words)
    expect(text).toContain(isSet ? `SITE_URL is ${url}` : `SITE_URL=${url}`)
    expect(site.log).toHaveLength(1)
    page.expectQuiet()
    await page.context().close()
  })
})
