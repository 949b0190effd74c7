/**
 * The embedded Content Lake: the part of Sanity's HTTP API that a Studio, a site and their clients call, on
 * one SQLite file. See README.md for what that part is and where it differs from the hosted one.
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
  /** Path of the SQLite file, or ':memory:'. One process owns it at a time. */
  file: string
  projectId: string
  dataset: string
  /** The project's name, as the Studio shows it; its id when there is none. */
  name?: string
  signIn?: SignInOptions
  /** `read` is the site's, `write` the author's. */
  tokens: { read: string; write: string }
  /**
   * The first content, asked for only when there is no file yet, or an empty one: the file appears with all
   * of it, or not at all. It is not reported to `onPublish`.
   */
  seed?: () => readonly SanityDocument[]
  /**
   * Called once per transaction that changes published documents (as it also is when one is deleted or
   * unpublished), with their types: after queries see the change, and before its author gets the answer.
   */
  onPublish?: (types: readonly string[]) => void
  /**
   * Whether a document, or anything that it ever was, holds a passage. Whoever mounts the lake knows how its
   * documents keep text.
   */
  holdsPassage?: (value: unknown, passage: string) => boolean
  /** Called after a passage was purged, before its author gets the answer. */
  onPurge?: () => Promise<void>
  /** Where the lake is mounted; the URLs of requests carry it. */
  basePath?: string
  /**
   * The origin at which browsers find it. With one, only that and the names of this machine are its own;
   * without, whatever they ask for.
   */
  siteUrl?: string | undefined
  clock?: () => Date
  newId?: () => string
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
  /**
   * Copies the dataset, as it is at this moment, into a new file that only its owner may read: without
   * sessions, and without the documents that `isLeftOut` picks. Throws if there is one already.
   */
  backUp(file: string, isLeftOut?: IsLeftOut): void
  /** Takes the past of documents out of the file, for good: see `Store.purge`. */
  purge: Store['purge']
  close(): Promise<void>
}

/** Sanity's own transaction ids have this length. */
const idLength = 22

/** Opens the lake, or throws a LakeFileError whose message says what to do about it. */
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
 * Checks a file as `createLake` would, without keeping it open: undoes what a killed process was writing, and
 * brings it to this layout. Says whether it is empty.
 *
 * @throws {LakeFileError} when it is no whole lake, or in use.
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
