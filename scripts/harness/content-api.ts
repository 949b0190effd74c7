import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SanityClient } from '@sanity/client'
import { evaluate, parse } from 'groq-js'
import { connectTo } from '#sanity/content/connection.ts'
import { createLake, type Lake, type LakeOptions } from '#sanity/lake/index.ts'
import { createNodeAdapter } from '#sanity/lake/node.ts'
import { tokens } from './tokens.ts'

export interface ContentApi {
  lake: Lake
  url: string
  /** What a site needs in its environment to use this API as it would use Sanity's. */
  env: Record<string, string>
  /** May write, and sees every document as it is kept. */
  writer: SanityClient
  /** Answers in the lake's place from now on; without a listener, the lake answers again. */
  failWith(listener?: RequestListener): void
  /** Milliseconds that queries take from now on. */
  delayQueries(ms: number): void
  /** Milliseconds by which queries are behind what listeners are told, from now on. */
  lagQueries(ms: number): Promise<void>
  /**
   * Whom it lets in from now on: whether it refuses every token, and lets everybody read what is readable in
   * a public dataset: no document whose id has a dot.
   */
  setAccess(access: { refusesTokens?: boolean; isPublic?: boolean }): void
  /** Ends every connection and, while `isCut`, takes no new one from a site that listens. */
  cutListeners(isCut: boolean): void
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * A Content Lake on a port of its own, in the place of Sanity's API: pages of the allowed origin may call it
 * with credentials, as Sanity lets the origins on a project's list. The embedded one answers its own origin
 * only, so what the list does is done here, in front of it.
 */
export async function startContentApi(
  options: Partial<LakeOptions> = {},
  allowedOrigin?: string,
): Promise<ContentApi> {
  const lake = createLake({
    file: ':memory:',
    projectId: 'manual',
    dataset: 'production',
    tokens,
    basePath: '/lake',
    ...options,
    onPublish: (types) => {
      options.onPublish?.(types)
      void lagging?.record()
    },
  })
  const adapter = createNodeAdapter(lake)
  const streams = new Set<ServerResponse>()
  let failure: RequestListener | undefined
  let delay = 0
  let lagging: Lagging | undefined
  let isCut = false
  let access: Parameters<ContentApi['setAccess']>[0] = {}

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { url = '' } = request
    if (url.includes('/data/listen/') && request.headers.authorization) {
      if (isCut) return void request.socket.destroy()
      streams.add(response)
      response.on('close', () => streams.delete(response))
    }
    if (url.includes('/data/query/')) {
      if (delay > 0) await sleep(delay)
      const behind = await lagging?.answer(url)
      if (behind) return void response.setHeader('content-type', 'application/json').end(behind)
    }
    adapter.handle(request, response)
  }
  const admit = ({ headers }: IncomingMessage) => {
    if (headers.origin === allowedOrigin) headers.origin = `http://${headers.host}`
  }
  const server = createServer((request, response) => {
    if (failure) return failure(request, response)
    admit(request)
    response.setHeader('access-control-allow-origin', allowedOrigin ?? '')
    response.setHeader('access-control-allow-credentials', 'true')
    if (request.method === 'OPTIONS') {
      response.setHeader('access-control-allow-methods', 'GET, POST, PUT, DELETE')
      response.setHeader(
        'access-control-allow-headers',
        request.headers['access-control-request-headers'] ?? '',
      )
      return response.writeHead(204).end()
    }
    if (access.refusesTokens && request.headers.authorization)
      return response.writeHead(401, { 'content-type': 'application/json' }).end(sessionNotFound)
    if (access.isPublic && !request.headers.authorization) {
      if (/\/data\/query\//.test(request.url ?? ''))
        return void answerAnybody(lake, request.url ?? '').then((body) =>
          response.setHeader('content-type', 'application/json').end(body),
        )
      if (/\/data\/listen\//.test(request.url ?? '')) request.headers.authorization = `Bearer ${tokens.read}`
    }
    void answer(request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    admit(request)
    adapter.upgrade(request, socket, head)
  })
  server.listen(0, 'localhost')
  await once(server, 'listening')
  const url = `http://localhost:${(server.address() as AddressInfo).port}/lake`
  return {
    lake,
    url,
    env: {
      ...(allowedOrigin && { PORT: new URL(allowedOrigin).port, SITE_URL: allowedOrigin }),
      NEXT_PUBLIC_SANITY_PROJECT_ID: 'manual',
      NEXT_PUBLIC_SANITY_DATASET: 'production',
      SANITY_API_HOST: url,
      SANITY_API_READ_TOKEN: tokens.read,
      SANITY_API_WRITE_TOKEN: tokens.write,
    },
    writer: connectTo(
      { projectId: 'manual', dataset: 'production', apiHost: url },
      { token: tokens.write, perspective: 'raw' },
    ),
    setAccess(given) {
      access = given
    },
    failWith(listener) {
      failure = listener
      // Connections that were opened before would go on being answered.
      server.closeIdleConnections()
      for (const stream of streams) stream.destroy()
    },
    delayQueries(ms) {
      delay = ms
    },
    async lagQueries(ms) {
      lagging = ms > 0 ? new Lagging(lake, ms) : undefined
    },
    cutListeners(value) {
      isCut = value
      if (isCut) for (const stream of streams) stream.destroy()
    },
    async [Symbol.asyncDispose]() {
      await lake.close()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What a public dataset answers to whoever has no token. */
async function answerAnybody(lake: Lake, address: string): Promise<string> {
  const url = new URL(address, 'http://localhost')
  const query = url.searchParams.get('query') ?? ''
  const params = Object.fromEntries(
    [...url.searchParams]
      .filter(([name]) => name.startsWith('$'))
      .map(([name, value]) => [name.slice(1), JSON.parse(value) as unknown]),
  )
  url.search = new URLSearchParams({ query: '*', perspective: 'raw' }).toString()
  const headers = { authorization: `Bearer ${tokens.read}` }
  const all = (await (await lake.fetch(new Request(url, { headers }))).json()) as {
    result: { _id: string }[]
  }
  const dataset = all.result.filter(({ _id }) => !_id.includes('.'))
  const value = await evaluate(parse(query, { params }), { dataset, params })
  return JSON.stringify({ result: ((await value.get()) as unknown) ?? null, ms: 1, query })
}

const sessionNotFound = JSON.stringify({
  statusCode: 401,
  error: 'Unauthorized',
  message: 'Unauthorized - Session not found',
  errorCode: 'SIO-401-ANF',
})

/** Answers queries as they would have been answered some time ago. */
class Lagging {
  readonly #lake: Lake
  readonly #ms: number
  /**
   * By the query's address: the answers since it was first asked, each with the time of the change before it.
   */
  readonly #answers = new Map<string, { at: number; body: Promise<string> }[]>()

  constructor(lake: Lake, ms: number) {
    this.#lake = lake
    this.#ms = ms
  }

  async answer(url: string): Promise<string> {
    const known = this.#answers.get(url) ?? [{ at: 0, body: this.#ask(url) }]
    this.#answers.set(url, known)
    const seen = performance.now() - this.#ms
    return (known.findLast(({ at }) => at <= seen) ?? known[0]!).body
  }

  async record(): Promise<void> {
    const at = performance.now()
    for (const [url, answers] of this.#answers) answers.push({ at, body: this.#ask(url) })
  }

  async #ask(url: string): Promise<string> {
    const headers = { authorization: `Bearer ${tokens.read}` }
    return (await this.#lake.fetch(new Request(`http://localhost${url}`, { headers }))).text()
  }
}
