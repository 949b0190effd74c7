import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { parseManual, revisionOf, type DocumentProblems, type Manual } from '#lib/manual/index.ts'
import { includesChange, isBehind, revisionsIn, withSectionsOf, type ContentChange } from './answer.ts'
import type { LastGood } from './last-good.ts'
import { type Describe, ProblemLog } from './problem-log.ts'
import { gone, RevisionOrder } from './revision-order.ts'

/** The content for readers. */
export type Loaded =
  | {
      /**
       * `current`: the content API's answer. `last good`: an earlier answer, while the API does not answer or
       * does not include a change yet.
       */
      state: 'current' | 'last good'
      manual: Manual
      revision: string
      /** The ids of the sections in `manual.unavailable`, in the same order. */
      unavailableIds: readonly string[]
      /** The ids of listed sections that are not published. */
      missingIds: readonly string[]
      /** The paths of invalid parts that were left out of documents that are shown, by document id. */
      brokenParts: Readonly<Record<string, readonly string[]>>
      /** The `_updatedAt` of the documents, by id: ISO 8601, UTC. */
      dates: Readonly<Record<string, string>>
    }
  | { state: 'unseen' }

/** All in milliseconds. */
const defaultTiming = {
  /**
   * How long to repeat a query whose answer lacks a change. After that, every replica of the content API has
   * it.
   */
  maxLagMs: 10_000,
  /** How long readers wait for a content API that was away, before they get the last good content. */
  maxWaitMs: 300,
  /** Delays before the next query, by reason: the first delay, and the longest. */
  retryDelaysMs: {
    changed: { first: 50, most: 500 },
    failed: { first: 1000, most: 5000 },
    'in part': { first: 5000, most: 60_000 },
  },
}
type Timing = typeof defaultTiming
type RetryReason = keyof Timing['retryDelaysMs']

interface Options {
  /** Queries the content API for the published manual: the answer to `manualQuery`. */
  fetch: () => Promise<unknown>
  lastGood: LastGood
  /**
   * Whether `expire` is called for every change. An answer is then kept until the next call, and failed
   * queries are repeated in the background. If not, every `load` queries.
   */
  isFollowed: boolean
  /**
   * Whether a query can return older content than was announced, or than an earlier query returned: hosted
   * Sanity is eventually consistent.
   */
  mayLag: boolean
  /** Called when a query found new content without a call of `expire`. */
  onRenewed?: () => void
  /** Words for problems in the log. Defaults to the fields' paths. */
  describeProblem?: Describe
  timing?: Timing
}

interface GoodAnswer {
  answer: unknown
  loaded: Exclude<Loaded, { state: 'unseen' }>
}

/**
 * The published manual, as this process knows it.
 *
 * `generation` is raised by every change of what readers get. Pages are rendered and cached under it
 * (`server/front/reader-pages.ts`), so a page whose rendering began before a change is never sent to a reader
 * who comes after it.
 */
export class PublishedContent {
  /**
   * Part of every internal address of a page, so that clients cannot guess it and have pages cached in
   * advance.
   */
  readonly key = randomUUID()
  readonly #options: Options
  readonly #timing: Timing
  /**
   * Runs the query outside of the request that triggered it. Otherwise Next.js would treat it as part of
   * rendering that page, and not cache the page.
   */
  readonly #outside = AsyncLocalStorage.snapshot()
  #generation = 1
  #loading: Promise<Loaded> | undefined
  #good: GoodAnswer | undefined
  /** Whether the next answer replaces everything that was kept, see `forget`. */
  #forgets = false
  /**
   * The number of the last query that began, and of the latest that has ended: a slow query may end after a
   * later one.
   */
  #readings = 0
  #latest = 0
  /** Announced changes by document id, for as long as a replica of the content API may lack them. */
  readonly #announced = new Map<string, ContentChange & { until: number }>()
  readonly #order = new RevisionOrder()
  /** Until then, the content API may lack changes that were not announced one by one. */
  #unsureUntil = 0
  /** Since when answers are older than an earlier one. */
  #behindSince: number | undefined
  #retry: { reason: RetryReason; delay: number; timer: NodeJS.Timeout } | undefined
  #reported: string | undefined
  #reportedSave: string | undefined
  readonly #problems: ProblemLog
  #closed = false

