/** Runs transactions one after another, and announces each commit once it is on disk. */

import type { User } from './access.ts'
import type { Micros } from './clock.ts'
import type { SanityDocument } from './documents.ts'
import { transactionExists } from './errors.ts'
import type { QueryContext } from './query.ts'
import type { Dataset, LoggedTransaction, Store } from './store.ts'
import { TransactionBuilder } from './transaction.ts'

interface EngineOptions {
  projectId: string
  dataset: string
  clock: () => Date
  newId: () => string
  log: (line: string) => void
}

export interface Commit {
  transaction: LoggedTransaction
  before: Dataset
  after: Dataset
}

interface TransactOptions {
  id: string | undefined
  author: string
  dryRun: boolean
}

interface Outcome<T> {
  id: string
  value: T
}

type Work<T> = (transaction: TransactionBuilder) => Promise<T>

export class Engine {
  readonly store: Store
  readonly options: EngineOptions
  readonly #subscribers = new Set<(commit: Commit) => void>()
  #queue: Promise<unknown> = Promise.resolve()

  constructor(store: Store, options: EngineOptions) {
    this.store = store
    this.options = options
  }

  context(user: User): QueryContext {
    const { projectId, dataset, clock } = this.options
    return { identity: user.id, timestamp: clock(), sanity: { projectId, dataset } }
  }

  /**
   * Runs `work` on a new transaction, then stores and announces its changes; if anything throws, nothing is
   * stored. Transactions are queued, so `work` may await (queries are asynchronous) without interference from
   * other writers.
   */
  async transact<T>(options: TransactOptions, work: Work<T>): Promise<Outcome<T>> {
    const run = this.#queue.then(() => this.#transact(options, work))
    this.#queue = run.catch(() => undefined)
    return run
  }

  async #transact<T>(options: TransactOptions, work: Work<T>): Promise<Outcome<T>> {
    const { id = this.options.newId(), author, dryRun } = options
    if (this.store.hasTransaction(id)) throw transactionExists(id)
    const before = this.store.dataset
    const builder = new TransactionBuilder(before.byId, { id, timestamp: this.#now(), author })
    const value = await work(builder)
    const transaction = builder.finish()
    if (dryRun || transaction.changes.length === 0) return { id, value }
    const committed = this.store.commit(transaction)
    this.#announce({ transaction: committed, before, after: this.store.dataset })
    return { id, value }
  }

  /**
   * Stores the first documents of a new file in one transaction, which is not announced. Documents keep their
   * dates.
   */
  seed(documents: readonly SanityDocument[], author: string): void {
    const meta = { id: this.options.newId(), timestamp: this.#now(), author }
    const builder = new TransactionBuilder(new Map(), meta)
    for (const document of documents) builder.create(document, { imported: true })
    this.store.commit(builder.finish())
  }

  /**
   * Calls the subscriber after each commit, synchronously and in order. Returns a function that unsubscribes
   * it.
   */
  onCommit(subscriber: (commit: Commit) => void): () => void {
    this.#subscribers.add(subscriber)
    return () => this.#subscribers.delete(subscriber)
  }

  /** Resolves when every transaction requested so far is done. */
  async settled(): Promise<void> {
    await this.#queue
  }

  #now(): Micros {
    return this.store.nextTimestamp(this.options.clock())
  }

  #announce(commit: Commit): void {
    for (const subscriber of this.#subscribers) {
      try {
        subscriber(commit)
      } catch (error) {
        // The commit stands: a failing subscriber must neither undo it nor hide it from the others.
        this.options.log(`lake: a subscriber failed: ${error instanceof Error ? error.stack : String(error)}`)
      }
    }
  }
}
