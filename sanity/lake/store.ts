/**
 * The dataset. Every write is one SQLite transaction, and is on disk before it is announced. All documents
 * are also in memory, parsed and never modified in place, so queries and listeners can read snapshots.
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
  /** In the order of ids, which is the API's default order: groq-js keeps the order of its input. */
  readonly sorted: readonly StoredDocument[]
}

export interface LoggedTransaction extends Transaction {
  seq: number
}

const insertTransaction = 'INSERT INTO transactions (seq, id, timestamp, author) VALUES (?, ?, ?, ?)'
const insertRevision = 'INSERT INTO revisions (document_id, seq, content, mutations) VALUES (?, ?, ?, ?)'
/** One minute. Clock corrections below this are normal drift; larger ones mean that the clock was wrong. */
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

  /** The position of the newest transaction. Positions only increase, even across restarts. */
  get lastSeq(): number {
    return this.#lastSeq
  }

  /** When the newest transaction was made, by the clock at that moment. */
  get lastTimestamp(): Micros {
    return this.#lastTimestamp
  }

  /**
   * The timestamp for a new transaction. If the clock was set back by less than a minute, timestamps continue
   * after the newest one; if by more, it was wrong before, and must not affect later dates. `seq` gives the
   * order of transactions, not the timestamp.
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

  /** Runs one statement in a transaction of its own. */
  run(sql: string, ...parameters: SQLInputValue[]): void {
    this.#write(() => this.#run(sql, ...parameters))
  }

  /**
   * Copies the current dataset into a new file that only its owner may read, without sessions and the
   * documents to leave out (`redact.ts`). On failure, no file is left behind.
   *
   * @throws {LakeFileError} when the disk is full.
   * @throws EEXIST when the file exists.
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
   * Permanently removes the history of documents from the file: earlier revisions, all mutations, and free
   * pages. Current documents are not changed.
   *
   * @param isPurged called with a document's id and each of its revisions with mutations. (If one matches,
   *   the whole history goes: mutations of single keystrokes hold a passage in pieces.)
   * @returns the number of revisions removed.
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
    // In exclusive locking mode, SQLite keeps the journal, which contains the overwritten data. TRUNCATE
    // empties it.
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
    // Deleted data can remain in a file's free pages.
    guarded(() => this.#db.exec('VACUUM; PRAGMA journal_mode = DELETE'))
    return purged
  }

  /** Closes the file; SQLite removes the journal. */
  close(): void {
    if (this.#db.isOpen) this.#db.close()
  }

  /**
   * Runs `work` in a transaction that first increments the mark, by which a journal is matched to its file
   * (`file.ts`).
   */
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

  /** Migrates the file to the current layout. Returns true if it has no transactions. */
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

/** Sorts by code unit, not by locale, as hosted Sanity does. */
export function sorted(documents: Iterable<StoredDocument>): Dataset {
  const inOrder = [...documents].toSorted((a, b) => (a._id < b._id ? -1 : 1))
  return { byId: new Map(inOrder.map((document) => [document._id, document])), sorted: inOrder }
}
