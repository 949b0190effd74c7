/**
 * The embedded Content Lake: the part of Sanity's HTTP API that a Studio, a site and their clients use, on
 * one SQLite file. README.md lists the calls and the differences from the hosted one.
 */

import { randomBytes } from 'node:crypto'
import type { WebSocket } from 'ws'
import { Access, author } from './access.ts'
import { formatSeconds, type Micros } from './clock.ts'
import { dataRoutes } from './data.ts'
import { isPublishedId, type SanityDocument } from './documents.ts'
import { Engine } from './engine.ts'
import { httpError } from './errors.ts'
import { EventStreams } from './event-stream.ts'
import { historyRoutes } from './history.ts'
import { listenRoutes } from './listen.ts'
import { projectRoutes } from './project.ts'
import type { IsLeftOut } from './redact.ts'
import { createRouter, type Route } from './router.ts'
import { purgeRoutes } from './purge.ts'
import { signInRoutes, type SignInOptions } from './sign-in.ts'
import { socketRoutes } from './sockets.ts'
import { createFile } from './new-file.ts'
import { Store } from './store.ts'

export { ItemError, LakeFileError, LakeInUseError } from './errors.ts'
export { logsOf } from './file.ts'
export { syncFolder } from './new-file.ts'
export { redact } from './redact.ts'
export { type SanityDocument } from './documents.ts'

export interface LakeOptions {
  /** Path of the SQLite file, or ':memory:'. Only one process can have it open. */
  file: string
  projectId: string
  dataset: string
  /** The project's name in the Studio. Defaults to its id. */
  name?: string
  signIn?: SignInOptions
  /** The site uses `read`, the author `write`. */
  tokens: { read: string; write: string }
  /**
   * The first content. Called only when the file does not exist or is empty. The file is created with all of
   * it or not at all. `onPublish` is not called.
   */
  seed?: () => readonly SanityDocument[]
  /**
   * Called once per transaction that changes, deletes or unpublishes published documents, with their types:
   * when queries already return the change, and before the author's request is answered.
   */
  onPublish?: (types: readonly string[]) => void
  /**
   * Whether a value (a document, or past revisions and mutations) contains a passage. Depends on how the
   * documents store text.
   */
  holdsPassage?: (value: unknown, passage: string) => boolean
  /** Called after a passage was purged, before the author's request is answered. */
  onPurge?: () => Promise<void>
  /** The path at which the lake is mounted. Requests' URLs include it. */
  basePath?: string
  /**
   * The public origin. If it is set, the lake answers only there and on loopback addresses; otherwise on any
   * `Host`.
   */
  siteUrl?: string | undefined
  clock?: () => Date
  newId?: () => string
  log?: (line: string) => void
}

export interface Lake {
  readonly routes: readonly Pick<Route, 'name' | 'access'>[]
  fetch(request: Request): Promise<Response>
  /** Takes over the WebSocket of a handshake that `fetch` has answered with 426. */
  connect(socket: WebSocket, handshake: Request): void
  /** A code for `<origin><basePath>/sign-in?code=…`. Works once, within 15 minutes. */
  createSignInCode(): string
  /**
   * Copies the current dataset into a new file that only its owner may read, without sessions and without the
   * documents that `isLeftOut` selects. Throws if the file exists.
   */
  backUp(file: string, isLeftOut?: IsLeftOut): void
  /** Permanently removes the history of documents from the file: see `Store.purge`. */
  purge: Store['purge']
  close(): Promise<void>
}

/** The length of hosted Sanity's transaction ids. */
const idLength = 22

/**
 * Opens the lake.
 *
 * @throws {LakeFileError} with a message that says what to do.
 */
export function createLake(options: LakeOptions): Lake {
  const { projectId, dataset, basePath = '', clock = () => new Date() } = options
  const { newId = randomId, log = (line: string) => console.error(line) } = options
  const shared = { projectId, dataset, clock, newId, log }
  const fill = (store: Store) => {
    if (!store.isNew || !options.seed) return
    new Engine(store, shared).seed(options.seed(), author.id)
  }
  if (options.seed) createFile(options.file, fill)
  const store = new Store(options.file)
  const engine = new Engine(store, shared)
  engine.onCommit(({ transaction: { changes } }) => {
    const published = changes.filter(({ id }) => isPublishedId(id))
    const types = published.map(({ before, after }) => (after ?? before)?._type ?? '')
    if (types.length > 0) options.onPublish?.(types)
  })
  let access: Access
  try {
    access = new Access(store, options.tokens, { path: basePath, clock, log })
    fill(store)
  } catch (error) {
    store.close()
    throw error
  }
  warnOfClock(clock(), store.lastTimestamp, log)
  const streams = new EventStreams()
  const sockets = new Set<WebSocket>()
  const routes: Route[] = [
    ...signInRoutes(access, basePath, options.signIn),
    ...dataRoutes(engine),
    ...listenRoutes(engine, streams),
    ...historyRoutes(store),
    ...purgeRoutes(store, options),
    ...projectRoutes(engine, options.name ?? projectId),
    ...socketRoutes(streams, basePath, (request) => answer(request)),
  ]
  const router = createRouter({ routes, access, dataset, basePath, siteUrl: options.siteUrl, log })
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
      const name = `GET ${new URL(handshake.url).pathname.slice(basePath.length)}`
      routes.find(({ pattern }) => pattern.test(name))?.connect?.(socket, handshake)
    },

    createSignInCode: () => access.createCode(),

    backUp: (path, isLeftOut) => store.backUp(path, isLeftOut),

    purge: (isPurged) => store.purge(isPurged),

    async close() {
      if (closed) return
      closed = true
      streams.closeAll()
      for (const socket of sockets) socket.close(1001, 'The lake is closing')
      await engine.settled()
      for (const socket of sockets) socket.terminate()
      store.close()
    },
  }
}

/**
 * Checks a file as `createLake` does, and closes it again. Undoes a transaction that a killed process has not
 * finished, and migrates the file to the current layout. Returns whether it is empty.
 *
 * @throws {LakeFileError} when it is not a whole lake, or in use.
 */
export function recoverFile(file: string): { isEmpty: boolean } {
  const store = new Store(file)
  store.close()
  return { isEmpty: store.isNew }
}

function warnOfClock(now: Date, newest: Micros, log: (line: string) => void): void {
  if (newest / 1000 - now.getTime() < 60_000) return
  const [today, then] = [formatSeconds(now.getTime() * 1000), formatSeconds(newest)]
  log(
    `lake: by this machine's clock it is ${today}, but the newest change was made at ${then}. One of the two is wrong: check the clock. ` +
      'What you change from now on is dated by it.',
  )
}

function randomId(): string {
  return randomBytes(idLength).toString('base64url').replaceAll(/[-_]/g, 'x').slice(0, idLength)
}
