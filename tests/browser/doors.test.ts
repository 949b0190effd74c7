import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { sendMalformed } from '#scripts/harness/malformed.ts'
import { askForUnknownEditions, beginRecord } from '#scripts/harness/unknown-editions.ts'
import { startSite, type Site } from '#scripts/harness/site.ts'
import { openPage } from './support/browser.ts'
import { browser, site } from './support/running.ts'
import { outline } from './support/studio.ts'

/** Sends a request with any headers, `Host` among them. */
const ask = (at: Site, path: string, headers: Record<string, string> = {}, method = 'GET', body = '') =>
  new Promise<{ status: number; text: string; cookies: string[] }>((resolve, reject) => {
    const { port } = new URL(at.url.startsWith('https') ? `http://localhost:${at.port}` : at.url)
    const sent = request({ host: 'localhost', port, path, method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, text, cookies: response.headers['set-cookie'] ?? [] }),
      )
    })
    sent.on('error', reject).end(body)
  })

describe('malformed requests', () => {
  it('get no 5xx, log at most a short line each, and change nothing, in 500 rounds', async () => {
    await using own = await startSite({ EDITION_SETTLE_MINUTES: '0' })
    await beginRecord(own)
    const feed = await fetch(`${own.url}/editions.atom`)
    const etag = feed.headers.get('etag') ?? ''
    expect([feed.status, etag]).toEqual([200, expect.stringMatching(/^W\//)])
    expect((await fetch(feed.url, { headers: { 'if-none-match': etag } })).status).toBe(304)
    const unknown = await askForUnknownEditions(own, 500)
    expect([unknown.statuses, unknown.filesChanged]).toEqual([{ 404: 500 }, []])
    const before = await (await fetch(own.url)).text()
    // The feed is not announced at an address that only this machine can reach.
    expect(before).not.toContain('application/atom+xml')
    const { failures, sent } = await sendMalformed(own.url, own.writeToken, 500, Date.now() % 100_000)
    expect(failures).toEqual([])
    expect(sent).toBeGreaterThanOrEqual(500)
    expect(own.log.filter((line) => /^\s+at |Error:/.test(line))).toEqual([])
    // oxlint-disable-next-line no-control-regex
    expect(own.log.filter((line) => /[\x00-\x08\x0b-\x1f]/.test(line))).toEqual([])
    expect(own.log.length).toBeLessThan(50)
    expect(await (await fetch(own.url)).text()).toBe(before)
  })

  it.each<[string, string, number, Record<string, string>?, string?]>([
    ['GET', '/studio/%E0%A4%A', 400],
    ['GET', '/%E0%A4%A', 400],
    ['GET', '/%E0%A4%A', 404, { accept: 'text/html' }],
    ['GET', '*', 400],
    ['OPTIONS', '*', 400],
    ['OPTIONS', '/', 204],
    ['GET', 'http://localhost/', 200],
    ['GET', 'http://localhost/nowhere', 404],
    ['GET', '/failed', 404],
    ['GET', '/_global-error', 404],
    ['GET', '/_error', 404],
    ['GET', '/_global-error#x', 400],
    ['GET', '/500', 404],
    ['POST', '/', 405, { 'content-type': 'multipart/form-data' }, 'x'],
    ['POST', '/studio', 405, { 'content-type': 'multipart/form-data' }, 'x'],
    ['POST', '/', 405, { 'next-action': 'x' }, 'x'],
    ['GET', '/', 200, { 'next-router-state-tree': '%E0%A4%A', rsc: '1' }],
    ['GET', '/studio', 200, { 'next-router-state-tree': 'x', rsc: '1' }],
    ['GET', '/_next/image?url=%2F%0A%1B%5B31mforged&w=64&q=75', 404],
    ['POST', '/api/revalidate', 401, { 'sanity-webhook-signature': '' }, '{}'],
    ['GET', '/', 400, { host: 'a b' }],
    ['GET', '/', 200, { 'x-forwarded-host': 'a b', 'x-forwarded-proto': '%' }],
  ])(
    '%s %s is answered with %i, and not logged (%o)',
    async (method, path, status, headers = {}, body = '') => {
      expect((await ask(site, path, headers, method, body)).status).toBe(status)
      expect(site.log).toEqual([])
    },
  )

  it('on the WebSocket of event streams close that socket only', async () => {
    const socket = new WebSocket(`${site.url.replace('http', 'ws')}/lake/vX/streams`, {
      headers: { authorization: `Bearer ${site.writeToken}` },
    })
    await once(socket, 'open')
    const closed = once(socket, 'close')
    socket.send(JSON.stringify({ open: '1', path: '/vX/data/listen/production?query=*', lastEventId: '€' }))
    expect((await closed)[0]).toBe(1008)
    expect((await fetch(site.url)).status).toBe(200)
    expect(site.log).toEqual([])
  })

  it('that are cut off in the middle of a sign-in or a webhook are not logged', async () => {
    for (const path of ['/lake/sign-in', '/api/revalidate']) {
      const socket = connect(Number(new URL(site.url).port), 'localhost')
      await once(socket, 'connect')
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\nSanity-Webhook-Signature: t=1,v1=x\r\n\r\ntoken=`,
      )
      await fetch(site.url)
      socket.destroy()
      await once(socket, 'close')
    }
    await fetch(site.url)
    expect(site.log).toEqual([])
  })
})

describe('the site', () => {
  it('listens on this machine by IPv4 and IPv6, and says so when it starts', async () => {
    const { port } = new URL(site.url)
    for (const host of ['127.0.0.1', '[::1]', 'localhost'])
      expect((await fetch(`http://${host}:${port}/healthz`)).status).toBe(200)
    expect(site.reach).toBe(
      `http://localhost:${port} (from this machine only: HOST=0.0.0.0 opens it to others)`,
    )
  })

  it('is open to other machines with HOST', async () => {
    await using open = await startSite({ HOST: '0.0.0.0' })
    expect(open.reach).toContain('(from every machine)')
    expect((await fetch(`${open.url}/`)).status).toBe(200)
  })
})

describe('with SITE_URL', () => {
  const publicUrl = 'https://manual.example.org'

  it('a sign-in through a bare proxy_pass names the Host it got and the setting to change, and the log does once', async () => {
    await using behind = await startSite({ SITE_URL: publicUrl })
    const sent = {
      origin: publicUrl,
      accept: 'text/html',
      'content-type': 'application/x-www-form-urlencoded',
    }
    const host = `127.0.0.1:${behind.port}`
    for (let round = 0; round < 2; round += 1) {
      const { status, text } = await ask(
        behind,
        '/lake/sign-in',
        { ...sent, host },
        'POST',
        `token=${behind.writeToken}`,
      )
      expect(status).toBe(403)
      for (const words of [publicUrl, host, 'proxy_set_header Host']) expect(text).toContain(words)
    }
    expect(behind.log).toHaveLength(1)
    expect(behind.log[0]).toContain(`Host ${host}`)
  })

  it('the log warns once about requests with another Host, but not about this machine’s names or a supervisor’s', async () => {
    await using behind = await startSite({ SITE_URL: publicUrl })
    for (const host of ['manual.example.org', `localhost:${behind.port}`, '127.0.0.1', '[::1]:80'])
      expect((await ask(behind, '/', { host })).status).toBe(200)
    await ask(behind, '/healthz', { host: '10.0.0.7' })
    expect(behind.log).toEqual([])
    for (const host of ['www.example.org', 'other.example.org']) await ask(behind, '/', { host })
    expect(behind.log).toHaveLength(1)
    expect(behind.log[0]).toContain(
      'asked for under www.example.org, but SITE_URL is https://manual.example.org',
    )
  })

  it('a sign-in at that address sets a cookie for https and for the Content Lake only', async () => {
    await using behind = await startSite({ SITE_URL: publicUrl })
    const { search } = new URL(behind.studioUrl)
    const { status, cookies } = await ask(behind, `/lake/sign-in${search}`, { host: 'manual.example.org' })
    expect(status).toBe(303)
    expect(cookies.join()).toMatch(/^__Secure-lake_session=.*; Path=\/lake; .*; Secure$/)
    expect(behind.reach).toContain(`http://localhost:${behind.port} `)
  })
})

it('a sign-in over TLS without SITE_URL says which SITE_URL to set', async () => {
  const origin = 'https://manual.example.org'
  const { status, text } = await ask(
    site,
    '/lake/sign-in',
    { host: 'manual.example.org', origin, accept: 'text/html', 'x-forwarded-proto': 'https' },
    'POST',
    `token=${site.writeToken}`,
  )
  expect(status).toBe(403)
  expect(text).toContain(`start the site with SITE_URL=${origin}`)
  expect(site.log.splice(0)).toHaveLength(1)
})

it('a browser that keeps no cookies is told so at the sign-in', async () => {
  const page = await openPage(browser, { allowed: [/403/] })
  await page.route('**/lake/sign-in', async (route) => {
    const response = await route.fetch({ maxRedirects: 0 })
    const { 'set-cookie': _, ...headers } = response.headers()
    // Removes the cookie that Playwright has stored already.
    await page.context().clearCookies()
    await route.fulfill({ response, headers })
  })
  await page.goto(`${site.url}/lake/sign-in`)
  await page.getByLabel('Write token').fill(site.writeToken)
  await page.getByRole('button', { name: 'Sign in' }).click()
  const alert = page.getByRole('alert')
  await alert.waitFor()
  expect(await alert.innerText()).toContain('did not keep the cookie')
})

it('the printed address opens the Studio, after the check for cookies', async () => {
  await using fresh = await startSite()
  const studio = await openPage(browser, { viewport: { width: 1400, height: 900 } })
  await studio.goto(fresh.studioUrl)
  await outline(studio).waitFor()
  const [session] = await studio.context().cookies()
  expect(session).toMatchObject({ name: `lake_session-${fresh.port}`, path: '/lake', httpOnly: true })
  studio.expectQuiet()
})
