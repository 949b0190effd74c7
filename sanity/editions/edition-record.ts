import { z } from 'zod'
import { editionOn, withStanding, type Edition } from '#lib/editions/record.ts'
import { AsyncLocalStorage } from 'node:async_hooks'
import { NewerFormatError, readText, type EditionText } from '#lib/editions/text.ts'
import { utcDay } from '#lib/manual/dates.ts'
import { revisionOf } from '#lib/manual/revision.ts'
import { editionsPerPart, type EditionsPath } from '#lib/published-paths.ts'
import type { Loaded } from '#sanity/content/published-content.ts'
import type { RecordClients } from './connection.ts'
import { writeRecord } from './ledger.ts'
import { textQuery } from './queries.ts'
import { readRecordBy, standingNow, untilClosed, type ReadRecord, type RecordReader } from './record.ts'

/** The record as pages show it: the stored editions, and the published text even if it is not written yet. */
export interface Editions {
  /** Newest first, never empty. */
  list: Edition[]
  latest: Edition
  /** The texts of some editions, which need not be fetched again. */
  texts: ReadonlyMap<number, EditionText>
  /**
   * The number of an edition that was withdrawn, because its change was taken back while it was open. The
   * next edition takes this number.
   */
  withdrawn: number | undefined
}

/** Whether an address in the record exists. */
export function hasPath({ list, latest, withdrawn }: Editions, asked: EditionsPath): boolean {
  const isThere = (number: number) => list.some((edition) => edition.number === number)
  switch (asked.kind) {
    case 'feed':
      return true
    case 'story':
      return asked.part === 1 || (asked.part - 1) * editionsPerPart < list.length
    case 'edition':
      return isThere(asked.number) || (asked.number === withdrawn && asked.number === latest.number + 1)
    case 'differences':
      return asked.from !== asked.to && isThere(asked.from) && isThere(asked.to)
    case 'on':
      return isDay(asked.day) && asked.day <= utcDay() && editionOn(list, asked.day) !== undefined
  }
}

/** The address to redirect to; `undefined` if the requested one is a page itself. */
export function elsewhere({ list, latest, withdrawn }: Editions, asked: EditionsPath): string | undefined {
  switch (asked.kind) {
    case 'edition':
      return asked.number === withdrawn && asked.number === latest.number + 1
        ? `/editions/${latest.number}${asked.isMarkdown ? '.md' : ''}`
        : undefined
    case 'differences':
      return asked.from > asked.to ? `/editions/${asked.to}..${asked.from}` : undefined
    case 'on':
      return `/editions/${editionOn(list, asked.day)?.number}`
    default:
      return undefined
  }
}

const isDay = (day: string) => !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day)

/** Whether the record is shown, and if it cannot be written, why. */
export type RecordState = 'off' | 'private' | 'public' | 'no tokens' | 'newer format'

interface Options {
  /** The published content. */
  published: { readonly generation: number; load(): Promise<Loaded>; expire(): void; forget(): Promise<void> }
  clients: RecordClients
  /** Minutes for which an edition stays open after a change. */
  settle: number
  /**
   * Whether the caller follows the content API, and calls `changed` and `look`. If not, every `load` reads
   * the record, and nothing is done in the background.
   */
  isFollowed: boolean
  /**
   * In milliseconds: the delay before the ledger looks after a change, and the first and the longest delay
   * after a failure.
   */
  timing?: { settle: number; again: number; mostAgain: number }
}

const defaultTiming = { settle: 300, again: 1000, mostAgain: 60_000 }
const storedText = z.object({ number: z.int(), format: z.int(), text: z.string() }).nullable()

/** The longest delay of a timer, in milliseconds. */
const longest = 2 ** 31 - 1

/**
 * The record of editions as this process knows it. Never fails a page or delays it much: if the content API
 * does not answer, pages show the last known record, or none.
 */
export class EditionRecord {
  readonly #options: Options
  readonly #timing: Required<Options>['timing']
  /**
   * Runs a function outside the async context of the current request. Inside it, Next.js would count the
   * fetch as part of the page that is being rendered, and not cache that page.
   */
  readonly #outside: <Value>(ask: () => Value) => Value
  /** The current reading of the record; absent before the first one and after a failure. */
  #reading: Promise<ReadRecord | undefined> | undefined
  #last: ReadRecord | undefined
  /** The latest view, and what it was made from. */
  #viewed: { loaded: Loaded; record: ReadRecord; view: Promise<Editions> } | undefined
  /** What `load` returned last. */
  #given: Editions | undefined | 'nothing yet' = 'nothing yet'
  /** The number of readings begun, and the latest one that has ended. */
  #readings = 0
  #latest = 0
  #changing: Promise<void> = Promise.resolve()
  /**
   * A call of `changed` that has not begun yet. It will see every change until then, so later calls share it.
   */
  #queued: Promise<void> | undefined
  #again: NodeJS.Timeout | undefined
  #state: RecordState = 'off'
  #closing: NodeJS.Timeout | undefined
  #look: NodeJS.Timeout | undefined
  #looking: Promise<void> = Promise.resolve()
  /** Milliseconds to wait after the latest failure, to write (`#delay`) and to read (`#pause`). */
  #delay = 0
  #pause = 0
  readonly #reported = new Set<string>()
  #closed = false

