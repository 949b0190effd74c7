import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { OperatorError } from '#server/operator-error.ts'
import { diskFull, isFull } from './atomic-write.ts'

/** The file of the embedded Content Lake's dataset. */
export const lakeFile = (dataDir: string): string => join(dataDir, 'lake.sqlite')

/**
 * Creates DATA_DIR if it is missing. Returns the topmost folder that was created, if any.
 *
 * @throws {OperatorError} when it cannot be created, or is not writable.
 */
export function prepareDataDir(dataDir: string): string | undefined {
  try {
    // DATA_DIR holds drafts and tokens: only this account may read it.
    const made = mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.W_OK)
    return made
  } catch (cause) {
    if (isFull(cause)) throw diskFull(dataDir, cause)
    throw new OperatorError(
      `${dataDir} cannot be written to. Make it writable for the account that runs the site, or name another directory in DATA_DIR.`,
      { cause },
    )
  }
}
