/**
 * The file. Every write is one SQLite transaction, and on disk (synchronous=FULL) before it is announced. The whole dataset is
 * also kept in memory, as parsed documents that are never modified in place: queries and listeners read snapshots of it.
 */

import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import type { Micros } from './clock.ts'
import type { StoredDocument } from './documents.ts'
import { LakeFileError, storageError } from './errors.ts'
import { migrations } from './migrations.ts'
import type { Change, Transaction } from './transaction.ts'

export interface Dataset {
  readonly byId: ReadonlyMap<string, StoredDocument>
  /** In the order of their ids: groq-js keeps the order it is given, and the API's order is by id. */
  readonly sorted: readonly StoredDocument[]
}

export interface LoggedTransaction extends Transaction {
  seq: number
}

const insertTransaction = 'INSERT INTO transactions (seq, id, timestamp, author) VALUES (?, ?, ?, ?)'
const insertRevision = 'INSERT INTO revisions (document_id, seq, content, mutations) VALUES (?, ?, ?, ?)'
const sqlite = { error: 1, busy: 5, locked: 6, corrupt: 11, constraint: 19, misuse: 21, notADatabase: 26 }
/** These mean a broken rule or a wrong call: our own bug, which must not be hidden. The rest is the machine's fault, and passes. */
const bugs: (number | null)[] = [null, sqlite.error, sqlite.constraint, sqlite.misuse]
const emptyDataset: Dataset = { byId: new Map(), sorted: [] }

export class Store {
  readonly #db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  readonly isNew: boolean
  #dataset: Dataset = emptyDataset
  #lastTimestamp: Micros = 0
  #lastSeq = 0

  constructor(file: string) {
    this.#db = open(file)
    try {
      this.isNew = this.#migrate(file)
      this.#load()
    } catch (error) {
      this.#db.close()
      throw error instanceof LakeFileError ? error : describeFileError(file, error)
    }
  }

  get dataset(): Dataset {
    return this.#dataset
  }

  /** The position of the newest transaction; positions only grow, even across restarts. */
  get lastSeq(): number {
    return this.#lastSeq
  }

  /** Strictly increasing, whatever the clock does: clients order events by it. */
  nextTimestamp(now: Date): Micros {
    return Math.max(now.getTime() * 1000, this.#lastTimestamp + 1)
  }

  hasTransaction(id: string): boolean {
    return this.all('SELECT 1 FROM transactions WHERE id = ?', id).length > 0
  }

  /** Stores the transaction, or throws and stores nothing. */
  commit(transaction: Transaction): LoggedTransaction {
    const { id, timestamp, author, changes } = transaction
    const seq = this.#lastSeq + 1
    this.run('BEGIN IMMEDIATE')
    try {
      this.run(insertTransaction, seq, id, timestamp, author)
      for (const change of changes) this.#writeChange(seq, change)
      this.run('COMMIT')
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
    this.#lastSeq = seq
    this.#lastTimestamp = timestamp
    const byId = new Map(this.#dataset.byId)
    for (const { id, after } of changes) {
      if (after) byId.set(id, after)
      else byId.delete(id)
    }
    this.#dataset = sorted(byId.values())
    return { ...transaction, seq }
  }

  all(sql: string, ...parameters: SQLInputValue[]): Record<string, unknown>[] {
    return guarded(() => this.#prepare(sql).all(...parameters))
  }

  run(sql: string, ...parameters: SQLInputValue[]): void {
    guarded(() => this.#prepare(sql).run(...parameters))
  }

  /** Leaves one file behind: SQLite folds the write-ahead log in when the last connection closes. */
  close(): void {
    if (this.#db.isOpen) this.#db.close()
  }

  #writeChange(seq: number, { id, after, mutations }: Change): void {
    const content = after && JSON.stringify(after)
    this.run(insertRevision, id, seq, content, JSON.stringify(mutations))
    if (content) this.run('INSERT OR REPLACE INTO documents (id, content) VALUES (?, ?)', id, content)
    else this.run('DELETE FROM documents WHERE id = ?', id)
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql) ?? this.#db.prepare(sql)
    this.#statements.set(sql, known)
    return known
  }

  /** Brings the file to the current layout; true when there is nothing in it yet. Writes nothing to a file that is not ours. */
  #migrate(file: string): boolean {
    const version = Number(this.#db.prepare('PRAGMA user_version').get()?.['user_version'])
    if (version > migrations.length) throw new LakeFileError(newer(file, version))
    if (version === 0 && this.#db.prepare('SELECT 1 FROM sqlite_schema').get()) {
      throw new LakeFileError(foreign(file))
    }
    const check = String(this.#db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'])
    if (check !== 'ok') throw new LakeFileError(damaged(file, check.split('\n').at(-1) ?? ''))
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
    for (const [index, sql] of migrations.entries()) {
      if (index >= version) this.#db.exec(`BEGIN; ${sql} PRAGMA user_version = ${index + 1}; COMMIT;`)
    }
    return Number(this.#db.prepare('SELECT count(*) AS n FROM transactions').get()?.['n']) === 0
  }

  #load(): void {
    const last = this.#db.prepare('SELECT seq, timestamp FROM transactions ORDER BY seq DESC LIMIT 1').get()
    this.#lastSeq = Number(last?.['seq'] ?? 0)
    this.#lastTimestamp = Number(last?.['timestamp'] ?? 0)
    const rows = this.#db.prepare('SELECT content FROM documents').all()
    const documents = rows.map((row) => JSON.parse(String(row.content)) as StoredDocument)
    this.#dataset = sorted(documents)
  }
}

function open(file: string): DatabaseSync {
  let db: DatabaseSync | undefined
  try {
    if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
    db = new DatabaseSync(file, { timeout: 2000 })
    // One process owns the file: the dataset in memory would not see another one's writes. The lock ends with the process.
    db.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; COMMIT')
    return db
  } catch (error) {
    db?.close()
    throw describeFileError(file, error)
  }
}

/** Compared by code unit rather than by locale, as hosted Sanity does. */
export function sorted(documents: Iterable<StoredDocument>): Dataset {
  const inOrder = [...documents].toSorted((a, b) => (a._id < b._id ? -1 : 1))
  return { byId: new Map(inOrder.map((document) => [document._id, document])), sorted: inOrder }
}

function guarded<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw bugs.includes(sqliteCode(error)) ? error : storageError(error as Error)
  }
}

function sqliteCode(error: unknown): number | null {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : null
}

const newer = (file: string, version: number) =>
  `${file} was written by a newer version of this project (layout ${version}, this one knows ${migrations.length}). Start that version again, or point DATA_DIR at another folder.`
const foreign = (file: string) =>
  `${file} is an SQLite database, but not a lake. Point DATA_DIR at another folder.`
const busy = (file: string) =>
  `${file} is in use by another process. Stop that one first: a lake's file has one owner.`
const damaged = (file: string, detail: string) =>
  `${file} is damaged and cannot be opened (${detail}). Restore it from a backup, or move it away to start again from the seed.`
const unwritable = (file: string, detail: string) =>
  `${file} cannot be opened for writing (${detail}). Check that its folder exists and belongs to this user, and that the disk has space.`

function describeFileError(file: string, error: unknown): LakeFileError {
  const detail = error instanceof Error ? error.message : String(error)
  const code = sqliteCode(error)
  if (code === sqlite.busy || code === sqlite.locked) return new LakeFileError(busy(file))
  if (code === sqlite.corrupt || code === sqlite.notADatabase) return new LakeFileError(damaged(file, detail))
  return new LakeFileError(unwritable(file, detail), { cause: error })
}
