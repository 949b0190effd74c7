import { once } from 'node:events'
import { readEnv } from '#lib/env.ts'
import { checkFolder } from '#server/installation/build.ts'
import { isOperatorError } from '#server/installation/command.ts'
import { loadEnvFiles } from '#server/installation/env-files.ts'
import { OperatorError } from '#server/operator-error.ts'
import { startServer } from './server.ts'

/** How long the server has to close. Nothing is lost if it does not: what was acknowledged is on disk. */
const closeTimeoutMs = 8000

/** A clock that shows an earlier time has not been set. */
const releaseDateMs = Date.UTC(2026, 0, 1)

/**
 * Runs the server in the foreground until Ctrl-C or SIGTERM: prints where everything is; or what is wrong and
 * what to do, and then exits with a status other than 0.
 */
export async function runServer({ dev = false } = {}): Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  // Signals that come while it stops change nothing: Ctrl-C reaches it from the terminal and from
  // scripts/node.mjs.
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stopping.abort())
  signal.addEventListener('abort', () => setTimeout(() => process.exit(1), closeTimeoutMs).unref())
  try {
    // `npm start --port 4000`: npm keeps the option for itself, and passes it on like this.
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
