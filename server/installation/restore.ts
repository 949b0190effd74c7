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
 * Puts a backup in the place of DATA_DIR's dataset: one that `npm run backup` made, or a `lake.sqlite` that
 * was copied, with its log if it has one beside it. Checks it first, and keeps what was there. Returns where;
 * `undefined` when there was nothing. Afterwards nobody is signed in, and no preview is shared.
 *
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
    // It may be of what the restore undoes; the next start makes it anew.
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

/** What is easily taken for a backup is named, with the command that takes it. */
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
  // An empty file, and one that SQLite can open, are looked at as databases.
  if (length === 0 || start.toString('latin1').startsWith('SQLite format 3\0')) return
  const advice = beginsLikeArchive(start)
    ? `is an export, not a backup. An empty dataset takes it: npm run seed -- ${backup}`
    : isPacked(start)
      ? 'is a compressed file, not a backup. Unpack it, and restore the backup that is in it, if there is one.'
      : 'is not a backup, or is damaged at its beginning. Name a file that npm run backup wrote, or a copy of a lake.sqlite.'
  throw new OperatorError(`${backup} ${advice}\nNothing was changed.`)
}

/** The backup itself is never opened: it stays as it is, whatever is wrong with it. */
function copyAndCheck(backup: string, copy: string): void {
  const logs = logsOf(copy)
  for (const path of [copy, ...logs]) rmSync(path, { force: true })
  copyFileSync(backup, copy)
  chmodSync(copy, 0o600) // a copy has the mode of the original
  for (const [index, log] of logsOf(backup).slice(0, 2).entries())
    if (existsSync(log)) copyFileSync(log, logs[index]!)
  try {
    if (recoverFile(copy).isEmpty) throw new LakeFileError(`${backup} is empty: there is no manual in it.`)
    // Copied files have them, and so have the backups of older versions.
    redact(copy, isPreviewSecret)
  } catch (error) {
    if (!(error instanceof LakeFileError)) throw error
    throw new OperatorError(`${error.message.replaceAll(copy, backup)} Nothing was changed.`, {
      cause: error,
    })
  }
}

/** Anything else that is wrong with what is there is a reason to restore. */
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
 * The logs are moved, since none may lie beside a file that is not its own; the file stays in its place until
 * the backup takes it.
 */
function setAside(dataDir: string, file: string): string | undefined {
  const found = [...logsOf(file), file].filter((path) => existsSync(path))
  if (found.length === 0) return undefined
  const folder = join(dataDir, `before-restore-${dayAndTime()}`)
  mkdirSync(folder, { mode: 0o700 })
  const placeOf = (path: string) => join(folder, basename(path))
  try {
    // First, since there may be no room for it.
    if (existsSync(file)) copyFileSync(file, placeOf(file))
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  for (const log of logsOf(file)) if (existsSync(log)) renameSync(log, placeOf(log))
  return folder
}
