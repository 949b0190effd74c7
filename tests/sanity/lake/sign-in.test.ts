import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { describe, expect, test, vi } from 'vitest'
import { type RunningLake, signIn, startLake, startLakeOnDisk, tokens } from './support.ts'

const open = ({ url }: RunningLake, query = '', init: RequestInit = {}) =>
  fetch(`${url}/sign-in${query}`, { redirect: 'manual', ...init })

const submit = (running: RunningLake, fields: Record<string, string>, headers = {}) =>
  open(running, '', { method: 'POST', body: new URLSearchParams(fields), headers })

/** The address to which a sign-in redirects if its cookie is kept. */
async function leadsTo(response: Response, cookie = response.headers.getSetCookie()[0]!.split(';', 1)[0]!) {
  const address = new URL(response.headers.get('location')!, response.url)
  const next = await fetch(address, { headers: { cookie }, redirect: 'manual' })
  return new URL(next.headers.get('location')!, address).href
}

describe('the sign-in page', () => {
  test('asks for the write token, and needs no other files', async () => {
    const response = await open(await startLake())
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    const policy = response.headers.get('content-security-policy')
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("frame-ancestors 'none'")
    const html = await response.text()
    expect(html).toContain('<label for="token">Write token</label>')
    expect(html).toContain('<form method="post" action="/lake/sign-in">')
    expect(html).not.toMatch(/<script|<link|https?:\/\//)
  })

  test("is the Studio's only login provider", async () => {
    const { call, url } = await startLake()
    const response = await call('/auth/providers', { token: null })
    expect(await response.json()).toMatchObject({ providers: [{ url: `${url}/sign-in` }] })
  })

  test('accepts the token, and returns to the page from which its user came', async () => {
    const running = await startLake()
    const origin = `${new URL(running.url).origin}/studio/structure`
    const html = await (await open(running, `?origin=${encodeURIComponent(origin)}`)).text()
    const [, returnTo] = /name="origin" value="([^"]+)"/.exec(html)!
    const response = await submit(running, { token: ` ${tokens.write} `, origin: returnTo! })
    expect(response.status).toBe(303)
    const cookie = response.headers.getSetCookie()[0]!.split(';', 1)[0]!
    expect(await leadsTo(response, cookie)).toBe(origin)
    const me = await running.call('/users/me', { token: null, headers: { cookie } })
    expect(await me.json()).toMatchObject({ id: 'author', role: 'administrator' })
  })

  test.each(['wrong', '', tokens.read])('says so when the token is wrong: "%s"', async (token) => {
    const response = await submit(await startLake(), { token, origin: '/studio' })
    expect(response.status).toBe(401)
    expect(response.headers.getSetCookie()).toEqual([])
    const html = await response.text()
    expect(html).toContain('<p role="alert" id="problem">That is not the write token.</p>')
    expect(html).toContain('aria-invalid="true"')
  })

  test('says so after too many attempts, and accepts the right token later', async () => {
    const running = await startLake()
    for (let count = 0; count < 10; count += 1) await submit(running, { token: 'wrong' })
    const response = await submit(running, { token: 'wrong' })
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await response.text()).toContain('Too many failed attempts')
    expect((await open(running, '?code=guessed')).status).toBe(429)
    const code = running.lake.createSignInCode()
    expect((await submit(running, { token: tokens.write })).status).toBe(429)
    expect((await open(running, `?code=${code}`)).status).toBe(303)
  })

  test('says so when the browser keeps no cookies', async () => {
    const running = await startLake()
    const response = await submit(running, { token: tokens.write, origin: '/studio/vision' })
    const next = await fetch(new URL(response.headers.get('location')!, running.url), { redirect: 'manual' })
    expect(next.status).toBe(403)
    const html = await next.text()
    expect(html).toContain('did not keep the cookie')
    expect(html).toContain('value="/studio/vision"')
    expect(html).not.toContain('https')
  })

  test('reads no more of a form than the limit', async () => {
    const running = await startLake()
    expect((await submit(running, { token: 'x'.repeat(9000) })).status).toBe(401)
    expect((await submit(running, { token: 'x'.repeat(20_000) })).status).toBe(413)
    let sent = 0
    const body = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(((sent += 1), 10_000))),
    })
    const endless = open(running, '', { method: 'POST', body, duplex: 'half' } as RequestInit)
    expect(await endless.then(({ status }) => status).catch(() => 'cut off')).toBe(413)
    expect(sent).toBeLessThan(500)
  })

  test('logs nothing when a form breaks off', async () => {
    const running = await startLake()
    const { port } = new URL(running.url)
    const socket = connect(Number(port), '127.0.0.1')
    await once(socket, 'connect')
    socket.write('POST /lake/sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\ntoken=')
    await (await open(running)).text()
    socket.destroy()
    await once(socket, 'close')
    await (await open(running)).text()
    expect(running.log).toEqual([])
  })

  test.each([
    [undefined, 'http', 'start the site with SITE_URL=https://manual.example.org'],
    ['https://manual.example.org', 'https', 'SITE_URL is https://manual.example.org.'],
  ])(
    'behind a proxy that does not pass on the host, shows what it saw and what to set (SITE_URL: %s)',
    async (siteUrl, scheme, advice) => {
      const running = await startLake({ siteUrl }, { trustProxy: siteUrl !== undefined })
      const { host } = new URL(running.url)
      const headers = {
        accept: 'text/html',
        origin: 'https://manual.example.org',
        'x-forwarded-proto': 'https',
      }
      for (let count = 0; count < 3; count += 1) {
        const response = await submit(running, { token: tokens.write }, headers)
        expect(response.status).toBe(403)
        expect(response.headers.get('content-type')).toContain('text/html')
        const html = await response.text()
        for (const words of [
          'https://manual.example.org</code> (Origin)',
          `${host}</code> (Host)`,
          `<code>${scheme}</code>`,
          'proxy_set_header Host',
          advice,
        ])
          expect(html).toContain(words)
      }
      expect(running.log).toHaveLength(1)
      expect(running.log[0]).toContain(`Seen: Origin https://manual.example.org, Host ${host}, ${scheme}.`)
    },
  )

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/.//evil.example/',
    '/\t/evil.example/',
    '\\\\evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
  ])('redirects only to this site: not to %s', async (origin) => {
    const running = await startLake()
    const response = await submit(running, { token: tokens.write, origin })
    expect(await leadsTo(response)).toBe(`${new URL(running.url).origin}/studio`)
    expect(await (await open(running, `?origin=${encodeURIComponent(origin)}`)).text()).not.toContain('evil')
  })

  test('escapes user input', async () => {
    const html = await (await open(await startLake(), '?origin=/%22%3E%3Cb%3Ex')).text()
    expect(html).not.toContain('<b>')
  })

  test('refuses a form from another origin', async () => {
    const response = await submit(
      await startLake(),
      { token: tokens.write },
      { origin: 'https://evil.example' },
    )
    expect(response.status).toBe(403)
  })
})

