// Starts a lake on a free port, in memory or in a temporary folder, for the duration of a test.
import { createServer, type Server } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { ClientError, type ClientConfig, createClient, type SanityClient, ServerError } from '@sanity/client'
import type { Observable } from 'rxjs'
import { onTestFinished, vi } from 'vitest'
import { createLake, type Lake, type LakeOptions } from '#sanity/lake/index.ts'
import { createNodeAdapter, type NodeAdapterOptions } from '#sanity/lake/node.ts'
import { tokens } from '#scripts/harness/tokens.ts'

export { tokens }
export const apiVersion = '2025-02-19'

export interface RunningLake {
  lake: Lake
  server: Server
  file: string
  /** The lake's base URL, for `apiHost`. */
  url: string
  log: string[]
  client: SanityClient
  clientWith(config: Partial<ClientConfig>): SanityClient
  /** A request to a path below the version, by default with the write token. */
  call(path: string, init?: RequestInit & { token?: string | null }): Promise<Response>
  stop(): Promise<void>
}

export function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lake-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'lake.db')
}

/** For a test that restarts the lake on its file. A lake in memory is faster. */
export function startLakeOnDisk(options: Partial<LakeOptions> = {}): Promise<RunningLake> {
  return startLake({ file: temporaryFile(), ...options })
}

export async function startLake(
  options: Partial<LakeOptions> = {},
  adapterOptions: NodeAdapterOptions = {},
): Promise<RunningLake> {
  const file = options.file ?? ':memory:'
  const log: string[] = []
  const lake = createLake({
    file,
    projectId: 'manual',
    dataset: 'production',
    name: 'Operating Manual',
    signIn: { studioPath: '/studio' },
    tokens,
    basePath: '/lake',
    log: (line) => log.push(line),
    ...options,
  })
  const adapter = createNodeAdapter(lake, adapterOptions)
  const server = createServer((req, res) => adapter.handle(req, res))
  server.on('upgrade', (req, socket, head) => adapter.upgrade(req, socket, head))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/lake`

  let stopped = false
  const stop = async () => {
    if (stopped) return
    stopped = true
    await lake.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  onTestFinished(stop)
  const clientWith = (config: Partial<ClientConfig>) => connectTo(url, config)
  return {
    lake,
    server,
    file,
    url,
    log,
    client: clientWith({}),
    clientWith,
    call: (path, { token = tokens.write, ...init } = {}) => {
      const headers = new Headers(init.headers)
      if (token !== null) headers.set('authorization', `Bearer ${token}`)
      return fetch(`${url}/v${apiVersion}${path}`, { redirect: 'manual', ...init, headers })
    },
    stop,
  }
}

/** Signs in with a one-time link, and returns the cookie. */
export async function signIn({ lake, url }: RunningLake): Promise<string> {
  const response = await fetch(`${url}/sign-in?code=${lake.createSignInCode()}`, { redirect: 'manual' })
  const [cookie] = response.headers.getSetCookie()
  if (response.status !== 303 || !cookie) throw new Error(`Could not sign in: ${response.status}`)
  return cookie.split(';', 1)[0]!
}

/** A client of the lake at this address, by default with the write token. */
export function connectTo(url: string, config: Partial<ClientConfig> = {}): SanityClient {
  return createClient({
    projectId: 'manual',
    dataset: 'production',
    apiHost: url,
    useProjectHostname: false,
    useCdn: false,
    apiVersion: apiVersion,
    token: tokens.write,
    perspective: 'raw',
    maxRetries: 0,
    ...config,
  })
}

/** Starts a lake and captures its SQLite connection, so that a test can make it fail. */
export async function captureDatabase(
  start: () => Promise<RunningLake>,
): Promise<{ running: RunningLake; database: DatabaseSync }> {
  const connections: DatabaseSync[] = []
  const exec = DatabaseSync.prototype.exec
  const spy = vi.spyOn(DatabaseSync.prototype, 'exec').mockImplementation(function (this: DatabaseSync, sql) {
    connections.push(this)
    exec.call(this, sql)
  })
  const running = await start().finally(() => spy.mockRestore())
  return { running, database: connections[0]! }
}

export const post = (body: unknown): RequestInit => ({
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
})

/** Mutations as a request for `lake.fetch`. */
export function writeRequest(...mutations: object[]): Request {
  const url = `http://localhost/lake/v${apiVersion}/data/mutate/production`
  return new Request(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${tokens.write}` },
    body: JSON.stringify({ mutations }),
  })
}

/** The client's error for a request. Fails if the request succeeds. */
export async function refusal(
  request: Promise<unknown>,
): Promise<{ status: number; message: string; body: unknown }> {
  const outcome = await request.then(
    () => null,
    (error: unknown) => error,
  )
  if (!(outcome instanceof ClientError || outcome instanceof ServerError)) {
    throw new Error('Expected the lake to refuse this request', { cause: outcome })
  }
  return { status: outcome.statusCode, message: outcome.message, body: outcome.response.body }
}

export interface ServerEvent {
  event: string
  id?: string
  data: Record<string, unknown>
}

/** Parses the server-sent events of a response as they arrive. Ends with the response. */
export async function* serverEvents(response: Response): AsyncGenerator<ServerEvent> {
  let text = ''
  for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
    text += chunk
    const blocks = text.split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => splitOnce(line, ': ')))
      const [event, id, data] = [fields.get('event'), fields.get('id'), fields.get('data')]
      if (event && data) yield { event, data: JSON.parse(data) as never, ...(id !== undefined && { id }) }
    }
  }
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + separator.length)]
}

export async function nextEvent(events: AsyncGenerator<ServerEvent>): Promise<ServerEvent> {
  const { value, done } = await events.next()
  if (done) throw new Error('The stream ended')
  return value
}

/** The remaining events of a stream that ends. */
export async function remainingEvents(events: AsyncGenerator<ServerEvent>): Promise<ServerEvent[]> {
  const rest: ServerEvent[] = []
  for await (const event of events) rest.push(event)
  return rest
}

/** The events of a stream so far. */
export interface Collected<T> {
  events: T[]
  /** Resolves when there are this many events. */
  atLeast(count: number): Promise<T[]>
  stop(): void
}

export function collect<T>(source: Observable<T>): Collected<T> {
  const events: T[] = []
  const waiting = new Set<() => void>()
  let failure: unknown = null
  const wake = () => waiting.forEach((check) => check())
  const subscription = source.subscribe({
    next: (event) => {
      events.push(event)
      wake()
    },
    error: (error) => {
      failure = error
      wake()
    },
  })
  onTestFinished(() => subscription.unsubscribe())
  const atLeast = (count: number) =>
    new Promise<T[]>((resolve, reject) => {
      const check = () => {
        if (events.length >= count) resolve(events)
        else if (failure) reject(failure)
        else return
        waiting.delete(check)
      }
      waiting.add(check)
      check()
    })
  return { events, atLeast, stop: () => subscription.unsubscribe() }
}

export const action = <Name extends string>(name: Name) => `sanity.action.document.${name}` as const
