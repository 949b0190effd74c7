import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import nextEnv from '@next/env'
import next from 'next'
import type { Env } from '#lib/env.ts'
import { backend, lakePath, type Backend } from '#sanity/content/backend.ts'
import { createLake, type Lake } from '#sanity/lake/index.ts'
import { createNodeAdapter } from '#sanity/lake/node.ts'
import { seedDocuments } from '#sanity/seed/index.ts'
import { serveBackups } from '#server/installation/backup.ts'
import { build, buildIsCurrent } from '#server/installation/build.ts'
import { lakeFile, prepareDataDir } from '#server/installation/data-dir.ts'
import { followContent } from './follow-content.ts'
import { readerPages } from '#server/front/reader-pages.ts'
import { loadSecrets, type Secrets } from '#server/installation/secrets.ts'
import { StartError } from './start-error.ts'

interface RunningServer {
  /** The address of the page. */
  url: string
  /** The address of the Studio; in embedded mode with a one-time code that signs in. */
  studioUrl: string
  /** Stops answering, closes the dataset, and resolves when both are done. */
  close(): Promise<void>
}

interface ServerOptions {
  /** The project's directory. */
  root: string
  env: Env
  /** True for `npm run dev`: pages are compiled on demand, and keep their scripts. */
  dev?: boolean
  /** Aborts a start in progress, the build included. */
  signal?: AbortSignal
}

/**
 * Starts the one process of the project: the embedded Content Lake under `/lake` (in hosted mode there is none) and Next.js for the
 * rest, on one port. Builds first when there is no build of the current sources.
 *
 * @throws {StartError | LakeFileError | Error} with a message for the operator.
 */
export async function startServer({
  root,
  env: given,
  dev = false,
  signal,
}: ServerOptions): Promise<RunningServer> {
  prepareDataDir(given.DATA_DIR)
  let lake: Lake | undefined
  let answer: RequestListener = (_request, response) => {
    response
      .writeHead(503, { 'retry-after': '5', 'content-type': 'text/plain' })
      .end('The site is starting.\n')
  }
  const isForLake = ({ url, headers }: IncomingMessage) =>
    lake !== undefined && isBelow(lakePath, url) && headers.upgrade?.toLowerCase() === 'websocket'
  const server = createServer(
    // All other offers to switch protocols (curl's h2c, for example) are ignored, and answered as ordinary requests.
    { shouldUpgradeCallback: (request) => dev || isForLake(request) },
    (request, response) => answer(request, response),
  )
  const port = await listen(server, given.PORT)
  // The server counts these as open, but does not close them with its other connections.
  const upgraded = new Set<Duplex>()
  const closeConnections = () => {
    for (const socket of upgraded) socket.destroy()
    server.closeAllConnections()
  }
  try {
    const env = {
      ...given,
      PORT: port,
      SITE_URL: process.env.SITE_URL ? given.SITE_URL : `http://localhost:${port}`,
    }
    if (!dev && !buildIsCurrent(root)) await build(root, signal)

    const inUse = backend(env)
    const secrets = inUse.embedded ? loadSecrets(env.DATA_DIR, secretsOf(env)) : undefined
    tellNext(env, secrets)
    const content = followContent({
      ...env,
      ...(secrets && {
        SANITY_API_READ_TOKEN: secrets.readToken,
        SANITY_API_WRITE_TOKEN: secrets.writeToken,
      }),
    })
    lake = secrets && openLake(inUse, env, secrets, (ids) => content.changed(ids))
    // Next.js takes every handshake on the server it is given: on this one, it is told only of those that are its.
    const handshakes = createServer()
    const site = next({ dev, dir: root, hostname: 'localhost', port, httpServer: handshakes })
    await site.prepare()
    // In development, Next.js goes back to what it calls the initial environment when an .env file changes.
    if (dev) nextEnv.updateInitialEnv(process.env)
    const handle = dev ? site.getRequestHandler() : readerPages(site.getRequestHandler(), content.published)
    const mounted = lake && createNodeAdapter(lake, { trustProxy: env.SITE_URL.startsWith('https:') })
    const toNext: RequestListener = (request, response) => void handle(request, response)

    server.on('upgrade', (request, socket, head) => {
      upgraded.add(socket)
      socket.on('close', () => upgraded.delete(socket))
      if (mounted && isForLake(request)) mounted.upgrade(request, socket, head)
      else if (dev) handshakes.emit('upgrade', request, socket, head)
      // On a Node without shouldUpgradeCallback. In production Next.js does not answer it, and would leave it open.
      else socket.destroy()
    })
    const backups = lake && serveBackups(env.DATA_DIR, port, lake)
    answer = (request, response) => {
      if (backups?.handle(request, response)) return
      if (mounted && isBelow(lakePath, request.url)) mounted.handle(request, response)
      else toNext(request, response)
    }

    // What changed while no process was there.
    content.editions.look()
    const code = lake?.createSignInCode()
    return {
      url: env.SITE_URL,
      studioUrl: code ? `${env.SITE_URL}${lakePath}/sign-in?code=${code}` : `${env.SITE_URL}/studio`,
      async close() {
        content.close()
        backups?.close()
        const closed = new Promise((resolve) => server.close(resolve))
        await lake?.close()
        closeConnections()
        await closed
        await site.close()
      },
    }
  } catch (error) {
    server.close()
    closeConnections()
    await lake?.close()
    throw error
  }
}

const isBelow = (path: string, url = '') =>
  url === path || url.startsWith(`${path}/`) || url.startsWith(`${path}?`)

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => {
      reject(
        cause.code === 'EADDRINUSE'
          ? new StartError(
              `Port ${port} is in use. Stop whatever is using it, or choose another: PORT=${port + 1} npm start`,
              { cause },
            )
          : cause.code === 'EACCES'
            ? new StartError(
                `Port ${port} may not be used by this account. Choose one above 1023: PORT=3000 npm start`,
                { cause },
              )
            : cause,
      )
    })
    server.listen(port, () => resolve((server.address() as AddressInfo).port))
  })
}

const secretsOf = (env: Env) => ({
  readToken: env.SANITY_API_READ_TOKEN,
  writeToken: env.SANITY_API_WRITE_TOKEN,
  revalidateSecret: env.SANITY_REVALIDATE_SECRET,
})

/** The site runs in this process and reads its environment: this passes it the values that were settled here. */
function tellNext(env: Env, secrets: Secrets | undefined) {
  process.env.PORT = String(env.PORT)
  process.env.SITE_URL = env.SITE_URL
  process.env.DATA_DIR = env.DATA_DIR
  if (secrets) {
    process.env.SANITY_API_READ_TOKEN = secrets.readToken
    process.env.SANITY_REVALIDATE_SECRET = secrets.revalidateSecret
  }
}

function openLake(
  { projectId, dataset }: Backend,
  env: Env,
  secrets: Secrets,
  onPublish: (ids: readonly string[]) => void,
): Lake {
  return createLake({
    file: lakeFile(env.DATA_DIR),
    projectId,
    dataset,
    basePath: lakePath,
    tokens: { read: secrets.readToken, write: secrets.writeToken },
    seed: seedDocuments,
    onPublish,
    log: (line) => console.warn(line),
  })
}
