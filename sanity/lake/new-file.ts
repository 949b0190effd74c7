import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import { LakeError, LakeFileError } from './errors.ts'
import { describeFileError, isInUse, logsOf } from './file.ts'
import { Store } from './store.ts'

/**
 * Makes a file that is there with all its first content or not at all, whatever happens meanwhile: it is
 * filled under another name. Does nothing when there is a file already.
 *
 * @throws what `fill` throws, and {LakeFileError}.
 */
export function createFile(file: string, fill: (store: Store) => void): void {
  if (file === ':memory:' || existsSync(file)) return
  const unfinished = `${file}.new`
  const discard = () => {
    for (const path of [unfinished, ...logsOf(unfinished)]) rmSync(path, { force: true })
  }
  if (isInUse(unfinished))
    throw new LakeFileError(`${file} is being made by another process. Stop that one first.`)
  discard() // of a process that was killed
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

/** What the operator is told names the file that was asked for. */
function explained(error: unknown, unfinished: string, file: string): unknown {
  if (error instanceof LakeFileError)
    return new LakeFileError(error.message.replaceAll(unfinished, file), { cause: error })
  if (error instanceof LakeError && error.status === 503) return describeFileError(file, error.cause)
  return error instanceof Error && 'code' in error ? describeFileError(file, error) : error
}

/** Puts a rename on disk. Windows neither needs it nor can. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const descriptor = openSync(folder, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
