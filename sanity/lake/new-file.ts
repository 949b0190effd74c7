import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { LakeError, LakeFileError } from './errors.ts'
import { describeFileError, isInUse, logsOf } from './file.ts'
import { Store } from './store.ts'

/**
 * Creates a file with its first content. It is filled under another name and then renamed, so that it exists
 * with all its content or not at all. Does nothing if the file exists.
 *
 * @throws {LakeFileError} and what `fill` throws.
 */
export function createFile(file: string, fill: (store: Store) => void): void {
  if (file === ':memory:' || existsSync(file)) return
  const unfinished = `${file}.new`
  const discard = () => {
    for (const path of [unfinished, ...logsOf(unfinished)]) rmSync(path, { force: true })
  }
  if (isInUse(unfinished))
    throw new LakeFileError(`${file} is being made by another process. Stop that one first.`)
  discard() // left behind by a killed process
  let store: Store | undefined
  try {
    store = new Store(unfinished)
    fill(store)
    store.close()
    renameSync(unfinished, file)
    syncFolder(dirname(file))
  } catch (error) {
    store?.close()
    discard()
    throw explained(error, unfinished, file)
  }
}

/** Replaces the temporary file's name in a message by the requested one. */
function explained(error: unknown, unfinished: string, file: string): unknown {
  if (error instanceof LakeFileError)
    return new LakeFileError(error.message.replaceAll(unfinished, file), { cause: error })
  if (error instanceof LakeError && error.status === 503) return describeFileError(file, error.cause)
  return error instanceof Error && 'code' in error ? describeFileError(file, error) : error
}

/** Flushes a rename to disk. Windows cannot open folders, and does not need it. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
