import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { expect, it, onTestFinished, vi } from 'vitest'
import { sealAccess } from '#sanity/preview/seal.ts'
import { readerPages } from '#server/front/reader-pages.ts'

/** A server with readerPages in front of a replacement for Next.js. */
async function serve(
  next: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
  content = { generation: 1 },
  record?: Parameters<typeof readerPages>[2],
) {
  const handle = readerPages(next, Object.assign(content, { key: 'key' }), record)
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

const previewCookie = (key: string) =>
  `preview-access-3000=${sealAccess({ kind: 'author', secret: 's', made: '2026-11-26', until: '2026-11-27' }, key)}`

const html = (response: ServerResponse, text: string, state = 'HIT') => {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.setHeader('x-nextjs-cache', state)
  response.end(`<!DOCTYPE html><title>${text}</title>`)
}

it('asks Next.js once per generation for an address that is requested many times', async () => {
  const asked: (string | undefined)[] = []
  const content = { generation: 7 }
  const ask = await serve(async ({ url }, response) => html(response, `${asked.push(url)}`), content)
  for (let round = 0; round < 5; round += 1) {
    const response = await ask('/')
    expect(await response.text()).toContain('<title>1<')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  }
  content.generation += 1
  expect(await (await ask('/')).text()).toContain('<title>2<')
  expect(asked).toEqual(['/published/7-key', '/published/8-key'])
})

it('answers 404 to requests for internal routes', async () => {
  const ask = await serve(async ({ url }, response) => html(response, `asked for ${url}`), { generation: 7 })
  for (const path of [
    '/published/1-key',
    '/published/8-key/manual.md',
    '/%70ublished/1',
    '/published/current',
  ])
    expect(await (await ask(path)).text()).toContain('asked for /published/7-key/status/404')
})

it('answers 404 to an address with other capitals, which Next.js would answer without a page', async () => {
  const ask = await serve(async ({ url }, response) => html(response, `asked for ${url}`), { generation: 7 })
  for (const path of [
    '/NOW',
    '/Manual.md',
    '/Editions',
    '/editions/9.MD',
    '/ON/2026-11-26',
    '/EDITIONS/8..9',
  ])
    expect(await (await ask(path)).text()).toContain('asked for /published/7-key/status/404')
  expect(await (await ask('/Else')).text()).toContain('asked for /Else')
})

it('caches only what Next.js caches, and nothing with a query, an RSC header or a preview cookie', async () => {
  let asked = 0
  const ask = await serve(async ({ url }, response) =>
    html(response, `${(asked += 1)}`, url === '/miss' ? 'MISS' : 'HIT'),
  )
  vi.stubEnv('SANITY_API_READ_TOKEN', 'the-key-of-this-site')
  for (const [path, headers, times] of [
    ['/miss', {}, 2],
    ['/?a=b', {}, 2],
    ['/', { rsc: '1', cookie: previewCookie('the-key-of-this-site') }, 2],
    ['/', { cookie: `a=b; ${previewCookie('the-key-of-this-site')}` }, 2],
    // A forged cookie is ignored, so the draft, which is rendered for every request, is not requested.
    ['/', { cookie: previewCookie('a-guessed-key-of-it') }, 1],
    ['/', { cookie: `preview-access=e30.e30; ${previewCookie('a-guessed-key-of-it')}`, rsc: '1' }, 0],
  ] as const) {
    const before = asked
    await ask(path, { headers })
    await ask(path, { headers })
    expect([path, headers, asked - before]).toEqual([path, headers, times])
  }
})

it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('refuses %s, which no page accepts', async (method) => {
  const ask = await serve(async () => expect.unreachable())
  const response = await ask('/', { method })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
})

it.each(['GET', 'HEAD'])('refuses %s for a webhook, and says what it takes', async (method) => {
  const ask = await serve(async () => expect.unreachable())
  const response = await ask('/api/revalidate', { method })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
})

it('passes on the headers of preview pages to Next.js, but none that Next.js uses internally', async () => {
  const seen: IncomingMessage['headers'][] = []
  const ask = await serve(async ({ headers }, response) => {
    seen.push({ ...headers })
    html(response, 'done')
  })
  vi.stubEnv('SANITY_API_READ_TOKEN', 'the-key-of-this-site')
  const headers = {
    cookie: previewCookie('the-key-of-this-site'),
    'next-url': '/',
    'x-middleware-subrequest': 'x',
    'x-nextjs-data': '1',
  }
  expect((await ask('/', { headers })).status).toBe(200)
  await ask('/studio', { headers: { ...headers, cookie: '' } })
  const kept = seen.map((given) => Object.keys(given).filter((name) => /^(x|next)-/.test(name)))
  expect(kept).toEqual([['next-url'], []])
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

it("requests a preview's page, uncached, when the Studio shows it in a frame", async () => {
  const asked: (string | undefined)[] = []
  const ask = await serve(async ({ url }, response) => {
    response.setHeader('cache-control', 'private, no-store')
    html(response, `${asked.push(url)}`)
  })
  for (let round = 0; round < 2; round += 1) await ask('/?a', { headers: { 'sec-fetch-dest': 'iframe' } })
  await ask('/', { headers: { 'sec-fetch-dest': 'document' } })
  expect(asked).toEqual(['/?a', '/?a', '/published/1-key'])
})

it('leads the Studio’s frame from every other address to the page, since no other can be previewed', async () => {
  const ask = await serve(async ({ url }, response) => html(response, `asked for ${url}`))
  const headers = { 'sec-fetch-dest': 'iframe' }
  for (const path of [
    '/nowhere',
    '/editions',
    '/manual.md',
    '/api/nope?sanity-preview-perspective=published',
  ]) {
    const { status, headers: given } = await ask(path, { headers, redirect: 'manual' })
    const [, query] = path.split('?')
    expect([path, status, given.get('location')]).toEqual([path, 307, query ? `/?${query}` : '/'])
  }
  for (const path of ['/', '/?changes', '/draft', '/api/draft-mode/enable?x', '/studio/structure'])
    expect(await (await ask(path, { headers })).text()).toContain(`asked for ${path}<`)
})

it('sends the page for unknown addresses without scripts, also to a preview and below the API', async () => {
  const ask = await serve(async ({ url }, response) => {
    if (url?.endsWith('/status/404')) return html(response, 'No sheet<script src="/_next/x.js"></script>')
    response.statusCode = 404
    response.setHeader('cache-control', 'private, no-store')
    html(response, 'Not this')
  })
  vi.stubEnv('SANITY_API_READ_TOKEN', 'the-key-of-this-site')
  const cookie = previewCookie('the-key-of-this-site')
  for (const path of ['/nowhere', '/api/nope', '/api', '/healthz/more', '/api/draft-mode/'])
    for (const headers of [{}, { cookie }]) {
      const answer = await ask(path, { headers })
      const text = await answer.text()
      expect([path, answer.status, text.includes('No sheet'), text.includes('<script')]).toEqual([
        path,
        404,
        true,
        false,
      ])
    }
})

it('sends browsers a page, and programs a text, when a preview cannot be opened', async () => {
  const ask = await serve(async ({ url }, response) => {
    if (url === '/published/1-key/status/preview/ended') return html(response, 'This preview has ended.')
    response.writeHead(403, { 'content-type': 'text/plain', 'x-status-page': 'preview ended' })
    response.end('It has ended.')
  })
  const path = '/api/draft-mode/check?to=/'
  const page = await ask(path, { headers: { accept: 'text/html,*/*' } })
  expect([page.status, page.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8'])
  expect(await page.text()).toContain('<title>This preview has ended.<')
  const words = await ask(path)
  expect([words.status, words.headers.get('content-type')]).toEqual([403, 'text/plain'])
  expect(await words.text()).toBe('It has ended.')
  expect(words.headers.has('x-status-page')).toBe(false)
})

it("gives readers the same answer even if they request Next's RSC payload", async () => {
  const ask = await serve(async ({ headers }, response) => html(response, `rsc: ${headers.rsc}`))
  expect(await (await ask('/', { headers: { rsc: '1' } })).text()).toContain('rsc: undefined')
})

it('caches a limited number of answers, whatever is requested', async () => {
  let asked = 0
  const ask = await serve(async (_request, response) => html(response, `${(asked += 1)}`))
  await ask('/')
  await Promise.all(Array.from({ length: 100 }, (_, at) => ask(`/nowhere/${at}`)))
  expect(await (await ask('/')).text()).toContain('<title>102<')
})

it('does not cache an answer that was requested before a change and came after it', async () => {
  const content = { generation: 1 }
  const held = Promise.withResolvers<void>()
  const isAsked = Promise.withResolvers<void>()
  const ask = await serve(async ({ url }, response) => {
    if (url === '/published/1-key') {
      isAsked.resolve()
      await held.promise
    }
    html(response, url === '/published/1-key' ? 'old' : 'new')
  }, content)
  const early = ask('/')
  await isAsked.promise
  content.generation = 2
  expect(await (await ask('/')).text()).toContain('new')
  held.resolve()
  expect(await (await early).text()).toContain('old')
  expect(await (await ask('/')).text()).toContain('new')
})

it('keeps the status, the headers and the encoding that a handler passes to writeHead', async () => {
  const ask = await serve(async ({ url }, response) => {
    if (url === '/moved') response.writeHead(307, { location: '/#now', 'x-many': ['a', 'b'] }).end()
    else if (url === '/raw') response.writeHead(201, 'Made', ['x-one', '1', 'x-two', '2']).end('made')
    else
      response
        .writeHead(200, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
        .end(gzipSync('<script>1</script>packed'))
  })
  const moved = await ask('/moved', { redirect: 'manual' })
  expect([moved.status, moved.headers.get('location'), moved.headers.get('x-many')]).toEqual([
    307,
    '/#now',
    'a, b',
  ])
  const raw = await ask('/raw')
  expect([raw.status, raw.statusText, raw.headers.get('x-two')]).toEqual([201, 'Made', '2'])
  expect(await (await ask('/packed')).text()).toBe('<script>1</script>packed')
})

it("sends the error page when a page could not be rendered, not Next's empty one", async () => {
  const shell =
    '<!DOCTYPE html><html id="__next_error__"><body><script src="/_next/x.js"></script></body></html>'
  const designed =
    '<!DOCTYPE html><html lang="en"><head><meta name="status" content="500"/></head><body><h1>This page could not be drawn.</h1></body></html>'
  // A Next.js that fails to render every page except the error page.
  const ask = await serve(async ({ url }, response) => {
    const isOfFailure = url === '/published/1-key/status/500'
    response.statusCode = isOfFailure ? 200 : 500
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(isOfFailure ? designed : shell)
  })
  const response = await ask('/')
  expect(response.status).toBe(500)
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(await response.text()).toContain('This page could not be drawn.')
})

it("sends a 404 page with the manual's name", async () => {
  const ask = await serve(
    async ({ url }, response) => {
      const isOwn = url === '/published/3-key/status/404'
      response.statusCode = isOwn ? 200 : 404
      html(response, isOwn ? 'Not found · Manual' : 'Not found')
    },
    { generation: 3 },
  )
  const response = await ask('/nowhere')
  expect(response.status).toBe(404)
  expect(await response.text()).toContain('<title>Not found · Manual<')
})

it('redirects an alias in the record, and forbids caching the redirect', async () => {
  let rendered = 0
  const ask = await serve(async (_, response) => html(response, `${(rendered += 1)}`), undefined, {
    has: async () => true,
    elsewhere: async (asked) => (asked.kind === 'edition' ? `/editions/${asked.number - 1}` : undefined),
  })
  for (const path of ['/editions/15', '/editions/15', '/editions/3']) {
    const response = await ask(path, { redirect: 'manual' })
    expect([response.status, response.headers.get('cache-control')]).toEqual([307, 'no-store'])
    expect(response.headers.get('location')).toBe(path === '/editions/3' ? '/editions/2' : '/editions/14')
  }
  expect(rendered).toBe(0)
})

it('limits concurrent comparisons, refuses those beyond the queue, and serves other pages', async () => {
  let [atOnce, most] = [0, 0]
  const waiting: (() => void)[] = []
  const ask = await serve(
    async ({ url }, response) => {
      if (!url?.includes('/differences/')) return html(response, 'The manual')
      most = Math.max(most, (atOnce += 1))
      await new Promise<void>((made) => waiting.push(made))
      atOnce -= 1
      html(response, 'Differences', 'MISS')
    },
    undefined,
    { has: async () => true, elsewhere: async () => undefined },
  )
  const left = new AbortController()
  const refused: (string | null)[] = []
  const answers = Array.from({ length: 80 }, (_, at) =>
    ask(`/editions/1..${at + 2}`, at === 5 ? { signal: left.signal } : {}).then(
      ({ status, headers }) => {
        if (status === 503) refused.push(headers.get('retry-after'))
        return status
      },
      () => 'left' as const,
    ),
  )
  // All have arrived: two are made, 60 wait.
  await vi.waitFor(() => expect(refused).toEqual(Array(18).fill('5')), 10_000)
  expect(waiting).toHaveLength(2)
  expect((await ask('/')).status).toBe(200)
  left.abort()
  const making = setInterval(() => waiting.splice(0).forEach((made) => made()))
  const statuses = await Promise.all(answers)
  clearInterval(making)
  expect(most).toBe(2)
  expect(statuses.filter((answer) => answer === 'left')).toHaveLength(1)
  expect(statuses.filter((answer) => answer === 200)).toHaveLength(61)
  expect(atOnce).toBe(0)
})
