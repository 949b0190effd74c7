import { DatabaseSync } from 'node:sqlite'
import { request } from 'node:http'
import { expect, it, vi } from 'vitest'
import { startLake } from './support.ts'

it('a call that the lake does not have gets a 501 that names it, and is logged once', async () => {
  const { call, log } = await startLake()
  for (let count = 0; count < 3; count += 1) {
    const response = await call('/vision/quota?tag=x', { method: 'POST', body: '{}' })
    expect(response.status).toBe(501)
    expect(await response.json()).toEqual({
      statusCode: 501,
      error: 'Not Implemented',
      message: 'POST /vision/quota is not part of this embedded Content Lake',
    })
  }
  expect((await call('/data/query/production', { method: 'PUT' })).status).toBe(501)
  expect(log).toEqual([
    'lake: POST /vision/quota is not part of this lake',
    'lake: PUT /data/query/production is not part of this lake',
  ])
})

it('every version of the API is accepted, and nothing else in its place', async () => {
  const { url } = await startLake()
  const status = async (path: string) =>
    (await fetch(url + path, { headers: { authorization: 'Bearer write-token-for-tests' } })).status
  for (const version of ['v1', 'vX', 'v2021-06-07', 'v2099-01-01'])
    expect(await status(`/${version}/ping`)).toBe(200)
  for (const path of ['/ping', '/v2/ping', '/v2021/ping', '/', '']) expect(await status(path)).not.toBe(200)
})

it('no answer may be cached', async () => {
  const { call } = await startLake()
  for (const path of ['/users/me', '/nothing']) {
    const { headers } = await call(path)
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  }
})

it('HEAD answers like GET, without a body', async () => {
  const { call } = await startLake()
  const response = await call('/ping', { method: 'HEAD' })
  expect(response.status).toBe(200)
  expect(await response.text()).toBe('')
})

it('a malformed path is refused', async () => {
  const { call } = await startLake()
  expect((await call('/data/doc/production/%E0%A4%A')).status).toBe(400)
})

it('a bug is a 500 that reveals nothing to clients, and is logged with its stack', async () => {
  const { call, log } = await startLake()
  vi.spyOn(DatabaseSync.prototype, 'prepare').mockImplementation(() => {
    throw new TypeError('secret detail')
  })
  const response = await call('/users/me/keyvalue/x')
  vi.restoreAllMocks()
  expect(response.status).toBe(500)
  expect(await response.json()).toEqual({
    statusCode: 500,
    error: 'Internal Server Error',
    message: 'A bug in the lake',
  })
  expect(log).toEqual([
    expect.stringMatching(/GET .*\/users\/me\/keyvalue\/x failed: TypeError: secret detail\n/),
  ])
})

it('a body without a Content-Length has the same limit', async () => {
  const { call } = await startLake()
  const chunk = new Uint8Array(1_000_000)
  let left = 20
  const body = new ReadableStream({
    pull: (controller) => (left-- > 0 ? controller.enqueue(chunk) : controller.close()),
  })
  const init = { method: 'POST', body, duplex: 'half' } as RequestInit
  expect(await call('/data/mutate/production', init).then(({ status }) => status)).toBe(413)
})

it('a closed lake answers 503', async () => {
  const { lake, call } = await startLake()
  await lake.close()
  const response = await call('/ping')
  expect(response.status).toBe(503)
})

it('a request with an invalid address is refused', async () => {
  const { url, call } = await startLake()
  const { port } = new URL(url)
  const status = await new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', path: '*', method: 'OPTIONS' }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
    sent.on('error', reject).end()
  })
  expect(status).toBe(400)
  expect((await call('/ping')).status).toBe(200)
})