describe('a one-time link', () => {
  test('signs in once only', async () => {
    const running = await startLake()
    const query = `?code=${running.lake.createSignInCode()}`
    const first = await open(running, query)
    expect(first.status).toBe(303)
    expect(await leadsTo(first)).toBe(`${new URL(running.url).origin}/studio`)
    const second = await open(running, query)
    expect(second.status).toBe(401)
    expect(second.headers.getSetCookie()).toEqual([])
    expect(await second.text()).toContain('has been used or has expired')
  })

  test('signs in one client, even if many try at once', async () => {
    const running = await startLake()
    const query = `?code=${running.lake.createSignInCode()}`
    const answers = await Promise.all(Array.from({ length: 8 }, () => open(running, query)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
  })

  test('expires after 15 minutes', async () => {
    let now = new Date('2025-11-25T12:00:00Z')
    const running = await startLake({ clock: () => now })
    const [early, late] = [running.lake.createSignInCode(), running.lake.createSignInCode()]
    now = new Date('2025-11-25T12:14:59Z')
    expect((await open(running, `?code=${early}`)).status).toBe(303)
    now = new Date('2025-11-25T12:15:00Z')
    expect((await open(running, `?code=${late}`)).status).toBe(401)
  })

  test('is not used up by a HEAD request', async () => {
    const running = await startLake()
    const query = `?code=${running.lake.createSignInCode()}`
    expect((await open(running, query, { method: 'HEAD' })).status).toBe(200)
    expect((await open(running, query)).status).toBe(303)
  })
})

describe('a session', () => {
  test('is a cookie that scripts cannot read and other sites do not send', async () => {
    const running = await startLake({}, { trustProxy: true })
    const { port } = new URL(running.url)
    const cookieOf = async (headers: Record<string, string>) => {
      const response = await open(running, `?code=${running.lake.createSignInCode()}`, { headers })
      return response.headers.getSetCookie()[0]
    }
    const cookie = (name: string, more = '') =>
      new RegExp(`^${name}-${port}=[\\w-]{43}; Path=/lake; Max-Age=2592000; HttpOnly; SameSite=Lax${more}$`)
    expect(await cookieOf({})).toMatch(cookie('lake_session'))
    expect(await cookieOf({ 'x-forwarded-proto': 'https' })).toMatch(
      cookie('__Secure-lake_session', '; Secure'),
    )
  })

  test('does not interfere with that of another lake on the same host', async () => {
    const [mine, other] = [await startLake(), await startLake()]
    const both = `${await signIn(other)}; ${await signIn(mine)}`
    for (const running of [mine, other])
      expect((await running.call('/users/me', { token: null, headers: { cookie: both } })).status).toBe(200)
  })

  test('survives a restart, and ends after thirty days', async () => {
    let now = new Date('2025-11-25T12:00:00Z')
    const clock = () => now
    const first = await startLakeOnDisk({ clock })
    const cookie = await signIn(first)
    await first.stop()
    const again = await startLake({ file: first.file, clock })
    // The cookie's name contains the port, which has changed.
    const headers = { cookie: cookie.replace(new URL(first.url).port, new URL(again.url).port) }
    const status = async () => (await again.call('/users/me', { token: null, headers })).status
    expect(await status()).toBe(200)
    now = new Date('2025-12-25T11:59:59Z')
    expect(await status()).toBe(200)
    now = new Date('2025-12-25T12:00:00Z')
    expect(await status()).toBe(401)
  })

  test('ends when its owner signs out, and no other session does', async () => {
    const running = await startLake()
    const [mine, another] = [await signIn(running), await signIn(running)]
    const { origin } = new URL(running.url)
    const init = { method: 'POST', token: null, headers: { cookie: mine, origin } }
    const response = await running.call('/auth/logout', init)
    expect(response.status).toBe(204)
    expect(response.headers.getSetCookie()[0]).toMatch(/^lake_session-\d+=; Path=\/lake; Max-Age=0/)
    const status = async (cookie: string) =>
      (await running.call('/users/me', { token: null, headers: { cookie } })).status
    expect([await status(mine), await status(another)]).toEqual([401, 200])
  })

  test('ends when the write token changes', async () => {
    const first = await startLakeOnDisk()
    const [, value] = (await signIn(first)).split('=')
    await first.stop()
    const status = async (write: string) => {
      const again = await startLake({ file: first.file, tokens: { ...tokens, write } })
      const cookie = `lake_session-${new URL(again.url).port}=${value}`
      const { status } = await again.call('/users/me', { token: null, headers: { cookie } })
      await again.stop()
      return status
    }
    expect(await status('another-write-token')).toBe(401)
    expect(await status(tokens.write)).toBe(200)
  })

  test.each(['', 'guessed'])('does not exist with the value "%s"', async (value) => {
    const { call, url } = await startLake()
    const cookie = `lake_session-${new URL(url).port}=${value}`
    expect((await call('/users/me', { token: null, headers: { cookie } })).status).toBe(401)
  })

  test('calls onSignOut only when a signed-in user signs out', async () => {
    const onSignOut = vi.fn<() => Promise<void>>(async () => {})
    const running = await startLake({ signIn: { onSignOut } })
    const cookie = await signIn(running)
    const { origin } = new URL(running.url)
    const signOut = (headers: HeadersInit) =>
      running.call('/auth/logout', { method: 'POST', token: null, headers })
    await signOut({ origin })
    expect(onSignOut).not.toHaveBeenCalled()
    await signOut({ cookie, origin })
    await signOut({ cookie, origin })
    expect(onSignOut).toHaveBeenCalledTimes(1)
  })
})

test('no secret gets into an address, an answer, the log or the file', async () => {
  const running = await startLakeOnDisk()
  const { log, file, lake } = running
  const code = lake.createSignInCode()
  const answers: string[] = []
  const keep = async (response: Response) => {
    answers.push(response.url, JSON.stringify([...response.headers]), await response.text())
    return response
  }
  const signedIn = await open(running, `?code=${code}`)
  const session = signedIn.headers.getSetCookie()[0]!.split(/[=;]/)[1]!
  answers.push(signedIn.headers.get('location')!)
  answers.push((await submit(running, { token: tokens.write })).headers.get('location')!)
  await keep(await submit(running, { token: 'wrong' }))
  await keep(await open(running, '?code=wrong'))
  for (const token of Object.values(tokens)) {
    for (const path of ['/users/me', '/nothing', '/data/query/production?query=[', '/projects/manual']) {
      await keep(await running.call(path, { token }))
    }
  }
  await running.stop()
  const secrets = [tokens.read, tokens.write, session, code]
  const written = [...answers, ...log, readFileSync(file, 'latin1')].join('\n')
  expect(log).not.toEqual([])
  for (const secret of secrets) expect(written).not.toContain(secret)
})
