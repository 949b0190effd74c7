import { AsyncLocalStorage } from 'node:async_hooks'
import { isDeepStrictEqual } from 'node:util'
import { parseManual, revisionOf, type DocumentProblems, type Manual } from '#lib/manual/index.ts'
import { includesChange, isOlder, withSectionsOf, type ContentChange } from './answer.ts'
import type { LastGood } from './last-good.ts'

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
      /** The latest `_updatedAt` in it: ISO 8601, UTC. */
      changedAt: string | undefined
    }
  | { state: 'unseen' }

/** Milliseconds. */
const defaultTiming = {
  /**
   * For so long, an answer that lacks a change is asked for again: by then every copy of the content API has
   * it.
   */
  maxLagMs: 10_000,
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
  timing?: Timing
}

interface GoodAnswer {
  answer: unknown
  loaded: Exclude<Loaded, { state: 'unseen' }>
  /** Its place among all readings: a slow one may end after a later one. */
  reading: number
}

/**
 * The published manual as this process knows it.
 *
 * `generation` is a number that every change of what readers should get raises. What is made from `load()` at
 * one generation is kept under that number (`server/front/reader-pages.ts`), so that whatever began before a
 * change is never given to a reader who came after it.
 */
export class PublishedContent {
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
  #readings = 0
  /** Changes that were announced and not seen in an answer yet, by document. */
  readonly #awaited = new Map<string, ContentChange & { until: number }>()
  /** Since when answers are older than one before them. */
  #olderSince: number | undefined
  #retry: { reason: RetryReason; delay: number; timer: NodeJS.Timeout } | undefined
  #reported: string | undefined
  #problems: readonly DocumentProblems[] = []
  #closed = false

  constructor(options: Options) {
    this.#options = options
    this.#timing = options.timing ?? defaultTiming
  }

  get generation(): number {
    return this.#generation
  }

  /** Never rejects. Waits for the content API only if it has not been asked since the last change. */
  load(): Promise<Loaded> {
    if (!this.#options.isFollowed) return this.#read()
    return (this.#loading ??= this.#outside(() => this.#read()))
  }

  /** What readers were given so far is out of date, from this moment on. */
  expire(changes: readonly ContentChange[] = []): void {
    this.#generation += 1
    this.#loading = undefined
    if (this.#options.mayLag) {
      const until = performance.now() + this.#timing.maxLagMs
      for (const change of changes) this.#awaited.set(change.id, { ...change, until })
    }
    this.#setRetry(undefined)
    this.#retryLater('changed')
  }

  /** Asks the content API now; expires what readers get if it has something else. */
  async refresh(): Promise<void> {
    if (!this.#loading) return void (await this.load())
    const generation = this.#generation
    const before = await this.#loading
    const after = await this.#read()
    if (generation !== this.#generation || isDeepStrictEqual(before, after)) return
    this.#generation += 1
    this.#loading = Promise.resolve(after)
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#retry?.timer)
  }

  async #read(): Promise<Loaded> {
    const reading = (this.#readings += 1)
    try {
      const answer = await this.#options.fetch()
      const { manual, problems, unavailableIds, changedAt } = parseManual(answer)
      this.#report(undefined)
      const lags = this.#lagsBehind(answer)
      this.#setRetry(lags ? 'changed' : problems.length > 0 ? 'in part' : undefined)
      // Readers are not taken back to what was before.
      if (this.#good && this.#olderSince !== undefined) return { ...this.#good.loaded, state: 'last good' }
      const state = lags ? 'last good' : 'current'
      const loaded = { state, manual, revision: revisionOf(manual), unavailableIds, changedAt } as const
      if (reading > (this.#good?.reading ?? 0)) await this.#keep({ answer, loaded, reading }, problems)
      return loaded
    } catch (error) {
      this.#setRetry('failed')
      const loaded = await this.#lastGood()
      const given =
        loaded.state === 'unseen'
          ? 'readers get 503, since it has never given one'
          : 'readers get the last good content'
      this.#report(error, given)
      return loaded
    }
  }

  /**
   * Whether an announced change is missing in the answer, or a document is older than before; for as long as
   * that may pass.
   */
  #lagsBehind(answer: unknown): boolean {
    if (!this.#options.mayLag) return false
    const { maxLagMs } = this.#timing
    const now = performance.now()
    const isOld = this.#good !== undefined && isOlder(answer, this.#good.answer)
    this.#olderSince = isOld ? (this.#olderSince ?? now) : undefined
    // Not for ever: an import may have set older dates.
    if (isOld && now - this.#olderSince! > maxLagMs) this.#olderSince = undefined
    for (const [id, change] of this.#awaited) {
      if (includesChange(answer, change)) this.#awaited.delete(id)
      else if (change.until < now) {
        console.warn(
          `The content API announced a change of "${id}" and has not shown it for ${maxLagMs / 1000} seconds`,
        )
        this.#awaited.delete(id)
      }
    }
    return this.#awaited.size > 0 || this.#olderSince !== undefined
  }

  async #keep(good: GoodAnswer, problems: readonly DocumentProblems[]): Promise<void> {
    const isNew = !isDeepStrictEqual(good.answer, this.#good?.answer)
    this.#good = good
    if (!isNew) return
    if (!isDeepStrictEqual(problems, this.#problems)) reportProblems(problems)
    this.#problems = problems
    const broken = problems.flatMap(({ position, isShown }) => (isShown ? [] : (position ?? [])))
    const { lastGood } = this.#options
    try {
      await lastGood.keep(
        broken.length === 0 ? good.answer : withSectionsOf(await lastGood.read(), good.answer, broken),
      )
    } catch (error) {
      console.warn(`The last good content could not be kept in DATA_DIR: ${messageOf(error)}`)
    }
  }

  async #lastGood(): Promise<Loaded> {
    try {
      const { manual, unavailableIds, changedAt } = parseManual(await this.#options.lastGood.read())
      return { state: 'last good', manual, revision: revisionOf(manual), unavailableIds, changedAt }
    } catch {
      // Nothing was kept, or the disk does not give it back.
      return this.#good ? { ...this.#good.loaded, state: 'last good' } : { state: 'unseen' }
    }
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
    if (message === undefined) console.info(`The content API answers again: ${given}`)
    else console.warn(`The content API gave no manual; ${given}: ${message}`)
    this.#reported = message
  }
}

function reportProblems(documents: readonly DocumentProblems[]) {
  for (const { documentId, label, isShown, problems } of documents) {
    const what = isShown ? 'Parts are left out for readers' : 'A section is left out for readers'
    console.warn(
      `${what}: "${label}" (${documentId}): ${problems.map(({ path, message }) => `${path} ${message}`.trim()).join('; ')}`,
    )
  }
}

/** With its cause: "fetch failed" alone does not say why. */
const messageOf = (error: unknown): string =>
  error instanceof Error
    ? [error.message, error.cause && messageOf(error.cause)].filter(Boolean).join(': ')
    : String(error)
