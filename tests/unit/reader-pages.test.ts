import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished, vi } from 'vitest'
import { readerPages } from '#lib/server/reader-pages.ts'

/** A server of reader pages over a stand-in for Next.js. */
async function serve(next: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
  const handle = readerPages(next)
  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  vi.stubEnv('PORT', String(port))
  onTestFinished(() => void vi.unstubAllEnvs())
  return (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init)
}

const html = (response: ServerResponse, text: string, state = 'HIT') => {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.setHeader('x-nextjs-cache', state)
  response.end(`<!DOCTYPE html><title>${text}</title>`)
}

it('asks Next.js once for what was asked for many times within a second', async () => {
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  let asked = 0
  const ask = await serve(async (_request, response) => html(response, `${(asked += 1)}`))
  for (let round = 0; round < 5; round += 1) {
    const response = await ask('/')
    expect(await response.text()).toContain('<title>1<')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    vi.advanceTimersByTime(200)
  }
  vi.advanceTimersByTime(1)
  expect(await (await ask('/')).text()).toContain('<title>2<')
})

it('keeps nothing that Next.js does not keep, and nothing with a query, an RSC header or a draft cookie', async () => {
  let asked = 0
  const ask = await serve(async ({ url }, response) =>
    html(response, `${(asked += 1)}`, url === '/miss' ? 'MISS' : 'HIT'),
  )
  for (const [path, headers] of [
    ['/miss', {}],
    ['/?a=b', {}],
    ['/', { rsc: '1', cookie: '__prerender_bypass=x' }],
    ['/', { cookie: 'a=b; __prerender_bypass=x' }],
  ] as const) {
    const before = asked
    await ask(path, { headers })
    await ask(path, { headers })
    expect([path, asked - before]).toEqual([path, 2])
  }
})

it.each(['identity;q=0', '*;q=0', 'zstd, identity;q=0'])(
  'answers a client that accepts only %s',
  async (accept) => {
    const ask = await serve(async (_request, response) => html(response, 'page'))
    for (let round = 0; round < 2; round += 1) {
      const response = await ask('/', { headers: { 'accept-encoding': accept } })
      expect(await response.text()).toContain('<title>page<')
    }
  },
)

it('gives readers the same answer, even to a request for the payload of Next.js', async () => {
  const ask = await serve(async ({ headers }, response) => html(response, `rsc: ${headers.rsc}`))
  expect(await (await ask('/', { headers: { rsc: '1' } })).text()).toContain('rsc: undefined')
})

it('keeps a limited number of them, whatever is asked for', async () => {
  let asked = 0
  const ask = await serve(async (_request, response) => html(response, `${(asked += 1)}`))
  await ask('/')
  await Promise.all(Array.from({ length: 100 }, (_, at) => ask(`/nowhere/${at}`)))
  expect(await (await ask('/')).text()).toContain('<title>102<')
})

it('forgets at a revalidation, also what was asked for before it and answered after it', async () => {
  let content = 'old'
  let hold: Promise<void> | undefined
  const slowIsAsked = Promise.withResolvers<void>()
  const ask = await serve(async ({ url }, response) => {
    if (url?.startsWith('/api/revalidate')) {
      content = 'new'
      return void response.end('{}')
    }
    const said = content
    if (url === '/slow') slowIsAsked.resolve()
    await hold
    html(response, said)
  })
  const text = async () => (await ask('/')).text()
  expect(await text()).toContain('old')

  // A slow answer, begun before the revalidation.
  const held = Promise.withResolvers<void>()
  hold = held.promise
  const slow = ask('/slow')
  await slowIsAsked.promise
  await ask('/api/revalidate', { method: 'POST' })
  held.resolve()
  hold = undefined
  expect(await (await slow).text()).toContain('old')

  expect(await text()).toContain('new')
  expect(await (await ask('/slow')).text()).toContain('new')
})

it('says that a page could not be rendered, where Next.js would give readers an empty one', async () => {
  const shell =
    '<!DOCTYPE html><html id="__next_error__"><body><script src="/_next/x.js"></script></body></html>'
  const designed =
    '<!DOCTYPE html><html lang="en"><head><meta name="status" content="500"/></head><body><h1>This page could not be drawn.</h1></body></html>'
  // Next.js when the rendering of every page but that of the failure fails.
  const ask = await serve(async ({ url }, response) => {
    response.statusCode = url === '/failed' ? 200 : 500
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(url === '/failed' ? designed : shell)
  })
  for (const path of ['/', '/failed']) {
    const response = await ask(path)
    expect(response.status).toBe(500)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await response.text()).toContain('This page could not be drawn.')
  }
})