  constructor(options: Options) {
    this.#options = options
    this.#timing = options.timing ?? defaultTiming
    this.#problems = new ProblemLog(options.describeProblem)
    this.#expectAnything()
  }

  get generation(): number {
    return this.#generation
  }

  /**
   * The content for readers. Never rejects. Waits for the content API only if it has not been queried since
   * the last change.
   */
  load(): Promise<Loaded> {
    if (!this.#options.isFollowed) return this.#read()
    return (this.#loading ??= this.#outside(() => this.#ask()))
  }

  /**
   * Marks everything that readers got so far as out of date.
   *
   * @param changes the changes; empty when they are not known.
   */
  expire(changes: readonly ContentChange[] = []): void {
    this.#generation += 1
    this.#loading = undefined
    const until = performance.now() + this.#timing.maxLagMs
    if (this.#options.mayLag)
      for (const change of changes) {
        const before = this.#announced.get(change.id)
        if (before) this.#follow(change.id, before.rev, change.rev)
        this.#announced.set(change.id, { ...change, until })
      }
    if (changes.length === 0) this.#expectAnything()
    this.#setRetry(undefined)
    this.#retryLater('changed')
  }

  /** Queries the content API now, and expires pages if its answer differs. */
  async refresh(): Promise<void> {
    if (!this.#loading) return void (await this.load())
    const generation = this.#generation
    await this.#give(await this.#read(), generation)
  }

  /**
   * Removes earlier content from memory and disk at the next answer. (Otherwise the last good content keeps a
   * section from before it became invalid.) Resolves when that is done, unless the content API is away.
   */
  async forget(): Promise<void> {
    this.#forgets = true
    this.expire()
    await this.load()
    await this.#options.lastGood.save().catch(() => undefined)
  }

  /** Resolves when the last good content has been written to disk, or has failed to be. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#retry?.timer)
    await this.#options.lastGood.save().catch(() => undefined)
  }

  /** Makes this the content for readers, unless something changed since that generation. */
  async #give(loaded: Loaded, generation: number): Promise<void> {
    const given = await this.#loading
    if (generation !== this.#generation || isDeepStrictEqual(given, loaded)) return
    this.#generation += 1
    this.#loading = Promise.resolve(loaded)
    this.#options.onRenewed?.()
  }

  /** Without a revision, the document was deleted. */
  #follow(id: string, before: string | undefined, after: string | undefined): void {
    this.#order.add(before ?? gone(id), after ?? gone(id), this.#timing.maxLagMs)
  }

  #expectAnything(): void {
    if (this.#options.mayLag) this.#unsureUntil = performance.now() + this.#timing.maxLagMs
  }

  /**
   * While the content API is known to be away, answers with the last good content after `maxWaitMs`. If the
   * embedded lake does not answer, the machine is slow, and readers wait.
   */
  async #ask(): Promise<Loaded> {
    const isAway = this.#reported !== undefined
    const reading = this.#read()
    if (!isAway || !this.#options.mayLag) return reading
    const generation = this.#generation
    const soon = sleep(this.#timing.maxWaitMs, undefined, { ref: false }).then(() => this.#lastGood())
    void reading.then((loaded) => this.#give(loaded, generation))
    return Promise.race([reading, soon])
  }

  async #read(): Promise<Loaded> {
    const reading = (this.#readings += 1)
    try {
      const answer = await this.#options.fetch()
      if (answer === null) throw new Error(noManual)
      const { problems, ...parsed } = parseManual(answer)
      const loaded = {
        state: 'current',
        ...parsed,
        revision: revisionOf(parsed.manual),
      } as const
      if (reading < this.#latest) return this.#good?.loaded ?? loaded
      this.#latest = reading
      this.#report(undefined)
      const isBehindGood = this.#isBehindGood(answer)
      const lags = this.#forgetAnnounced(answer) || isBehindGood
      const isUnsure = performance.now() < this.#unsureUntil
      this.#setRetry(lags || isUnsure ? 'changed' : problems.length > 0 ? 'in part' : undefined)
      // Readers must not see older content than before.
      if (isBehindGood && this.#good) return { ...this.#good.loaded, state: 'last good' }
      const good = { answer, loaded: lags ? ({ ...loaded, state: 'last good' } as const) : loaded }
      await this.#keep(good, problems)
      return good.loaded
    } catch (error) {
      const loaded = await this.#lastGood()
      if (reading < this.#latest) return loaded
      this.#latest = reading
      this.#setRetry('failed')
      const given =
        loaded.state === 'unseen'
          ? 'readers get 503, since it has never given one'
          : 'readers get the last good content'
      this.#report(error, given)
      return loaded
    }
  }

  /**
   * Whether an answer is older than the last good one. Limited to `maxLagMs`, since an import may have set
   * older dates.
   */
  #isBehindGood(answer: unknown): boolean {
    const known = [...this.#announced.values()]
    if (!this.#options.mayLag || !this.#good || !isBehind(answer, this.#good.answer, known, this.#order)) {
      this.#behindSince = undefined
      return false
    }
    this.#behindSince ??= performance.now()
    return performance.now() - this.#behindSince < this.#timing.maxLagMs
  }

  /**
   * Drops changes that every replica should have by now. Returns whether the answer lacks one of the others.
   */
  #forgetAnnounced(answer: unknown): boolean {
    const { maxLagMs } = this.#timing
    let lacksChange = false
    for (const [id, change] of this.#announced) {
      const isIncluded = includesChange(answer, change)
      if (change.until >= performance.now()) lacksChange ||= !isIncluded
      else {
        this.#announced.delete(id)
        if (!isIncluded)
          console.warn(
            `The content API announced a change of "${id}" and has not shown it for ${maxLagMs / 1000} seconds`,
          )
      }
    }
    return lacksChange
  }

  async #keep(good: GoodAnswer, problems: readonly DocumentProblems[]): Promise<void> {
    const { lastGood } = this.#options
    const isNew = this.#forgets || !isDeepStrictEqual(good.answer, this.#good?.answer)
    if (this.#options.mayLag) {
      const revisions = revisionsIn(good.answer)
      for (const [id, before] of revisionsIn(this.#good?.answer)) this.#follow(id, before, revisions.get(id))
    }
    this.#good = good
    if (isNew) {
      this.#problems.report(problems)
      const broken = problems.flatMap(({ position, isShown }) => (isShown ? [] : (position ?? [])))
      const earlier = broken.length > 0 && !this.#forgets ? await lastGood.read() : undefined
      this.#forgets = false
      lastGood.set(earlier === undefined ? good.answer : withSectionsOf(earlier, good.answer, broken))
    }
    // Not awaited: readers must not wait for the disk.
    void lastGood.save().catch((error: unknown) => this.#reportSave(messageOf(error)))
  }

  async #lastGood(): Promise<Loaded> {
    try {
      const { problems: _, ...parsed } = parseManual(await this.#options.lastGood.read())
      return { state: 'last good', ...parsed, revision: revisionOf(parsed.manual) }
    } catch {
      return { state: 'unseen' }
    }
  }

  /** Logs each message once, since saving is tried again with each answer. */
  #reportSave(message: string): void {
    if (message === this.#reportedSave) return
    this.#reportedSave = message
    console.warn(`The last good content could not be kept in DATA_DIR: ${message}`)
  }

  #setRetry(reason: RetryReason | undefined): void {
    if (reason) return this.#retryLater(reason)
    clearTimeout(this.#retry?.timer)
    this.#retry = undefined
  }

  #retryLater(reason: RetryReason): void {
    if (!this.#options.isFollowed || this.#closed) return
    const { first, most } = this.#timing.retryDelaysMs[reason]
    const delay = this.#retry?.reason === reason ? Math.min(this.#retry.delay * 2, most) : first
    clearTimeout(this.#retry?.timer)
    const timer = setTimeout(() => void this.refresh(), delay)
    timer.unref()
    this.#retry = { reason, delay, timer }
  }

  /** Logs once that the content API is away, and once that it is back, not for every reader. */
  #report(error: unknown, given = 'readers get current content'): void {
    const message = error === undefined ? undefined : messageOf(error)
    if (message === this.#reported) return
    if (message === undefined)
      console.info(`The content API gives a manual ${this.#good ? 'again' : 'now'}: ${given}`)
    else console.warn(`The content API gave no manual; ${given}: ${message}`)
    this.#reported = message
  }
}

const noManual =
  'there is no published manual in the dataset. If the dataset is empty, npm run seed puts one in; else publish the manual in the Studio'

/** The message with its causes: "fetch failed" alone does not say why. */
const messageOf = (error: unknown): string =>
  error instanceof Error
    ? [error.message, error.cause && messageOf(error.cause)].filter(Boolean).join(': ')
    : String(error)
