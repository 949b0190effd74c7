import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect as connectTcp, type AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { ListenEvent, LiveEvent, SanityDocument } from '@sanity/client'
import { describe, expect, onTestFinished, it, vi } from 'vitest'
import { type ClientOptions, WebSocket, WebSocketServer } from 'ws'
import { createStreamFetch, resolveStreamFetch, signInEnded } from '#sanity/lake/streams.client.ts'
import {
  apiVersion,
  collect,
  nextEvent,
  post,
  remainingEvents,
  type RunningLake,
  serverEvents,
  signIn,
  startLake,
  startLakeOnDisk,
  tokens,
} from './support.ts'

const bearer = (token: string): ClientOptions => ({ headers: { authorization: `Bearer ${token}` } })

function connect({ url }: RunningLake, path: string, options: ClientOptions = bearer(tokens.write)) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/v${apiVersion}${path}`, options)
  onTestFinished(() => socket.terminate())
  const inbox: string[] = []
  const waiting: ((text: string) => void)[] = []
  socket.on('message', (data) => {
    const text = String(data)
    const next = waiting.shift()
    if (next) next(text)
    else inbox.push(text)
  })
  const opened = new Promise<number>((resolve) => {
    socket.on('open', () => resolve(101))
    socket.on('unexpected-response', (request, response) => {
      resolve(response.statusCode ?? 0)
      request.destroy()
    })
    socket.on('error', () => {}) // a refused handshake, reported by `opened`
  })
  const closed = new Promise<number>((resolve) => socket.on('close', resolve))
  const next = () => {
    const text = inbox.shift()
    return text === undefined
      ? new Promise<string>((resolve) => waiting.push(resolve))
      : Promise.resolve(text)
  }
  return { socket, opened, closed, next }
}

it.each([
  ['a method other than GET', 'TRACE /lake/v1/socket/production', 'localhost'],
  ['an invalid host', 'GET /lake/v1/socket/production', 'a:b@localhost'],
])('a handshake with %s is refused without side effects', async (_what, line, host) => {
  const { server } = await startLake()
  const { port } = server.address() as AddressInfo
  const socket = connectTcp(port, '127.0.0.1')
  socket.end(`${line} HTTP/1.1\r\nHost: ${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`)
  expect((await text(socket)).split('\r\n')[0]).toBe('HTTP/1.1 400 Bad Request')
})

describe('presence', () => {
  it("answers the Studio's calls, and keeps the connection alive", async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const { socket, opened, next } = connect(await startLake(), '/socket/production?tag=sanity.studio')
    expect(await opened).toBe(101)
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: 'one', method: 'presence_announce', params: {} }))
    expect(JSON.parse(await next())).toEqual({ jsonrpc: '2.0', id: 'one', result: null })
    socket.send('nonsense')
    socket.send(JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'presence_rollcall' }))
    expect(JSON.parse(await next())).toEqual({ jsonrpc: '2.0', id: 2, result: null })
    vi.advanceTimersByTime(20_000)
    expect(await next()).toBe('♥')
  })

  it('is closed when the lake closes', async () => {
    const running = await startLake()
    const { opened, closed } = connect(running, '/socket/production')
    await opened
    await running.lake.close()
    expect(await closed).toBe(1001)
  })
})

describe('a handshake', () => {
  it.each<[string, string, ClientOptions, number]>([
    ['without credentials', '/socket/production', {}, 401],
    ['with a wrong token', '/streams', bearer('wrong'), 401],
    ['from another origin', '/streams', { ...bearer(tokens.write), origin: 'https://evil.example' }, 403],
    ['to another dataset', '/socket/staging', bearer(tokens.write), 404],
    ['to a route that is not a socket', '/ping', bearer(tokens.write), 200],
    ['to an unknown route', '/nothing', bearer(tokens.write), 501],
  ])('%s is refused', async (_name, path, options, status) => {
    expect(await connect(await startLake(), path, options).opened).toBe(status)
  })

  it("with a session cookie is accepted from the lake's own origin only", async () => {
    const running = await startLake()
    const cookie = await signIn(running)
    const from = (origin: string) => connect(running, '/streams', { headers: { cookie }, origin }).opened
    expect(await from('https://evil.example')).toBe(403)
    expect(await from(new URL(running.url).origin)).toBe(101)
  })
})

describe('streams over one socket', () => {
  /** A browser tab, whose clients all share the socket. */
  function openTab(running: RunningLake, options: Parameters<typeof createStreamFetch>[1] = {}) {
    const sockets: WebSocket[] = []
    let credentials = bearer(tokens.write)
    const tab = {
      running,
      sockets,
      /** From now on, the address leads to this lake. */
      connectTo(other: RunningLake, options = credentials) {
        tab.running = other
        credentials = options
      },
    }
    const connectNow = (url: string) => {
      const socket = new WebSocket(url.replace(running.url.slice(4), tab.running.url.slice(4)), credentials)
      onTestFinished(() => socket.terminate())
      sockets.push(socket)
      return socket as never
    }
    const streamFetch = createStreamFetch(running.url, {
      connect: connectNow,
      ...options,
    })
    const client = running.clientWith({ resolveFetch: () => streamFetch })
    const listen = (query: string) =>
      collect<ListenEvent<SanityDocument>>(
        client.listen(query, {}, { events: ['welcome', 'mutation', 'reconnect'] }),
      )
    return Object.assign(tab, { streamFetch, client, listen })
  }

  const types = (events: { type: string }[]) => events.map(({ type }) => type)

  it('can be many, and nothing else uses the socket', async () => {
    const running = await startLake()
    const { sockets, client, listen } = openTab(running)
    const notes = Array.from({ length: 20 }, () => listen('*[_type == "note"]'))
    const remarks = listen('*[_type == "remark"]')
    const live = collect<LiveEvent>(client.live.events({ includeDrafts: true }))
    await Promise.all([...notes, remarks, live].map((stream) => stream.atLeast(1)))
    await client.create({ _id: 'a', _type: 'note', title: 'ä 🙂' })
    await client.create({ _id: 'b', _type: 'remark' })
    for (const stream of notes) expect((await stream.atLeast(2))[1]).toMatchObject({ documentId: 'a' })
    expect((await remarks.atLeast(2))[1]).toMatchObject({ documentId: 'b' })
    expect(types(await live.atLeast(3))).toEqual(['welcome', 'message', 'message'])
    expect(sockets).toHaveLength(1)
    expect(await client.fetch('*[0].title')).toBe('ä 🙂')
  })

  it('end one by one, when their listeners unsubscribe', async () => {
    const running = await startLake()
    const { listen, client } = openTab(running)
    const [staying, leaving] = [listen('*'), listen('*')]
    await Promise.all([staying.atLeast(1), leaving.atLeast(1)])
    leaving.stop()
    await client.create({ _id: 'a', _type: 'note' })
    await staying.atLeast(2)
    expect(types(leaving.events)).toEqual(['welcome'])
  })

  it('end in the lake, too', async () => {
    const { socket, opened, next } = connect(await startLake(), '/streams')
    await opened
    const frame = async () => JSON.parse(await next()) as { status?: number; chunk?: string; end?: true }
    const path = `/v${apiVersion}/data/listen/production?query=*`
    socket.send(JSON.stringify({ open: 'mine', path }))
    expect(await frame()).toMatchObject({ id: 'mine', status: 200 })
    let received = ''
    while (!received.includes('welcome')) received += (await frame()).chunk
    socket.send(JSON.stringify({ close: 'mine' }))
    expect(await frame()).toEqual({ id: 'mine', end: true })
  })

  it('are resumed when the connection breaks, and their listeners do not notice', async () => {
    const running = await startLake()
    await running.client.create({ _id: 'a', _type: 'note' })
    const { sockets, client, listen } = openTab(running)
    const events = listen('*')
    const live = collect<LiveEvent>(client.live.events({ includeDrafts: true }))
    await Promise.all([events.atLeast(1), live.atLeast(1)])
    sockets[0]!.terminate()
    await client.create({ _id: 'b', _type: 'note' })
    await events.atLeast(2)
    await client.create({ _id: 'c', _type: 'note' })
    expect(await events.atLeast(3)).toMatchObject([
      { type: 'welcome' },
      { type: 'mutation', documentId: 'b' },
      { type: 'mutation', documentId: 'c' },
    ])
    expect(types(await live.atLeast(4))).toEqual(['welcome', 'welcome', 'restart', 'message'])
    expect(sockets).toHaveLength(2)
  })

  it('survive a restart of the lake', async () => {
    const first = await startLakeOnDisk()
    await first.client.create({ _id: 'a', _type: 'note' })
    const tab = openTab(first)
    const events = tab.listen('*')
    await events.atLeast(1)
    await first.client.create({ _id: 'b', _type: 'note' })
    await first.stop()
    tab.connectTo(await startLake({ file: first.file }))
    await tab.running.client.create({ _id: 'c', _type: 'note' })
    await events.atLeast(3)
    await tab.running.client.create({ _id: 'd', _type: 'note' })
    expect(await events.atLeast(4)).toMatchObject([
      { type: 'welcome' },
      { documentId: 'b' },
      { documentId: 'c' },
      { documentId: 'd' },
    ])
  })

  it('fail when the lake does not know their position', async () => {
    const running = await startLake()
    await running.client.create({ _id: 'a', _type: 'note' })
    const tab = openTab(running)
    const events = tab.listen('*')
    await events.atLeast(1)
    tab.connectTo(await startLake())
    tab.sockets[0]!.terminate()
    expect(types(await events.atLeast(2))).toEqual(['welcome', 'reconnect'])
  })

  it('wait, with what is written, from the end of a sign-in until the next one, and say so', async () => {
    const problems: (string | undefined)[] = []
    const running = await startLake()
    await running.client.create({ _id: 'a', _type: 'note' })
    const headers: Record<string, string> = {}
    const refused: string[] = []
    const tab = openTab(running, {
      onProblem: (problem) => problems.push(problem),
      fetch: async (input, init) => {
        const answer = await fetch(input, { ...init, headers: { ...(init?.headers as object), ...headers } })
        if (answer.status === 401) refused.push(new URL(String(input)).pathname)
        return answer
      },
    })
    const url = `${running.url}/v${apiVersion}`
    // Nobody has signed in here yet: the Studio asks who is there, and leads to the sign-in.
    expect((await tab.streamFetch(`${url}/data/query/production?query=*`)).status).toBe(401)
    const events = tab.listen('*')
    await events.atLeast(1)
    tab.connectTo(running, bearer('wrong'))
    tab.sockets[0]!.terminate()
    await expect.poll(() => problems.at(-1), { timeout: 10_000 }).toBe(signInEnded)

    const writes = [{ transactionId: 'kept' }, {}].map((id, at) =>
      tab.streamFetch(`${url}/data/mutate/production`, {
        ...post({ mutations: [{ create: { _id: `b${at}`, _type: 'note' } }], ...id }),
      }),
    )
    // Whether somebody is signed in is for the Studio to know.
    expect((await tab.streamFetch(`${url}/users/me`)).status).not.toBe(200)
    // The first query, a ping for the connection, and these three: each is an error in the browser's console.
    await expect.poll(() => refused.length).toBe(5)

    // Another tab of the browser is signed in.
    headers.authorization = `Bearer ${tokens.write}`
    tab.connectTo(running, bearer(tokens.write))
    await openTab(running).listen('*').atLeast(1)
    for (const written of writes) expect((await written).status).toBe(200)
    await expect.poll(() => problems.at(-1), { timeout: 10_000 }).toBe(undefined)
    expect(refused).toHaveLength(5)
    expect(types(await events.atLeast(3))).toEqual(['welcome', 'mutation', 'mutation'])
  }, 20_000)

  it('pass on the position in Last-Event-ID', async () => {
    const running = await startLake()
    const { streamFetch, client } = openTab(running)
    const path = `${running.url}/v${apiVersion}/data/live/events/production`
    await client.create({ _id: 'a', _type: 'note' })
    const response = await streamFetch(path, { headers: { 'last-event-id': '0' } })
    const events = serverEvents(response)
    expect([await nextEvent(events), await nextEvent(events)]).toMatchObject([
      { event: 'welcome' },
      { event: 'restart' },
    ])
    await events.return(null)
  })

  it('have the status and headers that they would have over HTTP', async () => {
    const running = await startLake()
    const { streamFetch } = openTab(running)
    const response = await streamFetch(`${running.url}/v${apiVersion}/data/listen/staging?query=*`)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toContain('application/json')
    expect(await response.json()).toMatchObject({ error: 'Dataset not found' })
  })

  it('can be aborted before and after they begin', async () => {
    const running = await startLake()
    const { streamFetch } = openTab(running)
    const path = `${running.url}/v${apiVersion}/data/listen/production?query=*`
    await expect(streamFetch(path, { signal: AbortSignal.abort() })).rejects.toThrow('aborted')
    const controller = new AbortController()
    const response = await streamFetch(path, { signal: controller.signal })
    controller.abort()
    await expect(remainingEvents(serverEvents(response))).rejects.toThrow('aborted')
  })

  it('end with the lake', async () => {
    const running = await startLake()
    const { streamFetch } = openTab(running)
    const response = await streamFetch(`${running.url}/v${apiVersion}/data/listen/production?query=*`)
    const events = serverEvents(response)
    await nextEvent(events)
    await running.lake.close()
    const rest = await remainingEvents(events).catch(() => 'broken off')
    expect([[], 'broken off']).toContainEqual(rest)
  })

  it('always share the same fetch, by which the client tells streams apart', () => {
    const resolve = resolveStreamFetch('http://localhost/lake')
    expect(resolve()).toBe(resolve())
  })

  it('leave other requests alone, but repeat safe ones while the lake is away', async () => {
    const { running, streamFetch } = openTab(await startLake())
    const refused = () => Promise.reject<Response>(new TypeError('Failed to fetch'))
    const starting = () => Promise.resolve(new Response('starting', { status: 503 }))
    const send = vi.spyOn(globalThis, 'fetch')
    onTestFinished(() => send.mockRestore())
    const url = `${running.url}/v${apiVersion}/data/query/production?query=*`
    const headers = { authorization: `Bearer ${tokens.write}` }

    send.mockImplementationOnce(refused).mockImplementationOnce(starting)
    expect((await streamFetch(url, { headers })).status).toBe(200)
    expect(send).toHaveBeenCalledTimes(3)

    send.mockImplementation(refused)
    const noTransaction = post({ mutations: [] })
    await expect(streamFetch(url, noTransaction)).rejects.toThrow('Failed to fetch')
    await expect(streamFetch('https://example.com/')).rejects.toThrow('Failed to fetch')
    await expect(streamFetch(url, { signal: AbortSignal.timeout(10) })).rejects.toThrow('Failed to fetch')
  })

  it('leave a transaction to be repeated until it is answered, and committed once', async () => {
    const { running, streamFetch } = openTab(await startLake())
    const send = vi.spyOn(globalThis, 'fetch')
    onTestFinished(() => send.mockRestore())
    const url = `${running.url}/v${apiVersion}/data/mutate/production`
    const headers = { authorization: `Bearer ${tokens.write}` }
    const write = (mutation: object, transactionId: string) =>
      streamFetch(url, { ...post({ mutations: [mutation], transactionId }), headers })

    send.mockImplementationOnce(async (input, init) => {
      await running.lake.fetch(new Request(input as string, init))
      throw new TypeError('The answer was lost')
    })
    const once = await write({ create: { _id: 'a', _type: 'note' } }, 'once')
    expect([once.status, await once.json()]).toEqual([200, { transactionId: 'once' }])
    expect(await running.client.getDocument('a')).toMatchObject({ _rev: 'once' })
    // Another transaction with a used id is still refused.
    expect((await write({ create: { _id: 'b', _type: 'note' } }, 'once')).status).toBe(409)
  })

  it('report what they wait for when it takes long, and clear the report afterwards', async () => {
    const problems: (string | undefined)[] = []
    const first = await startLakeOnDisk()
    await first.client.create({ _id: 'a', _type: 'note' })
    const tab = openTab(first, { noticeMs: 100, onProblem: (problem) => problems.push(problem) })
    const events = tab.listen('*')
    await events.atLeast(1)
    problems.length = 0
    await first.stop()
    await expect
      .poll(() => problems)
      .toEqual([expect.stringMatching(/^The site does not answer\. You can go on/)])
    tab.connectTo(await startLake({ file: first.file }))
    await expect.poll(() => problems.at(-1), { timeout: 5000 }).toBe(undefined)
    await tab.running.client.create({ _id: 'b', _type: 'note' })
    expect(await events.atLeast(2)).toMatchObject([{ type: 'welcome' }, { documentId: 'b' }])

    const send = vi.spyOn(globalThis, 'fetch')
    onTestFinished(() => send.mockRestore())
    send.mockImplementation(async () => Response.json({ message: 'The disk is full.' }, { status: 503 }))
    const written = tab.streamFetch(`${first.url}/v${apiVersion}/data/mutate/production`, {
      ...post({ mutations: [{ create: { _id: 'c', _type: 'note' } }], transactionId: 'kept' }),
      headers: { authorization: `Bearer ${tokens.write}` },
    })
    await expect.poll(() => problems.at(-1)).toMatch(/^The disk is full\. You can go on/)
    send.mockImplementation(async () => Response.json({ transactionId: 'kept' }))
    expect((await written).status).toBe(200)
    expect(problems.at(-1)).toBe(undefined)
  })

  it.each<[string, string]>([
    ['an invalid frame', 'nonsense'],
    ['a path that is not a stream', JSON.stringify({ open: '1', path: '/vX/data/query/production?query=*' })],
    [
      'a path that only looks like a stream',
      JSON.stringify({ open: '1', path: '/vX/users/me?x=/data/listen/production' }),
    ],
    [
      'an id with characters that a header cannot contain',
      JSON.stringify({ open: '1', path: '/vX/data/listen/production?query=*', lastEventId: '€' }),
    ],
    [
      'an id with a line break',
      JSON.stringify({ open: '1', path: '/vX/data/listen/production?query=*', lastEventId: 'a\nb: c' }),
    ],
    ['another host', JSON.stringify({ open: '1', path: '@evil.example/vX/data/listen/production' })],
  ])('%s closes the socket', async (_name, text) => {
    const { socket, opened, closed } = connect(await startLake(), '/streams')
    await opened
    socket.send(text)
    expect(await closed).toBe(1008)
  })
})

/** How proxies treat a WebSocket that they do not support. */
const proxies: [string, (socket: Duplex, accept: () => void) => void][] = [
  ...['200 OK', '400 Bad Request', '426 Upgrade Required', '502 Bad Gateway'].map(
    (status): [string, (socket: Duplex) => void] => [
      `answers with ${status}`,
      (socket) => socket.end(`HTTP/1.1 ${status}\r\nContent-Length: 0\r\n\r\n`),
    ],
  ),
  ['hangs up', (socket) => socket.destroy()],
  ['does not answer', () => {}],
  ['accepts it, but passes nothing on', (_socket, accept) => accept()],
]

describe('streams where no WebSocket gets through', () => {
  /** A tab whose sockets go to a proxy, and whose requests reach the lake. */
  async function openTab(running: RunningLake, behave: (typeof proxies)[number][1]) {
    const proxy = createServer()
    const sockets = new WebSocketServer({ noServer: true })
    let attempts = 0
    proxy.on('upgrade', (request, socket, head) => {
      attempts += 1
      socket.on('error', () => {})
      behave(socket, () => sockets.handleUpgrade(request, socket, head, () => {}))
    })
    proxy.listen(0, '127.0.0.1')
    await once(proxy, 'listening')
    onTestFinished(() => {
      for (const socket of sockets.clients) socket.terminate()
      proxy.close()
      proxy.closeAllConnections()
    })
    const open: AbortController[] = []
    const requests: string[] = []
    const streamFetch = createStreamFetch(running.url, {
      socketTimeoutMs: 300,
      connect: () => new WebSocket(`ws://127.0.0.1:${(proxy.address() as AddressInfo).port}`) as never,
      fetch: (input, init) => {
        const breaking = new AbortController()
        open.push(breaking)
        requests.push(`${init?.method ?? 'GET'} ${String(input).slice(running.url.length)}`)
        const headers = { ...(init?.headers as object), authorization: `Bearer ${tokens.write}` }
        const signal = AbortSignal.any([breaking.signal, ...(init?.signal ? [init.signal] : [])])
        return fetch(input, { ...init, headers, signal })
      },
    })
    const client = running.clientWith({ resolveFetch: () => streamFetch })
    return {
      client,
      requests,
      attempts: () => attempts,
      listen: (query = '*') =>
        collect<ListenEvent<SanityDocument>>(
          client.listen(query, {}, { events: ['welcome', 'mutation', 'reconnect'] }),
        ),
      breakOff: () => {
        for (const request of open) request.abort()
      },
    }
  }

  it.each(proxies)('work when a proxy %s', async (_what, behave) => {
    const { client, requests, attempts, listen } = await openTab(await startLake(), behave)
    const all = Array.from({ length: 20 }, () => listen())
    await Promise.all(all.map((stream) => stream.atLeast(1)))
    await client.create({ _id: 'a', _type: 'note', title: 'ä 🙂'.repeat(20_000) })
    for (const stream of all) expect((await stream.atLeast(2))[1]).toMatchObject({ documentId: 'a' })
    const later = listen()
    await later.atLeast(1)
    expect(attempts()).toBe(1)
    // Two connections at a time, whatever the number of streams.
    expect(requests.filter((request) => request === 'GET /vX/streams')).toHaveLength(1)
    expect(requests.some((request) => request.includes('/data/listen/'))).toBe(false)
  })

  it('are resumed when the connection breaks', async () => {
    const running = await startLake()
    await running.client.create({ _id: 'a', _type: 'note' })
    const { breakOff, listen } = await openTab(running, (socket) => socket.destroy())
    const events = listen()
    await events.atLeast(1)
    await running.client.create({ _id: 'b', _type: 'note' })
    await events.atLeast(2)
    breakOff()
    await running.client.create({ _id: 'c', _type: 'note' })
    expect((await events.atLeast(3)).map(({ type }) => type)).toEqual(['welcome', 'mutation', 'mutation'])
  })

  it('end in the lake, too', async () => {
    const running = await startLake()
    const headers = { authorization: `Bearer ${tokens.read}` }
    const url = `${running.url}/vX/streams`
    const response = await fetch(url, { headers: { ...headers, accept: 'text/event-stream' } })
    const events = serverEvents(response)
    const line = String((await nextEvent(events))?.data)
    const send = (...frames: object[]) =>
      fetch(`${url}/${line}`, { method: 'POST', headers, body: JSON.stringify(frames) })
    const path = `/v${apiVersion}/data/listen/production?query=*`
    expect((await send({ open: 'mine', path })).status).toBe(204)
    expect((await nextEvent(events))?.data).toMatchObject({ id: 'mine', status: 200 })
    expect((await send({ close: 'mine' })).status).toBe(204)
    let last: unknown
    while (!(last as { end?: true } | undefined)?.end) last = (await nextEvent(events))?.data
    expect((await send({ open: 'mine', path: '/vX/users/me' })).status).toBe(400)
    await events.return(null)
    await expect.poll(async () => (await send()).status).toBe(404)
  })

  it('need valid credentials', async () => {
    const { url } = await startLake()
    const headers = { accept: 'text/event-stream' }
    expect((await fetch(`${url}/vX/streams`, { headers })).status).toBe(401)
    expect((await fetch(`${url}/vX/streams/any`, { method: 'POST', body: '[]' })).status).toBe(401)
  })

  it('report when event streams are held back as well, until something arrives', async () => {
    const running = await startLake()
    const told: (string | undefined)[] = []
    const release = Promise.withResolvers<void>()
    const streamFetch = createStreamFetch(running.url, {
      socketTimeoutMs: 100,
      connect: () => new WebSocket('ws://127.0.0.1:9') as never,
      onProblem: (problem) => told.push(problem),
      fetch: async (input, init) => {
        const headers = { ...(init?.headers as object), authorization: `Bearer ${tokens.write}` }
        if (String(input).endsWith('/streams')) await release.promise
        return fetch(input, { ...init, headers })
      },
    })
    const client = running.clientWith({ resolveFetch: () => streamFetch })
    const events = collect<ListenEvent<SanityDocument>>(client.listen('*', {}, { events: ['welcome'] }))
    await expect.poll(() => told).toEqual([expect.stringContaining('passes no WebSockets')])
    release.resolve()
    await events.atLeast(1)
    expect(told.slice(-1)).toEqual([undefined])
  })
})
