import { EnvError } from '#lib/env.ts'
import { LakeFileError } from '#sanity/lake/index.ts'
import { ArchiveError } from '#sanity/seed/archive.ts'
import { loadEnvFiles } from './env-files.ts'
import { OperatorError } from '#server/operator-error.ts'

/**
 * Whether an error's message says to the operator what is wrong and what to do; any other is a bug, and needs
 * its stack.
 */
export const isOperatorError = (error: unknown): error is Error =>
  error instanceof OperatorError ||
  error instanceof EnvError ||
  error instanceof LakeFileError ||
  error instanceof ArchiveError ||
  (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))

/**
 * Runs a command of the operator's, with the variables of `.env`. What goes wrong is printed, and the exit
 * status is then 1.
 */
export async function runCommand(run: () => void | Promise<void>): Promise<void> {
  try {
    loadEnvFiles()
    await run()
  } catch (error) {
    console.error(isOperatorError(error) ? `\n${error.message}\n` : error)
    process.exitCode = 1
  }
}
