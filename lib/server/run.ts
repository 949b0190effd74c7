import { once } from 'node:events'
import { EnvError, readEnv } from '#lib/env.ts'
import { LakeFileError } from '#sanity/lake/index.ts'
import { loadEnvFiles } from './env-files.ts'
import { startServer } from './server.ts'
import { StartError } from './start-error.ts'

/**
 * Runs the server in the foreground until Ctrl-C or SIGTERM: prints where everything is; or what is wrong and what to do, and then
 * exits with a status other than 0.
 */
export async function runServer({ dev = false } = {}): Promise<void> {
  const stopping = new AbortController()
  const { signal } = stopping
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stopping.abort())
  try {
    loadEnvFiles(dev ? 'development' : 'production')
    const { url, studioUrl, close } = await startServer({ root: process.cwd(), env: readEnv(), dev, signal })
    console.info(`\n  The manual   ${url}\n  The Studio   ${studioUrl}\n`)
    if (!signal.aborted) await once(signal, 'abort')
    await close()
    process.exit(0)
  } catch (error) {
    if (signal.aborted) process.exit(0)
    const isForOperator =
      error instanceof StartError || error instanceof EnvError || error instanceof LakeFileError
    console.error(isForOperator ? `\n${error.message}\n` : error)
    process.exit(1)
  }
}
