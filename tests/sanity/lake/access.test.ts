import { request } from 'node:http'
import { describe, expect, test } from 'vitest'
import { apiVersion, type RunningLake, signIn, startLake, tokens } from './support.ts'

/**
 * For each route, a request and its statuses without a token, with a wrong one, with the read and with the
 * write token.
 */
const ROUTES: Record<
  string,
  [path: string, body: string | null, statuses: [number, number, number, number]]
> = {
  'GET /sign-in': ['/sign-in', null, [200, 200, 200, 200]],
  'POST /sign-in': ['/sign-in', 'token=wrong', [401, 401, 401, 401]],
  'GET /auth/providers': ['/vX/auth/providers', null, [200, 200, 200, 200]],
  'GET /check/cors': ['/vX/check/cors', null, [200, 200, 200, 200]],

  'GET /data/query/:dataset': ['/vX/data/query/production?query=*', null, [401, 401, 200, 200]],
  'POST /data/query/:dataset': ['/vX/data/query/production', '{"query":"*"}', [401, 401, 200, 200]],
  'GET /data/doc/:dataset/:ids': ['/vX/data/doc/production/a', null, [401, 401, 200, 200]],
  'POST /data/mutate/:dataset': ['/vX/data/mutate/production', '{"mutations":[]}', [401, 401, 403, 200]],
  'POST /data/actions/:dataset': [
    '/vX/data/actions/production',
    '{"actions":[{"actionType":"sanity.action.document.create","publishedId":"a","attributes":{"_id":"drafts.a","_type":"note"},"ifExists":"ignore"}]}',
    [401, 401, 403, 200],
  ],
  'GET /data/references/:dataset/documents/:id/to': [
    '/vX/data/references/production/documents/a/to',
    null,
    [401, 401, 200, 200],
  ],
  'GET /data/listen/:dataset': ['/vX/data/listen/production?query=*', null, [401, 401, 200, 200]],
  'GET /data/live/events/:dataset': ['/vX/data/live/events/production', null, [401, 401, 200, 200]],
  'GET /data/history/:dataset/documents/:ids': [
    '/vX/data/history/production/documents/a?lastRevision=true',
    null,
    [401, 401, 200, 200],
  ],
  'GET /data/history/:dataset/transactions/:ids': [
    '/vX/data/history/production/transactions/a',
    null,
    [401, 401, 200, 200],
  ],
  'POST /data/purge/:dataset': ['/vX/data/purge/production', '{"passage":"x y"}', [401, 401, 403, 200]],
  'GET /data/ping/:dataset': ['/vX/data/ping/production', null, [401, 401, 200, 200]],

  'GET /ping': ['/vX/ping', null, [401, 401, 200, 200]],
  'GET /auth/id': ['/vX/auth/id', null, [401, 401, 200, 200]],
  'POST /auth/logout': ['/vX/auth/logout', '', [204, 204, 204, 204]],
  'GET /users/me': ['/vX/users/me', null, [401, 401, 200, 200]],
  'GET /users/:ids': ['/vX/users/author', null, [401, 401, 200, 200]],
  'GET /users/me/keyvalue/:keys': ['/vX/users/me/keyvalue/x', null, [401, 401, 200, 200]],
  'PUT /users/me/keyvalue': ['/vX/users/me/keyvalue', '[]', [401, 401, 200, 200]],
  'GET /projects/:project': ['/vX/projects/manual', null, [401, 401, 200, 200]],
  'GET /projects/:project/datasets': ['/vX/projects/manual/datasets', null, [401, 401, 200, 200]],
  'GET /projects/:project/datasets/:dataset/acl': [
    '/vX/projects/manual/datasets/production/acl',
    null,
    [401, 401, 200, 200],
  ],
  'GET /projects/:project/grants': ['/vX/projects/manual/grants', null, [401, 401, 200, 200]],
  'GET /projects/:project/user-applications': [
    '/vX/projects/manual/user-applications',
    null,
    [401, 401, 200, 200],
  ],
  'GET /features': ['/vX/features', null, [401, 401, 200, 200]],
  'GET /intake/telemetry-status': ['/vX/intake/telemetry-status', null, [401, 401, 200, 200]],
  'POST /intake/batch': ['/vX/intake/batch', '{}', [401, 401, 204, 204]],
  'GET /journey/:kind': ['/vX/journey/trial', null, [401, 401, 200, 200]],
  'GET /help': ['/v1/help', null, [401, 401, 200, 200]],

  // Sockets: 426 tells a client that it may connect.
  'GET /socket/:dataset': ['/vX/socket/production', null, [401, 401, 426, 426]],
  'GET /streams': ['/vX/streams', null, [401, 401, 426, 426]],
  'POST /streams/:line': ['/vX/streams/nobody', '{}', [401, 401, 404, 404]],

  'GET /anything/else': ['/vX/anything/else', null, [401, 401, 501, 501]],
}

/**
 * A lake whose clock advances a minute per reading, so that failed attempts are not limited. The limit has
 * its own tests.
 */
