import { AsyncLocalStorage } from 'node:async_hooks'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { isDeepStrictEqual } from 'node:util'
import { parseManual, revisionOf, type DocumentProblems, type Manual } from '#lib/manual/index.ts'
import { includesChange, isBehind, withSectionsOf, type ContentChange } from './answer.ts'
import type { LastGood } from './last-good.ts'
import { type Describe, ProblemLog } from './problem-log.ts'

/** What readers can be given. */
export type Loaded =
  | {
      /**
       * `current`: what the content API has; `last good`: what it had before, while it does not answer or
       * does not show a change yet.
       */
      state: 'current' | 'last good'
      manual: Manual
      revision: string
      /** The ids of the sections in `manual.unavailable`, in its order. */
      unavailableIds: readonly string[]
      /** The ids of the sections that its list leads to, and that are not published. */
      missingIds: readonly string[]
      /** What was left out of documents that are shown, because it is wrong: its paths, by the ids. */
      brokenParts: Readonly<Record<string, readonly string[]>>
      /** The `_updatedAt` of its documents, by their ids: ISO 8601, UTC. */
      dates: Readonly<Record<string, string>>
    }
  | { state: 'unseen' }

/** Milliseconds. */
const defaultTiming = {
  /**
   * For so long, an answer that lacks a change is asked for again: by then every copy of the content API has
   * it.
   */
  maxLagMs: 10_000,
  /**
   * While the content API is known to be away, readers wait no longer than this to see whether it is back.
   */
  maxWaitMs: 300,
  /** Until the content API is asked again, by reason: the first time, and at most. */
  retryDelaysMs: {
    changed: { first: 50, most: 500 },
    failed: { first: 1000, most: 5000 },
    'in part': { first: 5000, most: 60_000 },
  },
}
type Timing = typeof defaultTiming
type RetryReason = keyof Timing['retryDelaysMs']

interface Options {
  /** Asks the content API for the published manual: the answer to `manualQuery`. */
  fetch: () => Promise<unknown>
  lastGood: LastGood
  /**
   * Whether somebody calls `expire` for every change. Then an answer is kept until the next one, and failures
   * are made up for in the background; otherwise every `load` asks.
   */
  isFollowed: boolean
  /**
   * Whether queries may show less than what was announced, or less than an earlier query: hosted Sanity is
   * eventually consistent.
   */
  mayLag: boolean
  /** Called when something else was found than what readers were given, without a call of `expire`. */
  onRenewed?: () => void
  /** For the log; without it, it names fields by their paths. */
  describeProblem?: Describe
  timing?: Timing
}

interface GoodAnswer {
  answer: unknown
  loaded: Exclude<Loaded, { state: 'unseen' }>
}

/**
 * The published manual as this process knows it.
 *
 * `generation` is a number that every change of what readers should get raises. What is made from `load()` at
 * one generation is kept under that number (`server/front/reader-pages.ts`), so that whatever began before a
 * change is never given to a reader who came after it.
 */
export class PublishedContent {
  /**
   * Part of every address under which pages are kept, so that nobody outside can have one made beforehand.
   */
  readonly key = randomUUID()
  readonly #options: Options
  readonly #timing: Timing
  /**
   * Out of the request that happens to ask: Next.js would take what is fetched for a part of its page, and
   * not keep the page.
   */
  readonly #outside = AsyncLocalStorage.snapshot()
  #generation = 1
  #loading: Promise<Loaded> | undefined
  #good: GoodAnswer | undefined
  /** Whether the next answer is kept without anything of the one before. */
  #forgets = false
  /**
   * The number of readings begun, and the latest of those that have ended: a slow one may end after a later
   * one.
   */
  #readings = 0
  #latest = 0
  /**
   * Changes that were announced, by document, for as long as a part of the content API may not know of them.
   */
  readonly #announced = new Map<string, ContentChange & { until: number }>()
  /** Until then, changes may have been made of which nobody told. */
  #unsureUntil = 0
  /** Since when answers are behind one before them. */
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

  /** Never rejects. Waits for the content API only if it has not been asked since the last change. */
  load(): Promise<Loaded> {
    if (!this.#options.isFollowed) return this.#read()
    return (this.#loading ??= this.#outside(() => this.#ask()))
  }

  /**
   * What readers were given so far is out of date, from this moment on.
   *
   * @param changes what changed; without any, it is not known.
   */
  expire(changes: readonly ContentChange[] = []): void {
    this.#generation += 1
    this.#loading = undefined
    const until = performance.now() + this.#timing.maxLagMs
    if (this.#options.mayLag)
      for (const change of changes) this.#announced.set(change.id, { ...change, until })
    if (changes.length === 0) this.#expectAnything()
    this.#setRetry(undefined)
    this.#retryLater('changed')
  }

  /** Asks the content API now; expires what readers get if it has something else. */
  async refresh(): Promise<void> {
    if (!this.#loading) return void (await this.load())
    const generation = this.#generation
    await this.#give(await this.#read(), generation)
  }

  /**
   * From the next answer on, nothing is kept of what was published before, in memory or on the disk: the last
   * good content otherwise has a section as it was before it broke. Resolves when that is so, unless the
   * content API is away.
   */
  async forget(): Promise<void> {
    this.#forgets = true
    this.expire()
    await this.load()
    await this.#options.lastGood.save().catch(() => undefined)
  }

  /** Resolves when the last good content is on the disk, if it can be. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#retry?.timer)
    await this.#options.lastGood.save().catch(() => undefined)
  }

  /** Gives readers this from now on, unless something changed since that generation. */
  async #give(loaded: Loaded, generation: number): Promise<void> {
    const given = await this.#loading
    if (generation !== this.#generation || isDeepStrictEqual(given, loaded)) return
    this.#generation += 1
    this.#loading = Promise.resolve(loaded)
    this.#options.onRenewed?.()
  }

  #expectAnything(): void {
    if (this.#options.mayLag) this.#unsureUntil = performance.now() + this.#timing.maxLagMs
  }

  /** Where the embedded Content Lake does not answer, something is slow: its readers wait. */
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
      // Readers are not taken back to what was before.
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

  /** Whether an answer is behind the good one before it. Not for ever: an import may have set older dates. */
  #isBehindGood(answer: unknown): boolean {
    const known = [...this.#announced.values()]
    if (!this.#options.mayLag || !this.#good || !isBehind(answer, this.#good.answer, known)) {
      this.#behindSince = undefined
      return false
    }
    this.#behindSince ??= performance.now()
    return performance.now() - this.#behindSince < this.#timing.maxLagMs
  }

  /**
   * Forgets changes that every part of the content API should know by now. Whether an answer lacks a later
   * one.
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
    this.#good = good
    if (isNew) {
      this.#problems.report(problems)
      const broken = problems.flatMap(({ position, isShown }) => (isShown ? [] : (position ?? [])))
      const earlier = broken.length > 0 && !this.#forgets ? await lastGood.read() : undefined
      this.#forgets = false
      lastGood.set(earlier === undefined ? good.answer : withSectionsOf(earlier, good.answer, broken))
    }
    // Readers do not wait for the disk.
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

  /** Once: it is tried again with each answer. */
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

  /** Says once that the content API is away, and once that it is back: a line per reader would bury both. */
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

/** With its cause: "fetch failed" alone does not say why. */
const messageOf = (error: unknown): string =>
  error instanceof Error
    ? [error.message, error.cause && messageOf(error.cause)].filter(Boolean).join(': ')
    : String(error)
