import { EnvError } from '#lib/env.ts'
import { LakeFileError } from '#sanity/lake/index.ts'
import { ArchiveError } from '#sanity/seed/archive.ts'
import { loadEnvFiles } from './env-files.ts'
import { StartError } from '#server/start/start-error.ts'

/** Whether an error's message says to the operator what is wrong and what to do; any other is a bug, and needs its stack. */
export const isForOperator = (error: unknown): error is Error =>
  error instanceof StartError ||
  error instanceof EnvError ||
  error instanceof LakeFileError ||
  error instanceof ArchiveError ||
  (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))

/** Runs a command of the operator's, with the variables of `.env`. What goes wrong is printed, and the exit status is then 1. */
export async function command(run: () => void | Promise<void>): Promise<void> {
  try {
    loadEnvFiles()
    await run()
  } catch (error) {
    console.error(isForOperator(error) ? `\n${error.message}\n` : error)
    process.exitCode = 1
  }
}
