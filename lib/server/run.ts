import { EnvError, loadEnvFiles, readEnv } from '#lib/env.ts'
import { LakeFileError } from '#sanity/lake/index.ts'
import { startServer } from './server.ts'
import { StartError } from './start-error.ts'

/**
 * Runs the server in the foreground until Ctrl-C or SIGTERM: prints where everything is, or what is wrong and what to do, and then
 * exits with a status that is not 0.
 */
export async function runServer({ dev = false } = {}): Promise<void> {
  try {
    loadEnvFiles(dev ? 'development' : 'production')
    const { url, studioUrl, close } = await startServer({ root: process.cwd(), env: readEnv(), dev })
    console.info(`\n  The manual   ${url}\n  The Studio   ${studioUrl}\n`)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        void close().then(() => process.exit(0))
      })
    }
  } catch (error) {
    const isForOperator =
      error instanceof StartError || error instanceof EnvError || error instanceof LakeFileError
    console.error(isForOperator ? `\n${error.message}\n` : error)
    process.exit(1)
  }
}
