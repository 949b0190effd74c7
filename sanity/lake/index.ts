/**
 * The embedded Content Lake: the part of Sanity's HTTP API that this project's Studio, site and clients call, on one SQLite
 * file. See README.md for what that part is and where it differs from the hosted one.
 */

import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { WebSocket } from 'ws'
import { Access, author } from './access.ts'
import { dataRoutes } from './data.ts'
import type { SanityDocument } from './documents.ts'
import { Engine } from './engine.ts'
import { httpError } from './errors.ts'
import { EventStreams } from './event-stream.ts'
import { historyRoutes } from './history.ts'
import { listenRoutes } from './listen.ts'
import { projectRoutes } from './project.ts'
import { createRouter, type Route } from './router.ts'
import { signInRoutes } from './sign-in.ts'
import { servePresence, serveStreams, socketRoutes } from './sockets.ts'
import { type LoggedTransaction, Store } from './store.ts'
import { createWebhook } from './webhook.ts'

export { LakeFileError } from './errors.ts'
export { type SanityDocument } from './documents.ts'

export interface LakeOptions {
  /** Path of the SQLite file, or ':memory:'. One process owns it at a time. */
  file: string
  projectId: string
  dataset: string
  /** `read` is the site's, `write` the author's. */
  tokens: { read: string; write: string }
  /** The first content, asked for only when the file is new. No webhook is sent for it. */
  seed?: () => readonly SanityDocument[]
  /** Where to report changes to published content. */
  webhook?: { url: string; secret: string }
  /** Where the lake is mounted; the URLs of requests carry it. */
  basePath?: string
  clock?: () => Date
  newId?: () => string
  fetch?: typeof fetch
  log?: (line: string) => void
}

export interface Lake {
  /** Everything it answers. */
  readonly routes: readonly Pick<Route, 'name' | 'access'>[]
  fetch(request: Request): Promise<Response>
  /** Takes over an accepted WebSocket, whose handshake `fetch` has answered with 426. */
  connect(socket: WebSocket, handshake: Request): void
  /** For `<origin><basePath>/sign-in?code=…`: works once, for 15 minutes. */
  createSignInCode(): string
  close(): Promise<void>
}

/** Sanity's own transaction ids have this length. */
const idLength = 22
/** How long the answer to a publish waits for the site to be notified. */
const webhookWaitMs = 1000

/** Opens the lake, or throws a LakeFileError whose message says what to do about it. */
export function createLake(options: LakeOptions): Lake {
  const { projectId, dataset, basePath = '', clock = () => new Date() } = options
  const { newId = randomId, log = (line: string) => console.error(line) } = options
  const shared = { projectId, dataset, clock, newId, log }
  const webhook =
    options.webhook && createWebhook({ ...shared, ...options.webhook, fetch: options.fetch ?? fetch })
  // Divergence: hosted Sanity delivers some time after the answer. Here the next reader already sees the publish.
  const afterCommit = async (transaction: LoggedTransaction) => {
    if (!webhook) return
    const waited = new AbortController()
    const timeout = sleep(webhookWaitMs, undefined, { signal: waited.signal }).catch(() => undefined)
    await Promise.race([webhook.deliver(transaction), timeout])
    waited.abort()
  }

  const store = new Store(options.file)
  const engine = new Engine(store, { ...shared, afterCommit })
  let access: Access
  try {
    access = new Access(store, options.tokens, clock)
    if (store.isNew && options.seed) engine.seed(options.seed(), author.id)
  } catch (error) {
    store.close()
    throw error
  }
  const streams = new EventStreams()
  const sockets = new Set<WebSocket>()
  const routes = [
    ...signInRoutes(access, basePath),
    ...dataRoutes(engine),
    ...listenRoutes(engine, streams),
    ...historyRoutes(store),
    ...projectRoutes(engine),
    ...socketRoutes(streams, basePath, (request) => answer(request)),
  ]
  const router = createRouter({ routes, access, dataset, basePath, log })
  let closed = false
  const answer = async (request: Request): Promise<Response> =>
    closed ? httpError(503, 'The lake is closed').toResponse() : router(request)

  return {
    routes,
    fetch: answer,

    connect(socket, handshake) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => socket.terminate())
      const { pathname, origin } = new URL(handshake.url)
      if (pathname.endsWith('/streams')) serveStreams(socket, handshake, origin + basePath, answer)
      else servePresence(socket)
    },

    createSignInCode: () => access.createCode(),

    async close() {
      if (closed) return
      closed = true
      streams.closeAll()
      for (const socket of sockets) socket.close(1001, 'The lake is closing')
      await engine.settled()
      webhook?.close()
      for (const socket of sockets) socket.terminate()
      store.close()
    },
  }
}

function randomId(): string {
  return randomBytes(idLength).toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, idLength)
}