  constructor(options: Options) {
    this.#options = options
    this.#timing = options.timing ?? defaultTiming
    // If nothing follows the content API, the fetch has to be part of the page, whose lifetime it limits.
    this.#outside = options.isFollowed ? AsyncLocalStorage.snapshot() : (ask) => ask()
  }

  get state(): RecordState {
    return this.#state
  }

  /** The record for readers; `undefined` unless it is public. Never rejects. */
  async load(): Promise<Editions | undefined> {
    const loaded = await this.#options.published.load()
    const editions =
      loaded.state === 'unseen' || loaded.manual.record !== 'public' ? undefined : await this.#view(loaded)
    this.#given = editions
    return editions
  }

  /** The record for the author's own pages, also while it is private. */
  async loadForAuthor(): Promise<Editions | undefined> {
    const loaded = await this.#options.published.load()
    if (loaded.state === 'unseen' || loaded.manual.record === 'off') return undefined
    return this.#view(loaded)
  }

  /** The text of an edition; `undefined` if there is none. Rejects when the content API does not answer. */
  async text(number: number, editions: Editions): Promise<EditionText | undefined> {
    const known = editions.texts.get(number)
    const { clients } = this.#options
    if (known || 'missing' in clients) return known
    const stored = storedText.parse(await this.#outside(() => clients.reader.ask(textQuery, { number })))
    return stored ? readText(stored.text, stored.format) : undefined
  }

  /** Whether an address in the record exists. Never rejects. */
  async has(asked: EditionsPath): Promise<boolean> {
    const editions = await this.load()
    return editions !== undefined && hasPath(editions, asked)
  }

  /**
   * Where an address in the record redirects to; `undefined` if it is a page or does not exist. Never
   * rejects.
   */
  async elsewhere(asked: EditionsPath): Promise<string | undefined> {
    const editions = await this.load()
    return editions && hasPath(editions, asked) ? elsewhere(editions, asked) : undefined
  }

  /**
   * Call this when a document of the record has changed. Expires the pages if they now show something else.
   */
  changed(): Promise<void> {
    this.#changing = this.#queued ??= this.#changing.then(() => {
      this.#queued = undefined
      return this.#readAnew()
    })
    return this.#changing
  }

  async #readAnew(): Promise<void> {
    const loaded = await this.#options.published.load()
    if (this.#closed) return
    // While the record is off, nothing is read. The next page after it is switched on reads it, since
    // `#reading` is unset.
    if (loaded.state === 'unseen' || loaded.manual.record === 'off') return void (this.#reading = undefined)
    const before = this.#given
    const redacted = redactedIn(this.#last)
    // Pages do not wait for this reading: until it ends, they get the one before.
    await this.#ask()
    const after = await this.load()
    if (redactedIn(this.#last) > redacted) return this.#options.published.forget()
    if (before !== 'nothing yet' && visible(before) !== visible(after)) this.#options.published.expire()
  }

  /** Call this when published content may have changed. Soon checks whether that makes an edition. */
  look(after = this.#timing.settle): void {
    if (this.#closed) return
    clearTimeout(this.#look)
    this.#look = setTimeout(() => {
      this.#look = undefined
      void this.lookNow()
    }, after)
    this.#look.unref()
  }

  /** Checks now, after checks that are running already, and writes the record if needed. Never rejects. */
  lookNow(): Promise<void> {
    return (this.#looking = this.#looking.then(() => this.#lookNow()))
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#look)
    clearTimeout(this.#closing)
    clearTimeout(this.#again)
  }

  #read(): Promise<ReadRecord | undefined> {
    return this.#options.isFollowed ? (this.#reading ??= this.#ask()) : this.#ask()
  }

  async #ask(): Promise<ReadRecord | undefined> {
    const { clients, isFollowed } = this.#options
    if ('missing' in clients) return this.#stop('no tokens', `it needs ${clients.missing}, which is not set`)
    const reading = (this.#readings += 1)
    const known = isFollowed ? this.#last : undefined
    try {
      const record = await this.#outside(() => readRecordBy(clients.reader, known))
      if (reading < this.#latest) return this.#last
      this.#latest = reading
      this.#pause = 0
      this.#reading = Promise.resolve(record)
      if (record.problems.length > 0) this.#report(record.problems.map(({ message }) => message).join('; '))
      this.#last = record
      return record
    } catch (error) {
      if (error instanceof NewerFormatError) {
        this.#last = undefined
        this.#reading = Promise.resolve(undefined)
        return this.#stop('newer format', error.message)
      }
      this.#report(`it could not be read: ${messageOf(error)}`)
      // Forget the failed reading, so that the next page reads again. Meanwhile the last known record is
      // shown.
      this.#reading = undefined
      clearTimeout(this.#again)
      if (this.#closed || !isFollowed) return this.#last
      this.#pause = this.#longer(this.#pause)
      this.#again = setTimeout(() => void this.changed(), this.#pause)
      this.#again.unref()
      return this.#last
    }
  }

  async #view(loaded: Exclude<Loaded, { state: 'unseen' }>): Promise<Editions | undefined> {
    const record = await this.#read()
    const { clients } = this.#options
    if (!record || 'missing' in clients || (record.editions.length > 0 && !record.latest)) return undefined
    this.#state = loaded.manual.record
    if (this.#viewed?.loaded !== loaded || this.#viewed.record !== record)
      this.#viewed = { loaded, record, view: this.#viewOf(loaded, record, clients.reader) }
    return this.#viewed.view
  }

  async #viewOf(
    loaded: Exclude<Loaded, { state: 'unseen' }>,
    record: ReadRecord,
    reader: RecordReader,
  ): Promise<Editions> {
    const { settle, isFollowed } = this.#options
    const { standing, text } = await this.#outside(() => standingNow(record, loaded, settle, reader))
    // Something is not written yet, maybe because a notification was missed. Have it written soon.
    if (standing.act !== 'keep' && isFollowed && !this.#look) this.look()
    const list = withStanding(record.editions, standing)
    const texts = new Map<number, EditionText>()
    for (const known of [record.previous, record.latest])
      if (known) texts.set(known.edition.number, known.text)
    if (standing.act !== 'keep' && standing.act !== 'withdraw') texts.set(standing.edition.number, text)
    this.#expireWhenClosed(list)
    const withdrawn = standing.act === 'withdraw' ? standing.number : record.withdrawn?.number
    return { list, latest: standing.edition, texts, withdrawn }
  }

  #expireWhenClosed(list: readonly Edition[]): void {
    clearTimeout(this.#closing)
    const rest = untilClosed(list)
    if (rest === undefined || this.#closed || !this.#options.isFollowed) return
    this.#closing = setTimeout(() => this.#options.published.expire(), Math.min(rest + 1, longest))
    this.#closing.unref()
  }

  async #lookNow(): Promise<void> {
    const loaded = await this.#options.published.load()
    if (loaded.state === 'unseen' || loaded.manual.record === 'off') {
      this.#state = 'off'
      return
    }
    const { clients, settle } = this.#options
    if ('missing' in clients)
      return void this.#stop('no tokens', `it needs ${clients.missing}, which is not set`)
    // The content API is away, or behind what this process knows. Try again later.
    if (loaded.state !== 'current') return this.#lookAgain()
    try {
      const { id, latest, manual } = await writeRecord(clients.writer, settle)
      this.#state = loaded.manual.record
      // The content API answered with other content than this process has: one of them is behind.
      if (!manual || revisionOf(manual) !== loaded.revision) this.#lookAgain()
      else this.#delay = 0
      if (this.#reported.size > 0) console.info('The record of editions is kept again')
      this.#reported.clear()
      if (id !== undefined || latest !== this.#last?.editions[0]?.rev) await this.changed()
    } catch (error) {
      if (error instanceof NewerFormatError) return void this.#stop('newer format', error.message)
      this.#report(`an edition could not be written: ${messageOf(error)}`)
      this.#lookAgain()
    }
  }

  #lookAgain(): void {
    this.#delay = this.#longer(this.#delay)
    this.look(this.#delay)
  }

  /** The next delay after a failure, in milliseconds. */
  #longer(pause: number): number {
    return Math.min(Math.max(pause * 2, this.#timing.again), this.#timing.mostAgain)
  }

  #stop(state: RecordState, why: string): undefined {
    this.#state = state
    this.#report(why)
    return undefined
  }

  /** Logs a problem, once until the record is written again. */
  #report(why: string): void {
    if (this.#reported.has(why)) return
    this.#reported.add(why)
    console.warn(`The record of editions is not kept: ${why}`)
  }
}

/** When a passage was last redacted; '' if never. */
const redactedIn = (record: ReadRecord | undefined): string =>
  (record?.editions ?? [])
    .flatMap(({ redacted }) => redacted ?? [])
    .toSorted()
    .at(-1) ?? ''

/**
 * Everything that pages show of a record. The uuid is shown, in the feed, only once the edition is closed.
 */
const visible = (editions: Editions | undefined) =>
  JSON.stringify(
    (editions?.list ?? []).map(
      ({ number, opened, date, closesAt, reason, isCorrection, redacted, revised, uuid, changes }) => [
        number,
        opened,
        date,
        closesAt,
        reason,
        isCorrection,
        redacted,
        revised,
        Date.parse(closesAt) <= Date.now() && uuid,
        changes,
      ],
    ),
  )

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
