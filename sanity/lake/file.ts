/**
 * Opens the SQLite file of a lake for one process, and refuses files that are not a whole lake.
 *
 * SQLite uses a rollback journal, which exists only while a transaction is being written. Acknowledged writes
 * are in the main file, so a copy of that file alone is complete. A journal left behind by a killed process
 * undoes its half-written transaction. Beside another file, for example an older copy put in its place, it
 * would damage that file, and SQLite would not notice. So every transaction begins by incrementing a mark in
 * the file's header (`application_id`). The journal then begins with the page that has the mark's earlier
 * value, and belongs only to a file with that mark or the next.
 */

import {
  chmodSync,
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { LakeFileError, LakeInUseError, storageError } from './errors.ts'
import { migrations } from './migrations.ts'

/**
 * Where SQLite keeps data that is not in the main file yet. The last two are from the first version of the
 * layout.
 */
export const logsOf = (file: string): string[] => ['-journal', '-wal', '-shm'].map((suffix) => file + suffix)

/** The mark after this one. 0 is the mark of files with the first layout. */
export const nextMark = (mark: number): number => (mark % maxMark) + 1
const maxMark = 0x7fff_ffff

const sqlite = {
  error: 1,
  busy: 5,
  locked: 6,
  corrupt: 11,
  full: 13,
  constraint: 19,
  misuse: 21,
  notADatabase: 26,
}
/**
 * These codes indicate a bug in this code, which must not be hidden. All others are temporary failures of the
 * machine.
 */
const bugCodes: (number | undefined)[] = [undefined, sqlite.error, sqlite.constraint, sqlite.misuse]

/**
 * Opens the file, or creates it, for this process alone. Writes nothing to a file that is not a whole lake of
 * this or an older layout.
 *
 * @throws {LakeFileError} that says what is wrong with the file and what to do.
 */
export function openFile(file: string): DatabaseSync {
  let db: DatabaseSync | undefined
  try {
    if (file === ':memory:') return new DatabaseSync(file)
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
    refuseForeignLogs(file)
    // Created here rather than by SQLite, so that only its owner can read it. The journal gets the same mode.
    closeSync(openSync(file, 'a', 0o600))
    db = lock(file)
    check(db, file)
    for (const path of [file, ...logsOf(file)]) if (existsSync(path)) chmodSync(path, 0o600)
    db.exec('PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
    for (const log of logsOf(file).slice(1)) rmSync(log, { force: true })
    return db
  } catch (error) {
    db?.close()
    throw error instanceof LakeFileError ? error : describeFileError(file, error)
  }
}

/** Opens a connection that excludes other processes. The lock ends with the process. */
function lock(file: string): DatabaseSync {
  const db = new DatabaseSync(file, { timeout: 2000 })
  try {
    // Another process's writes would be missing from the dataset in memory.
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT')
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** Whether another process has the file open. Does not change the file, even if it is damaged. */
export function isInUse(file: string): boolean {
  if (!existsSync(file)) return false
  try {
    lock(file).close()
    return false
  } catch (error) {
    return isBusy(error)
  }
}

/** Checks the whole file, so that damage is found at the start and not when the damaged part is read. */
function check(db: DatabaseSync, file: string): void {
  const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'])
  if (version > migrations.length) throw new LakeFileError(newer(file, version))
  const tables = db.prepare('SELECT name FROM sqlite_schema').all()
  if (version === 0) {
    if (tables.length > 0) throw new LakeFileError(foreign(file))
    return
  }
  if (!tables.some(({ name }) => name === 'revisions')) throw new LakeFileError(foreign(file))
  const problem = problemIn(db)
  if (problem) throw new LakeFileError(damaged(file, problem))
}

/** The first sign of damage or contradiction, as in a copy that was taken during a write. */
function problemIn(db: DatabaseSync): string | undefined {
  const integrity = String(db.prepare('PRAGMA integrity_check(1)').get()?.['integrity_check'])
  if (integrity !== 'ok') return integrity.split('\n').at(-1) ?? ''
  const contradiction = db.prepare(contradictions).get()?.['problem']
  return contradiction ? String(contradiction) : undefined
}

/**
 * Every transaction is stored twice, in the current documents and in the revisions, so a torn copy shows as a
 * difference between the two.
 */
const contradictions = `
  SELECT 'a revision belongs to no transaction' AS problem FROM revisions
    WHERE seq NOT IN (SELECT seq FROM transactions)
  UNION ALL SELECT 'a transaction has no revisions' FROM transactions
    WHERE seq > 1 AND seq NOT IN (SELECT seq FROM revisions)
  UNION ALL SELECT 'a document is not its newest revision' FROM (
      SELECT document_id, content, max(seq) FROM revisions GROUP BY document_id
    ) r FULL JOIN documents d ON d.id = r.document_id
    WHERE d.content IS NOT r.content
  LIMIT 1`

/** SQLite would apply such logs to whatever file they are beside. */
function refuseForeignLogs(file: string): void {
  const [journal = '', wal = ''] = logsOf(file)
  const header = read(file, 0, 100)
  if (header.length < 100) return // an empty file; SQLite deletes the logs beside it
  if (read(wal, 0, 33).length > 32) {
    const usesWal = header[18] === 2
    if (!usesWal || !walBelongs(file, wal)) throw new LakeFileError(foreignLog(file, wal))
  }
  if (!journalBelongs(header, journal)) throw new LakeFileError(foreignLog(file, journal))
}

/**
 * Whether the journal belongs to the file. The format:
 * https://www.sqlite.org/fileformat2.html#the_rollback_journal
 */
function journalBelongs(main: Buffer, journal: string): boolean {
  const head = read(journal, 0, 28)
  if (head.length < 28 || head.readBigUInt64BE(0) !== journalMagic) return true // SQLite ignores it
  const [sectorSize, pageSize] = [head.readUInt32BE(20), head.readUInt32BE(24)]
  const firstPage = read(journal, sectorSize, 4 + pageSize)
  if (firstPage.length < 4 + pageSize) return true
  const page = firstPage.subarray(4)
  const before = markIn(page)
  const isFirstMark = before === 0 && page.readUInt32BE(60) < migrations.length
  const isOurs = firstPage.readUInt32BE(0) === 1
  return isOurs && (isFirstMark || [before, nextMark(before)].includes(markIn(main)))
}

const journalMagic = 0xd9d5_05f9_20a1_63d7n
const markIn = (page: Buffer) => page.readUInt32BE(68)

/**
 * Whether a write-ahead log belongs to the file. The first layout has no mark, so it is tried on a copy:
 * SQLite would otherwise merge the log even if it is then refused.
 */
function walBelongs(file: string, wal: string): boolean {
  const folder = mkdtempSync(`${file}.check-`)
  try {
    const copy = join(folder, 'lake')
    copyFileSync(file, copy)
    copyFileSync(wal, `${copy}-wal`)
    const db = lock(copy)
    try {
      return problemIn(db) === undefined
    } finally {
      db.close()
    }
  } catch (error) {
    if (isDamage(error)) return false
    throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Reads up to `length` bytes; fewer at the end of the file, none if it does not exist. */
function read(file: string, position: number, length: number): Buffer {
  if (!existsSync(file)) return Buffer.alloc(0)
  const buffer = Buffer.alloc(length)
  const descriptor = openSync(file, 'r')
  try {
    return buffer.subarray(0, readSync(descriptor, buffer, 0, length, position))
  } finally {
    closeSync(descriptor)
  }
}

/** Runs a statement. Failures of the machine become errors after which clients try again. */
export function guarded<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw bugCodes.includes(sqliteCode(error)) ? error : storageError(error as Error)
  }
}

function sqliteCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : undefined
}

const isBusy = (error: unknown) => [sqlite.busy, sqlite.locked].includes(sqliteCode(error) ?? 0)
const isDamage = (error: unknown) => [sqlite.corrupt, sqlite.notADatabase].includes(sqliteCode(error) ?? 0)
const isFull = (error: unknown) =>
  sqliteCode(error) === sqlite.full ||
  ['ENOSPC', 'EDQUOT'].includes(String((error as NodeJS.ErrnoException).code))

const newer = (file: string, version: number) =>
  `${file} was written by a newer version (layout ${version}, this one knows ${migrations.length}). Start that version again, or use another file.`
const foreign = (file: string) => `${file} is an SQLite database, but not a lake. Use another file.`
const busy = (file: string) =>
  `${file} is in use by another process. Stop that one first: a lake's file has one owner.`
const damaged = (file: string, detail: string) =>
  `${file} is damaged and cannot be opened (${detail}). Restore it from a backup, or move it away to start again from the seed.`
const foreignLog = (file: string, log: string) =>
  `${log} does not belong to ${file}: it was left behind by another file in its place, and would damage this one. If you have just copied a backup here, move ${log} away and start again.`
const full = (file: string) =>
  `The disk that holds ${file} is full. Make room on it and start again; nothing was lost.`
const unwritable = (file: string, detail: string) =>
  `${file} cannot be opened for writing (${detail}). Check that its folder exists and belongs to this user, and that the disk has space.`

export function describeFileError(file: string, error: unknown): LakeFileError {
  const detail = error instanceof Error ? error.message : String(error)
  if (isBusy(error)) return new LakeInUseError(busy(file), { cause: error })
  if (isDamage(error)) return new LakeFileError(damaged(file, detail), { cause: error })
  if (isFull(error)) return new LakeFileError(full(file), { cause: error })
  return new LakeFileError(unwritable(file, detail), { cause: error })
}