function startUnlimited(): Promise<RunningLake> {
  let minutes = 0
  return startLake({ clock: () => new Date(Date.UTC(2025, 10, 25, 12, (minutes += 1))) })
}

test('the table contains every route, and one that does not exist', async () => {
  const { lake } = await startLake()
  const routes = lake.routes.map(({ name }) => name)
  expect(new Set(routes).size).toBe(routes.length)
  expect(Object.keys(ROUTES).toSorted()).toEqual([...routes, 'GET /anything/else'].toSorted())
})

describe('without a token, with a wrong one, the read and the write token', () => {
  test.each(Object.entries(ROUTES))('%s', async (route, [path, body, statuses]) => {
    const { url } = await startUnlimited()
    const method = route.split(' ', 1)[0]!
    const ask = async (token: string | null) => {
      const headers: HeadersInit = token === null ? {} : { authorization: `Bearer ${token}` }
      const response = await fetch(url + path, { method, headers, body })
      await response.body?.cancel()
      return response.status
    }
    const seen = [await ask(null), await ask('wrong'), await ask(tokens.read), await ask(tokens.write)]
    expect(seen).toEqual(statuses)
  })
})

test('a request without valid credentials is refused in the form that makes the Studio sign in again', async () => {
  const { call } = await startLake()
  expect(await (await call('/users/me', { token: null })).json()).toEqual({
    statusCode: 401,
    error: 'Unauthorized',
    message: 'Session not found',
    errorCode: 'SIO-401-ANF',
  })
})

test('a write with the read token is refused with a message', async () => {
  const { clientWith } = await startLake()
  const reader = clientWith({ token: tokens.read })
  await expect(reader.create({ _type: 'note' })).rejects.toThrow('The read token cannot do this')
  expect(await reader.fetch('count(*)')).toBe(0)
})

test.each(['Basic d3JpdGU=', 'Bearer', `Bearer ${tokens.write}x`, `bearer${tokens.write}`, tokens.write])(
  'an invalid authorization header is refused: %s',
  async (authorization) => {
    const { call } = await startLake()
    expect((await call('/ping', { token: null, headers: { authorization } })).status).toBe(401)
  },
)

test('a token in the address is ignored', async () => {
  const { call } = await startLake()
  for (const name of ['token', 'access_token', 'authorization']) {
    expect((await call(`/ping?${name}=${tokens.write}`, { token: null })).status).toBe(401)
  }
})

test('the lake needs two different tokens', async () => {
  for (const tokens of [
    { read: '', write: 'x' },
    { read: 'x', write: 'x' },
  ]) {
    await expect(startLake({ tokens })).rejects.toThrow('two different tokens')
  }
})

describe('guessing a token', () => {
  const guesses = async (call: RunningLake['call'], count: number, headers: HeadersInit = {}) => {
    const statuses = []
    for (let done = 0; done < count; done += 1)
      statuses.push((await call('/ping', { token: 'wrong', headers })).status)
    return statuses
  }

  test('is limited: after ten failed attempts in a minute, tokens are refused unchecked, and one line is logged', async () => {
    let now = new Date('2025-11-25T12:00:00Z')
    const running = await startLake({ clock: () => now })
    const { call, log } = running
    const cookie = await signIn(running)
    expect(await guesses(call, 10)).toEqual(Array(10).fill(401))
    now = new Date('2025-11-25T12:00:20Z')
    expect(await guesses(call, 250)).toEqual(Array(250).fill(429))
    const right = await call('/ping')
    expect(right.status).toBe(429)
    expect(right.headers.get('retry-after')).toBe('40')
    expect(log).toEqual([
      'lake: 10 wrong tokens in a minute from this machine: more are refused unseen for now',
    ])
    // Sessions stay valid, and the site can still read.
    expect((await call('/ping', { token: null, headers: { cookie } })).status).toBe(200)
    expect((await call('/ping', { token: tokens.read })).status).toBe(200)
    expect((await call('/ping', { token: null })).status).toBe(401)
    now = new Date('2025-11-25T12:01:00Z')
    expect((await call('/ping')).status).toBe(200)
  })

  test('from one client does not lock out others behind the same proxy', async () => {
    const { call } = await startLake()
    const from = (address: string) => ({ 'x-forwarded-for': `1.1.1.1, ${address}` })
    await guesses(call, 10, from('203.0.113.9'))
    for (const token of [tokens.read, tokens.write])
      expect((await call('/ping', { token, headers: from('203.0.113.9') })).status).toBe(429)
    expect((await call('/ping', { headers: from('203.0.113.8') })).status).toBe(200)
    expect((await call('/ping')).status).toBe(200)
  })

  test('from many addresses is limited in total, and clients cannot choose their name', async () => {
    const { call, log } = await startLake()
    for (let count = 0; count < 100; count += 1)
      await guesses(call, 1, { 'x-forwarded-for': `203.0.113.${count}`, 'lake-client': `me ${count}` })
    expect(await guesses(call, 1, { 'x-forwarded-for': '198.51.100.1' })).toEqual([429])
    expect(log).toEqual(['lake: 100 wrong tokens in a minute: all are refused unseen for now'])
  })

  test.each(['\u001b[31m', 'x'.repeat(500), '', ','])(
    'writes nothing from X-Forwarded-For to the log: %j',
    async (words) => {
      const { call, log } = await startLake()
      await guesses(call, 10, { 'x-forwarded-for': words.replace('\u001b', '') })
      expect(log.join('\n')).toMatch(/from this machine: more are refused unseen for now$/)
    },
  )
})

