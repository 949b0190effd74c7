import { randomUUID } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { syncFolder } from '#sanity/lake/index.ts'
import { OperatorError } from '#server/operator-error.ts'

interface WriteOptions {
  /** Whether an existing file is replaced. If not, the write fails with EEXIST. */
  replace?: boolean
}

/**
 * Writes a file that only its owner may read. The file appears, or is replaced, only when its whole content
 * is on disk.
 *
 * @param write writes the content to a file of the name it is given.
 * @throws {OperatorError} when the disk is full, or the folder is missing or not writable.
 */
export async function writeAtomically(
  file: string,
  write: (unfinished: string) => void | Promise<void>,
  { replace = false }: WriteOptions = {},
): Promise<void> {
  const unfinished = temporaryFile(file)
  try {
    await write(unfinished)
    finish(unfinished, file, replace)
  } catch (cause) {
    rmSync(unfinished, { force: true })
    throw explainError(file, cause)
  }
}

/** `writeAtomically` for content in memory. */
export function writeAtomicallySync(
  file: string,
  content: string,
  { replace = false }: WriteOptions = {},
): void {
  const unfinished = temporaryFile(file)
  try {
    writeFileSync(unfinished, content, { flag: 'wx', mode: 0o600 })
    finish(unfinished, file, replace)
  } catch (cause) {
    rmSync(unfinished, { force: true })
    throw explainError(file, cause)
  }
}

const temporaryFile = (file: string) => join(dirname(file), `.${basename(file)}.${randomUUID()}`)

function finish(unfinished: string, file: string, replace: boolean): void {
  const descriptor = openSync(unfinished, 'r+')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
  if (replace) renameSync(unfinished, file)
  else putInFreePlace(unfinished, file)
  syncFolder(dirname(file))
}

/** Unlike a rename, a link fails if the target has been created in the meantime. */
function putInFreePlace(from: string, to: string): void {
  try {
    linkSync(from, to)
    rmSync(from)
  } catch (error) {
    if (existsSync(to)) throw error
    renameSync(from, to) // the file system has no hard links
  }
}

function explainError(file: string, cause: unknown): unknown {
  const code = String((cause as NodeJS.ErrnoException | null)?.code)
  if (isFull(cause)) return diskFull(file, cause)
  if (['ENOENT', 'ENOTDIR', 'EACCES', 'EROFS', 'EPERM'].includes(code))
    return new OperatorError(
      `${file} cannot be written (${code}): check that its folder exists and is open to this account.`,
      { cause },
    )
  return cause
}

/** Whether a write failed because the disk is full or the quota is used up. */
export const isFull = (error: unknown): boolean =>
  ['ENOSPC', 'EDQUOT'].includes(String((error as NodeJS.ErrnoException | null)?.code))

export const diskFull = (file: string, cause: unknown): OperatorError =>
  new OperatorError(
    `The disk that holds ${file} is full. Make room on it and try again; what was there before is still there.`,
    { cause },
  )
