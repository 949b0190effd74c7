import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { lastGoodFile } from '#sanity/content/last-good.ts'
import { LakeFileError, LakeInUseError, logsOf, recoverFile, redact, syncFolder } from '#sanity/lake/index.ts'
import { beginsLikeArchive, isPacked, isPreviewSecret } from '#sanity/seed/archive.ts'
import { dayAndTime } from './backup.ts'
import { lakeFile, prepareDataDir } from './data-dir.ts'
import { OperatorError } from '#server/operator-error.ts'
import { diskFull, isFull } from './atomic-write.ts'

/**
 * Replaces DATA_DIR's dataset with a backup: a file from `npm run backup`, or a copied `lake.sqlite`, with
 * its log if there is one beside it. Checks the backup first, and keeps the old dataset in a folder. Sessions
 * and shared previews end.
 *
 * @returns the folder with the old dataset; `undefined` when there was none.
 * @throws {OperatorError | LakeFileError} and nothing has changed.
 */
export function restore(dataDir: string, backup: string): string | undefined {
  if (!existsSync(backup) || !statSync(backup).isFile())
    throw new OperatorError(`${backup} is not a file. Name the backup to restore.`)
  refuseOtherFormats(backup)
  const made = prepareDataDir(dataDir)
  const file = lakeFile(dataDir)
  const copy = `${file}.restoring`
  try {
    copyAndCheck(backup, copy)
    refuseWhileInUse(file)
    const kept = setAside(dataDir, file)
    renameSync(copy, file)
    // The last good content may be newer than the backup. The next start loads it again.
    rmSync(join(dataDir, lastGoodFile), { force: true })
    syncFolder(dataDir)
    return kept
  } catch (error) {
    if (made) rmSync(made, { recursive: true, force: true })
    throw isFull(error) ? diskFull(file, error) : error
  } finally {
    for (const path of [copy, ...logsOf(copy)]) rmSync(path, { force: true })
  }
}

/** Recognises other files that are easily taken for a backup, and says what to do with them. */
function refuseOtherFormats(backup: string): void {
  const head = Buffer.alloc(4096)
  const descriptor = openSync(backup, 'r')
  let length
  try {
    length = readSync(descriptor, head, 0, head.length, 0)
  } finally {
    closeSync(descriptor)
  }
  const start = head.subarray(0, length)
  // An empty file is reported by `copyAndCheck`, like any other database.
  if (length === 0 || start.toString('latin1').startsWith('SQLite format 3\0')) return
  const advice = beginsLikeArchive(start)
    ? `is an export, not a backup. An empty dataset takes it: npm run seed -- ${backup}`
    : isPacked(start)
      ? 'is a compressed file, not a backup. Unpack it, and restore the backup that is in it, if there is one.'
      : 'is not a backup, or is damaged at its beginning. Name a file that npm run backup wrote, or a copy of a lake.sqlite.'
  throw new OperatorError(`${backup} ${advice}\nNothing was changed.`)
}

/** Only the copy is opened, so the backup stays as it is, whatever is wrong with it. */
function copyAndCheck(backup: string, copy: string): void {
  const logs = logsOf(copy)
  for (const path of [copy, ...logs]) rmSync(path, { force: true })
  copyFileSync(backup, copy)
  chmodSync(copy, 0o600) // copyFileSync keeps the mode of the original
  for (const [index, log] of logsOf(backup).slice(0, 2).entries())
    if (existsSync(log)) copyFileSync(log, logs[index]!)
  try {
    if (recoverFile(copy).isEmpty) throw new LakeFileError(`${backup} is empty: there is no manual in it.`)
    // Copied files contain preview secrets, and so do backups made by older versions.
    redact(copy, isPreviewSecret)
  } catch (error) {
    if (!(error instanceof LakeFileError)) throw error
    throw new OperatorError(`${error.message.replaceAll(copy, backup)} Nothing was changed.`, {
      cause: error,
    })
  }
}

/** Refuses only when a site has the dataset open. A damaged dataset is a reason to restore. */
function refuseWhileInUse(file: string): void {
  if (!existsSync(file)) return
  try {
    recoverFile(file)
  } catch (cause) {
    if (cause instanceof LakeInUseError)
      throw new OperatorError(`A site runs on ${file}. Stop it, and restore then. Nothing was changed.`, {
        cause,
      })
  }
}

/**
 * Moves the logs away, since SQLite would apply them to the restored file. Copies the dataset, which stays in
 * its place until the backup replaces it.
 */
function setAside(dataDir: string, file: string): string | undefined {
  const found = [...logsOf(file), file].filter((path) => existsSync(path))
  if (found.length === 0) return undefined
  const folder = join(dataDir, `before-restore-${dayAndTime()}`)
  mkdirSync(folder, { mode: 0o700 })
  const placeOf = (path: string) => join(folder, basename(path))
  try {
    // The copy comes first, since it fails when the disk is full, and nothing has been moved then.
    if (existsSync(file)) copyFileSync(file, placeOf(file))
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  for (const log of logsOf(file)) if (existsSync(log)) renameSync(log, placeOf(log))
  return folder
}
