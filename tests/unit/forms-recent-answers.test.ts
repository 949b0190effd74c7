import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { readerPages } from '#lib/server/reader-pages.ts'

/** A server of reader pages over a stand-in for Next.js, whose cache is the variable `content`. */
async function serve(next: (request: IncomingMessage, response: ServerResponse) => Promise<void>) {
  const handle = readerPages(next)
  const server = createServer((request, response) => void handle(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return (path: string, init?: RequestInit) => fetch(`http://127.0.0.1:${port}${path}`, init)
}

const html = (response: ServerResponse, text: string, state = 'HIT') => {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.setHeader('x-nextjs-cache', state)
  response.end(`<!DOCTYPE html><title>${text}</title>`)
}

it('asks Next.js once for what was asked for many times within a second', async () => {
  let asked = 0
  const ask = await serve(async (_request, response) => html(response, `${(asked += 1)}`))
  for (let round = 0; round < 5; round += 1) {
    const response = await ask('/')
    expect(await response.text()).toContain('<title>1<')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  }
  await new Promise((resolve) => setTimeout(resolve, 1050))
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
  'answers whoever accepts only %s',
  async (accept) => {
    const ask = await serve(async (_request, response) => html(response, 'page'))
    for (let round = 0; round < 2; round += 1) {
      const response = await ask('/', { headers: { 'accept-encoding': accept } })
      expect(await response.text()).toContain('<title>page<')
    }
  },
)

it('gives readers one answer, also to what asks for the payload of Next.js', async () => {
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
  const ask = await serve(async ({ url }, response) => {
    if (url?.startsWith('/api/revalidate')) {
      content = 'new'
      return void response.end('{}')
    }
    const said = content
    await hold
    html(response, said)
  })
  const text = async () => (await ask('/')).text()
  expect(await text()).toContain('old')

  // A slow answer, begun before the revalidation.
  let release = () => {}
  hold = new Promise((resolve) => (release = resolve))
  const slow = ask('/slow')
  await new Promise((resolve) => setTimeout(resolve, 50))
  await ask('/api/revalidate', { method: 'POST' })
  release()
  hold = undefined
  expect(await (await slow).text()).toContain('old')

  expect(await text()).toContain('new')
  expect(await (await ask('/slow')).text()).toContain('new')
})
