import { createServer, type IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import nextEnv from '@next/env'
import next from 'next'
import type { Env } from '#lib/env.ts'
import { backend } from '#sanity/content/backend.ts'
import { lakePath, studioPath } from '#sanity/content/paths.ts'
import type { Lake } from '#sanity/lake/index.ts'
import { serveBackups } from '#server/installation/backup.ts'
import { build, buildIsCurrent } from '#server/installation/build.ts'
import { prepareDataDir } from '#server/installation/data-dir.ts'
import { checkHosted } from './check-hosted.ts'
import { dispatch } from './dispatch.ts'
import { followContent } from './follow-content.ts'
import { Gate } from './gate.ts'
import { describeReach } from './listen.ts'
import { openLake } from './open-lake.ts'
import { readerPages } from '#server/front/reader-pages.ts'
import { loadSecrets, type Secrets } from '#server/installation/secrets.ts'

interface RunningServer {
  url: string
  /** The addresses at which the process can be reached, in words. */
  reach: string
  /** Logs what the hosted content API refuses. Does nothing in embedded mode. */
  check(): Promise<void>
  /** The address of the Studio; in embedded mode with a one-time code that signs in. */
  studioUrl: string
  /** Stops answering, closes the dataset, and resolves when both are done. */
  close(): Promise<void>
}

interface ServerOptions {
  root: string
  env: Env
  /** True for `npm run dev`: pages are compiled on demand, and keep their scripts. */
  dev?: boolean
  /** Aborts a start in progress, including the build. */
  signal?: AbortSignal
}

/**
 * Starts the site on one port: in embedded mode the Content Lake under `/lake`, and Next.js for the rest.
 * Builds first if there is no build of the current sources.
 *
 * @throws {OperatorError | LakeFileError | Error} with a message for the operator.
 */
export async function startServer({
  root,
  env: given,
  dev = false,
  signal,
}: ServerOptions): Promise<RunningServer> {
  prepareDataDir(given.DATA_DIR)
  const gate = await Gate.listen(given.PORT, given.HOST)
  const { port } = gate
  let lake: Lake | undefined
  try {
    const publicUrl = process.env.SITE_URL ? given.SITE_URL : undefined
    const SITE_URL = publicUrl ?? `http://localhost:${port}`
    const env = { ...given, PORT: port, SITE_URL }
    if (!dev && !buildIsCurrent(root)) await build(root, signal)

    const inUse = backend(env)
    const secrets = inUse.embedded ? loadSecrets(env.DATA_DIR, secretsOf(env)) : undefined
    shareEnvironment(env, secrets)
    const content = followContent({
      ...env,
      ...(secrets && {
        SANITY_API_READ_TOKEN: secrets.readToken,
        SANITY_API_WRITE_TOKEN: secrets.writeToken,
      }),
    })
    lake =
      secrets &&
      openLake({
        inUse,
        env,
        secrets,
        publicUrl,
        onChange: (types) => content.changed(types),
        onPurge: () => content.published.forget(),
      })
    const site = await startNext({ dev, root, port })
    const handle = dev ? site.handle : readerPages(site.handle, content.published, content.editions)
    const backups = lake && serveBackups(env.DATA_DIR, port, lake)
    gate.open(
      dispatch({
        pages: (request, response) => void handle(request, response),
        pagesUpgrade: dev ? site.upgrade : undefined,
        lake,
        backups,
        publicUrl,
        dev,
      }),
    )
    // Saves a last good content even if the content API goes away before the first reader comes.
    void content.published.load()

    // The content may have changed while the site was not running.
    content.editions.look()
    const code = lake?.createSignInCode()
    return {
      url: SITE_URL,
      reach: describeReach(port, given.HOST),
      check: () => (inUse.embedded ? Promise.resolve() : checkHosted(env)),
      studioUrl: SITE_URL + (code ? `${lakePath}/sign-in?code=${code}` : studioPath),
      async close() {
        await content.close()
        backups?.close()
        const closed = gate.stopListening()
        await lake?.close()
        gate.closeConnections()
        await closed
        await site.close()
      },
    }
  } catch (error) {
    void gate.stopListening()
    gate.closeConnections()
    await lake?.close()
    throw error
  }
}

/** Prepares Next.js to handle requests of this server. */
async function startNext({ dev, root, port }: { dev: boolean; root: string; port: number }) {
  // Next.js listens to every upgrade of the server it is given. This one never listens, and emits only the
  // upgrades that are meant for Next.js.
  const upgrades = createServer()
  const site = next({ dev, dir: root, hostname: 'localhost', port, httpServer: upgrades })
  await site.prepare()
  // In development, Next.js resets the environment to its initial one when an .env file changes.
  if (dev) nextEnv.updateInitialEnv(process.env)
  return {
    handle: site.getRequestHandler(),
    upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) =>
      void upgrades.emit('upgrade', request, socket, head),
    close: () => site.close(),
  }
}

const secretsOf = (env: Env) => ({
  readToken: env.SANITY_API_READ_TOKEN,
  writeToken: env.SANITY_API_WRITE_TOKEN,
  revalidateSecret: env.SANITY_REVALIDATE_SECRET,
})

/** The pages are rendered in this process, and read their settings from its environment. */
function shareEnvironment(env: Env, secrets: Secrets | undefined) {
  process.env.PORT = String(env.PORT)
  process.env.SITE_URL = env.SITE_URL
  process.env.DATA_DIR = env.DATA_DIR
  if (secrets) {
    process.env.SANITY_API_READ_TOKEN = secrets.readToken
    process.env.SANITY_REVALIDATE_SECRET = secrets.revalidateSecret
  }
}
