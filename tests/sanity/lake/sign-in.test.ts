import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type RunningLake, signIn, startLake, startLakeOnDisk, tokens } from './support.ts'

const open = ({ url }: RunningLake, query = '', init: RequestInit = {}) =>
  fetch(`${url}/sign-in${query}`, { redirect: 'manual', ...init })

const submit = (running: RunningLake, fields: Record<string, string>, headers = {}) =>
  open(running, '', { method: 'POST', body: new URLSearchParams(fields), headers })

describe('the page', () => {
  test('asks for the write token, and needs nothing else to be complete', async () => {
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

  test('is what the Studio finds as its only provider', async () => {
    const { call, url } = await startLake()
    const response = await call('/auth/providers', { token: null })
    expect(await response.json()).toMatchObject({ providers: [{ url: `${url}/sign-in` }] })
  })

  test('takes the token, and leads back to where its reader came from', async () => {
    const running = await startLake()
    const origin = `${new URL(running.url).origin}/studio/structure`
    const html = await (await open(running, `?origin=${encodeURIComponent(origin)}`)).text()
    const [, returnTo] = /name="origin" value="([^"]+)"/.exec(html)!
    const response = await submit(running, { token: ` ${tokens.write} `, origin: returnTo! })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe(origin)
    const cookie = response.headers.getSetCookie()[0]!.split(';', 1)[0]!
    const me = await running.call('/users/me', { token: null, headers: { cookie } })
    expect(await me.json()).toMatchObject({ id: 'author', role: 'administrator' })
  })

  test.each(['wrong', '', tokens.read])('says so when the token is not right: "%s"', async (token) => {
    const response = await submit(await startLake(), { token, origin: '/studio' })
    expect(response.status).toBe(401)
    expect(response.headers.getSetCookie()).toEqual([])
    const html = await response.text()
    expect(html).toContain('<p role="alert" id="problem">That is not the write token.</p>')
    expect(html).toContain('aria-invalid="true"')
  })

  test('says so after too many attempts; then the right token still works', async () => {
    const running = await startLake()
    for (let count = 0; count < 10; count += 1) await submit(running, { token: 'wrong' })
    const response = await submit(running, { token: 'wrong' })
    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toMatch(/^\d+$/)
    expect(await response.text()).toContain('Too many failed attempts')
    expect((await open(running, '?code=guessed')).status).toBe(429)
    expect((await submit(running, { token: tokens.write })).status).toBe(303)
  })

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '\\\\evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
  ])('leads nowhere but to our own site: not to %s', async (origin) => {
    const running = await startLake()
    const response = await submit(running, { token: tokens.write, origin })
    expect(response.headers.get('location')).toBe('/studio')
    expect(await (await open(running, `?origin=${encodeURIComponent(origin)}`)).text()).not.toContain('evil')
  })

  test('shows what it was given as text', async () => {
    const html = await (await open(await startLake(), '?origin=/%22%3E%3Cb%3Ex')).text()
    expect(html).not.toContain('<b>')
  })

  test('takes no form from another site', async () => {
    const response = await submit(
      await startLake(),
      { token: tokens.write },
      { origin: 'https://evil.example' },
    )
    expect(response.status).toBe(403)
  })
})

describe('a one-time link', () => {
  test('signs in once, and never again', async () => {
    const running = await startLake()
    const query = `?code=${running.lake.createSignInCode()}`
    const first = await open(running, query)
    expect(first.status).toBe(303)
    expect(first.headers.get('location')).toBe('/studio')
    const second = await open(running, query)
    expect(second.status).toBe(401)
    expect(second.headers.getSetCookie()).toEqual([])
    expect(await second.text()).toContain('has been used or has expired')
  })

  test('signs one in, however many try at once', async () => {
    const running = await startLake()
    const query = `?code=${running.lake.createSignInCode()}`
    const answers = await Promise.all(Array.from({ length: 8 }, () => open(running, query)))
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1)
  })

  test('expires after a quarter of an hour', async () => {
    let now = new Date('2025-11-25T12:00:00Z')
    const running = await startLake({ clock: () => now })
    const [early, late] = [running.lake.createSignInCode(), running.lake.createSignInCode()]
    now = new Date('2025-11-25T12:14:59Z')
    expect((await open(running, `?code=${early}`)).status).toBe(303)
    now = new Date('2025-11-25T12:15:00Z')
    expect((await open(running, `?code=${late}`)).status).toBe(401)
  })

  test('is not used up by who only looks at it', async () => {
    const running = await startLake()
    const query = `?code=${running.lake.createSignInCode()}`
    expect((await open(running, query, { method: 'HEAD' })).status).toBe(200)
    expect((await open(running, query)).status).toBe(303)
  })
})

describe('the session', () => {
  test('is a cookie that scripts cannot read and other sites do not send', async () => {
    const running = await startLake({}, { trustProxy: true })
    const cookieOf = async (headers: Record<string, string>) => {
      const response = await open(running, `?code=${running.lake.createSignInCode()}`, { headers })
      return response.headers.getSetCookie()[0]
    }
    const expected = /^lake_session=[\w-]{43}; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax$/
    expect(await cookieOf({})).toMatch(expected)
    expect(await cookieOf({ 'x-forwarded-proto': 'https' })).toMatch(/; SameSite=Lax; Secure$/)
  })

  test('outlives a restart, and ends after thirty days', async () => {
    let now = new Date('2025-11-25T12:00:00Z')
    const clock = () => now
    const first = await startLakeOnDisk({ clock })
    const cookie = await signIn(first)
    await first.stop()
    const again = await startLake({ file: first.file, clock })
    const status = async () => (await again.call('/users/me', { token: null, headers: { cookie } })).status
    expect(await status()).toBe(200)
    now = new Date('2025-12-25T11:59:59Z')
    expect(await status()).toBe(200)
    now = new Date('2025-12-25T12:00:00Z')
    expect(await status()).toBe(401)
  })

  test('ends when its owner signs out, and no other does', async () => {
    const running = await startLake()
    const [mine, another] = [await signIn(running), await signIn(running)]
    const { origin } = new URL(running.url)
    const init = { method: 'POST', token: null, headers: { cookie: mine, origin } }
    const response = await running.call('/auth/logout', init)
    expect(response.status).toBe(204)
    expect(response.headers.getSetCookie()[0]).toContain('lake_session=; Path=/; Max-Age=0')
    const status = async (cookie: string) =>
      (await running.call('/users/me', { token: null, headers: { cookie } })).status
    expect([await status(mine), await status(another)]).toEqual([401, 200])
  })

  test.each(['lake_session=', 'lake_session=guessed', 'other=1'])('is not had with %s', async (cookie) => {
    const { call } = await startLake()
    expect((await call('/users/me', { token: null, headers: { cookie } })).status).toBe(401)
  })
})

test('no secret reaches an address, an answer, the log or the file', async () => {
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