describe('a page of another origin', () => {
  const foreign = { origin: 'https://evil.example' }

  test("is refused, even with the right token or a signed-in author's cookie", async () => {
    const running = await startLake()
    const cookie = await signIn(running)
    const body = '{"mutations":[{"create":{"_type":"note"}}]}'
    for (const headers of [
      { cookie, ...foreign },
      { authorization: `Bearer ${tokens.write}`, ...foreign },
    ]) {
      const response = await running.call('/data/mutate/production', {
        method: 'POST',
        token: null,
        headers,
        body,
      })
      expect(response.status).toBe(403)
    }
    for (const path of ['/users/me', '/check/cors']) {
      const response = await running.call(path, { token: null, headers: { cookie, ...foreign } })
      expect(response.status).toBe(403)
      expect(response.headers.get('access-control-allow-origin')).toBeNull()
    }
    expect(await running.client.fetch('count(*)')).toBe(0)
  })

  test('gets no permission from a preflight request', async () => {
    const { call } = await startLake()
    const response = await call('/data/mutate/production', {
      method: 'OPTIONS',
      token: null,
      headers: { ...foreign, 'access-control-request-method': 'POST' },
    })
    expect(response.status).toBe(403)
  })

  test.each(['null', 'http://127.0.0.1', 'https://127.0.0.1'])(
    "is any page whose origin is not exactly the lake's: %s",
    async (origin) => {
      const { call } = await startLake()
      expect((await call('/ping', { headers: { origin } })).status).toBe(403)
    },
  )

  test('cannot write by a form without an Origin, with the cookie alone', async () => {
    const running = await startLake()
    const cookie = await signIn(running)
    const write = async (headers: Record<string, string>) => {
      const body = '{"mutations":[{"create":{"_type":"note"}}]}'
      const init = { method: 'POST', token: null, headers: { cookie, ...headers }, body }
      return (await running.call('/data/mutate/production', init)).status
    }
    expect(await write({})).toBe(403)
    expect(await write({ origin: new URL(running.url).origin })).toBe(200)
    expect(await running.client.fetch('count(*)')).toBe(1)
  })
})

describe('with a public address', () => {
  const siteUrl = 'https://manual.example.org'
  const at = (running: RunningLake, host: string, headers: Record<string, string> = {}) =>
    new Promise<number>((resolve, reject) => {
      const { port } = new URL(running.url)
      const path = `/lake/v${apiVersion}/ping`
      const authorization = `Bearer ${tokens.write}`
      request({ port, host: '127.0.0.1', path, headers: { host, authorization, ...headers } }, (response) => {
        response.resume()
        resolve(response.statusCode ?? 0)
      })
        .on('error', reject)
        .end()
    })

  test.each([
    ['manual.example.org', {}, 200],
    ['manual.example.org', { origin: siteUrl }, 200],
    // SITE_URL is https, so the proxy need not say so.
    ['manual.example.org', { origin: siteUrl, 'x-forwarded-proto': 'http' }, 200],
    ['manual.example.org', { origin: 'http://manual.example.org' }, 403],
    ['localhost:3000', {}, 200],
    ['127.0.0.1:3000', { origin: 'http://127.0.0.1:3000' }, 200],
    ['[::1]:3000', { origin: 'http://[::1]:3000' }, 200],
    ['localhost:3000', { origin: siteUrl }, 403],
    ['rebound.example', {}, 403],
    ['rebound.example', { origin: 'http://rebound.example' }, 403],
    ['localhost.evil.example', {}, 403],
    ['manual.example.org.evil.example', {}, 403],
    ['192.168.1.5:3000', {}, 403],
  ])('a request to %s with %o gets %i', async (host, headers, status) => {
    expect(await at(await startLake({ siteUrl }), host, headers as Record<string, string>)).toBe(status)
  })

  test('without a public address, any requested host is accepted, such as an address in the local network', async () => {
    const running = await startLake()
    for (const host of ['192.168.1.5:3000', 'manual.local'])
      expect(await at(running, host, { origin: `http://${host}` })).toBe(200)
  })
})

test.each([true, false])('X-Forwarded-Proto counts only when the proxy is trusted', async (trustProxy) => {
  const running = await startLake({}, { trustProxy })
  const origin = new URL(running.url).origin.replace('http:', 'https:')
  const headers = { origin, 'x-forwarded-proto': 'https' }
  expect((await running.call('/ping', { headers })).status).toBe(trustProxy ? 200 : 403)
  expect((await running.call('/ping', { headers: { origin } })).status).toBe(403)
})
