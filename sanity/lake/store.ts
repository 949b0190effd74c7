/**
 * The dataset. Every write is one SQLite transaction, and in the file, on disk, before it is announced. All
 * documents are also kept in memory, as parsed documents that are never modified in place: queries and
 * listeners read snapshots of it.
 */

import { randomInt } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Micros } from './clock.ts'
import type { StoredDocument } from './documents.ts'
import { LakeError, LakeFileError } from './errors.ts'
import { describeFileError, guarded, nextMark, openFile } from './file.ts'
import { migrations } from './migrations.ts'
import { type IsLeftOut, redact } from './redact.ts'
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
/** A minute: more than a clock drifts before it is set right, and less than a wrong one is off. */
const smallStep: Micros = 60_000_000
const emptyDataset: Dataset = { byId: new Map(), sorted: [] }

export class Store {
  readonly #db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()
  readonly isNew: boolean
  #dataset: Dataset = emptyDataset
  #lastTimestamp: Micros = 0
  #lastSeq = 0
  #mark = 0

  constructor(file: string) {
    this.#db = openFile(file)
    try {
      this.isNew = this.#migrate()
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

  /** When the newest transaction was made, by the clock of that moment. */
  get lastTimestamp(): Micros {
    return this.#lastTimestamp
  }

  /**
   * The time by the clock. While a clock is being set right by seconds, time goes on from the newest
   * transaction; a clock that was further off must not date what follows. The order of transactions is that
   * of their `seq`.
   */
  nextTimestamp(now: Date): Micros {
    const time = now.getTime() * 1000
    const ahead = this.#lastTimestamp - time
    return ahead >= 0 && ahead < smallStep ? this.#lastTimestamp + 1 : time
  }

  hasTransaction(id: string): boolean {
    return this.all('SELECT 1 FROM transactions WHERE id = ?', id).length > 0
  }

  /** Stores the transaction, or throws and stores nothing. */
  commit(transaction: Transaction): LoggedTransaction {
    const { id, timestamp, author, changes } = transaction
    const seq = this.#lastSeq + 1
    this.#write(() => {
      this.#run(insertTransaction, seq, id, timestamp, author)
      for (const change of changes) this.#writeChange(seq, change)
    })
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

  /** One statement, as a transaction of its own. */
  run(sql: string, ...parameters: SQLInputValue[]): void {
    this.#write(() => this.#run(sql, ...parameters))
  }

  /**
   * Copies it, as it is at this moment, into a new file that only its owner may read, without what must not
   * go along (`redact.ts`).
   *
   * @throws {LakeFileError} when there is no room for it; also when there is a file of that name. Nothing is
   *   left behind.
   */
  backUp(file: string, isLeftOut?: IsLeftOut): void {
    writeFileSync(file, '', { flag: 'wx', mode: 0o600 })
    try {
      guarded(() => {
        this.#prepare('VACUUM INTO ?').run(file)
        redact(file, isLeftOut)
      })
    } catch (error) {
      rmSync(file, { force: true })
      throw describeFileError(file, error instanceof LakeError ? error.cause : error)
    }
  }

  /**
   * Takes the past of documents out of the file, for good: earlier revisions, the mutations of all of them, and
   * the free pages. Documents as they are now are not changed.
   *
   * @param isPurged by its id, and all that it ever was: its revisions and its mutations. (Keystrokes hold a
   *   passage in pieces, so the whole past of a document goes.)
   * @returns how many revisions went.
   */
  purge(isPurged: (id: string, past: unknown) => boolean): number {
    const ids = new Set<string>()
    const rows = guarded(() =>
      this.#db.prepare('SELECT document_id AS id, content, mutations FROM revisions').iterate(),
    )
    for (const { id, content, mutations } of rows) {
      if (ids.has(String(id))) continue
      const past = [content, mutations].map((json) => JSON.parse(String(json)) as unknown)
      if (isPurged(String(id), past)) ids.add(String(id))
    }
    let purged = 0
    // While one process has the file to itself, SQLite leaves the journal there, with what was overwritten.
    guarded(() => this.#db.exec('PRAGMA secure_delete = ON; PRAGMA journal_mode = TRUNCATE'))
    this.#write(() => {
      for (const id of ids) {
        const [{ seq } = {}] = this.all('SELECT max(seq) AS seq FROM revisions WHERE document_id = ?', id)
        const latest = Number(seq)
        const earlier = 'FROM revisions WHERE document_id = ? AND seq < ?'
        purged += Number(this.all(`SELECT count(*) AS n ${earlier}`, id, latest)[0]?.['n'])
        this.#run(`DELETE ${earlier}`, id, latest)
        this.#run(`UPDATE revisions SET mutations = '[]' WHERE document_id = ?`, id)
      }
      this.#run('DELETE FROM transactions WHERE seq > 1 AND seq NOT IN (SELECT seq FROM revisions)')
    })
    // What was deleted, now or earlier, can be read in a file's free pages.
    guarded(() => this.#db.exec('VACUUM; PRAGMA journal_mode = DELETE'))
    return purged
  }

  /** Leaves one file behind. */
  close(): void {
    if (this.#db.isOpen) this.#db.close()
  }

  /** The mark comes first, and with every write: it says which journal belongs to the file (`file.ts`). */
  #write(work: () => void): void {
    const mark = nextMark(this.#mark)
    guarded(() => this.#db.exec('BEGIN IMMEDIATE'))
    try {
      guarded(() => this.#db.exec(`PRAGMA application_id = ${mark}`))
      work()
      guarded(() => this.#db.exec('COMMIT'))
    } catch (error) {
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
      throw error
    }
    this.#mark = mark
  }

  #run(sql: string, ...parameters: SQLInputValue[]): void {
    guarded(() => this.#prepare(sql).run(...parameters))
  }

  #writeChange(seq: number, { id, after, mutations }: Change): void {
    const content = after && JSON.stringify(after)
    this.#run(insertRevision, id, seq, content, JSON.stringify(mutations))
    if (content) this.#run('INSERT OR REPLACE INTO documents (id, content) VALUES (?, ?)', id, content)
    else this.#run('DELETE FROM documents WHERE id = ?', id)
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql) ?? this.#db.prepare(sql)
    this.#statements.set(sql, known)
    return known
  }

  /** Brings the file to the current layout; true when there is nothing in it yet. */
  #migrate(): boolean {
    const version = Number(this.#db.prepare('PRAGMA user_version').get()?.['user_version'])
    const found = Number(this.#db.prepare('PRAGMA application_id').get()?.['application_id'])
    this.#mark = found || randomInt(1, 2 ** 31)
    if (version < migrations.length) {
      const sql = migrations.slice(version).join('\n')
      const layout = `PRAGMA application_id = ${this.#mark}; ${sql} PRAGMA user_version = ${migrations.length};`
      this.#db.exec(`BEGIN IMMEDIATE; ${layout} COMMIT;`)
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

/** Compared by code unit rather than by locale, as hosted Sanity does. */
export function sorted(documents: Iterable<StoredDocument>): Dataset {
  const inOrder = [...documents].toSorted((a, b) => (a._id < b._id ? -1 : 1))
  return { byId: new Map(inOrder.map((document) => [document._id, document])), sorted: inOrder }
}
