import { accessSync, constants, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { OperatorError } from '#server/operator-error.ts'
import { diskFull, isFull } from './atomic-write.ts'

/** The embedded Content Lake's dataset. */
export const lakeFile = (dataDir: string): string => join(dataDir, 'lake.sqlite')

/**
 * Makes DATA_DIR where it is missing. Returns the first of the folders that it made, if any.
 *
 * @throws {OperatorError} when it cannot be made, or cannot be written to.
 */
export function prepareDataDir(dataDir: string): string | undefined {
  try {
    // It holds drafts and tokens: for this account only.
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
