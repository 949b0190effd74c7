import { once } from 'node:events'
import { readEnv } from '#lib/env.ts'
import { checkFolder } from '#server/installation/build.ts'
import { isOperatorError } from '#server/installation/command.ts'
import { loadEnvFiles } from '#server/installation/env-files.ts'
import { OperatorError } from '#server/operator-error.ts'
import { startServer } from './server.ts'

/** How long a shutdown may take. Afterwards the process exits; acknowledged writes are already on disk. */
const closeTimeoutMs = 8000

/** An earlier time means that the machine's clock is not set. */
const releaseDateMs = Date.UTC(2026, 0, 1)

/**
 * Runs the server in the foreground until Ctrl-C or SIGTERM, and prints its addresses. On failure, prints
 * what is wrong and what to do, and exits with status 1.
 */
export async function runServer({ dev = false } = {}): Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  // Repeated signals are ignored: on Ctrl-C, both the terminal and scripts/node.mjs send one.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort())
  signal.addEventListener('abort', () => setTimeout(() => process.exit(1), closeTimeoutMs).unref())
  try {
    // `npm start --port 4000`: npm takes the option as its own and sets this variable.
    if (process.argv.length > 2 || process.env.npm_config_port)
      throw new OperatorError(
        'The site takes no options. What can be set are environment variables, which .env.example explains. For example: PORT=4000 npm start',
      )
    checkFolder(process.cwd())
    loadEnvFiles(dev ? 'development' : 'production')
    if (Date.now() < releaseDateMs)
      console.warn(
        `By this machine's clock it is ${new Date().toISOString()}, before this project was made. Set the clock: what you change is dated by it.`,
      )
    const { url, studioUrl, reach, check, close } = await startServer({
      root: process.cwd(),
      env: readEnv(),
      dev,
      signal,
    })
    console.info(`\n  The manual   ${url}\n  The Studio   ${studioUrl}\n  Listens on   ${reach}\n`)
    void check()
    if (!signal.aborted) await once(signal, 'abort')
    await close()
    process.exit(0)
  } catch (error) {
    if (signal.aborted) process.exit(0)
    console.error(isOperatorError(error) ? `\n${error.message}\n` : error)
    process.exit(1)
  }
}
