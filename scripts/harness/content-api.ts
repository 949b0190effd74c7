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
  /** The environment of a site that uses this API in place of Sanity's. */
  env: Record<string, string>
  /** A client with the write token, in the perspective `raw`. */
  writer: SanityClient
  /** Makes the listener answer all requests from now on; without one, the lake answers again. */
  failWith(listener?: RequestListener): void
  /** Delays every query by this many milliseconds from now on. */
  delayQueries(ms: number): void
  /**
   * From now on, queries return the content of this many milliseconds ago, while listeners hear of changes at
   * once.
   */
  lagQueries(ms: number): Promise<void>
  /**
   * From now on: `refusesTokens` answers 401 to every token, and `isPublic` lets requests without a token
   * read the documents of a public dataset, whose ids have no dot.
   */
  setAccess(access: { refusesTokens?: boolean; isPublic?: boolean }): void
  /** Ends every listener's connection and, while `isCut`, refuses new ones. */
  cutListeners(isCut: boolean): void
  [Symbol.asyncDispose](): Promise<void>
}

/**
 * Serves a Content Lake on its own port in place of Sanity's API. Pages of the allowed origin may call it
 * with credentials, like the CORS origins of a Sanity project. The embedded lake answers its own origin only,
 * so CORS is implemented here, in front of it.
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
      // Idle connections would still be answered by the earlier handler.
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

/** The answer of a public dataset to a request without a token. */
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

/** Answers queries with the content of some time ago. */
class Lagging {
  readonly #lake: Lake
  readonly #ms: number
  /**
   * For each query's address, its answers since the first request, each with the time of the change that led
   * to it.
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
