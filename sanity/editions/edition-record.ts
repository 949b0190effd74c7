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

/** The record as pages show it: what is stored, and what is published and not written yet. */
export interface Editions {
  /** Newest first; there is always one. */
  list: Edition[]
  latest: Edition
  /** Their texts, as far as they are known without asking. */
  texts: ReadonlyMap<number, EditionText>
  /** The number of an edition that was taken back while it was open. The next one will have it. */
  withdrawn: number | undefined
}

/** Whether there is what an address in the record asks for. */
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

/** The address to which one in the record leads, if it is not that of a page. */
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

/** Why there is no record, or why it is not gone on with. */
export type RecordState = 'off' | 'private' | 'public' | 'no tokens' | 'newer format'

interface Options {
  /** What readers are given. */
  published: { readonly generation: number; load(): Promise<Loaded>; expire(): void; forget(): Promise<void> }
  clients: RecordClients
  /** Minutes for which an edition stays open. */
  settle: number
  /**
   * Whether somebody calls `changed` and `look`. Otherwise every `load` asks, and nothing is done in the
   * background.
   */
  isFollowed: boolean
  /** Milliseconds: until the ledger looks after a change, and until it looks again after a failure. */
  timing?: { settle: number; again: number; mostAgain: number }
}

const defaultTiming = { settle: 300, again: 1000, mostAgain: 60_000 }
const storedText = z.object({ number: z.int(), format: z.int(), text: z.string() }).nullable()

/** The longest a timer can wait. */
const longest = 2 ** 31 - 1

/**
 * The record of editions as this process knows it, beside the content that readers are given. Nothing here
 * ever fails a page or holds it up: without an answer, pages say what they knew before, or nothing of
 * editions at all.
 */
export class EditionRecord {
  readonly #options: Options
  readonly #timing: Required<Options>['timing']
  /**
   * Out of the request that happens to ask: Next.js would take what is fetched for a part of its page, and
   * not keep the page.
   */
  readonly #outside: <Value>(ask: () => Value) => Value
  /** The record as it is known; absent until it was asked for, and after a failure. */
  #reading: Promise<ReadRecord | undefined> | undefined
  #last: ReadRecord | undefined
  /** What was made last of which content and record. */
  #viewed: { loaded: Loaded; record: ReadRecord; view: Promise<Editions> } | undefined
  /** What was said last of the record, by a page or a form of it. */
  #given: Editions | undefined | 'nothing yet' = 'nothing yet'
  /** The number of readings begun, and the latest of those that have ended. */
  #readings = 0
  #latest = 0
  #changing: Promise<void> = Promise.resolve()
  /** One that has not begun yet, and will see what anybody has changed until then. */
  #queued: Promise<void> | undefined
  #again: NodeJS.Timeout | undefined
  #state: RecordState = 'off'
  #closing: NodeJS.Timeout | undefined
  #look: NodeJS.Timeout | undefined
  #looking: Promise<void> = Promise.resolve()
  /** Milliseconds until it is written, or read, again after a failure. */
  #delay = 0
  #pause = 0
  readonly #reported = new Set<string>()
  #closed = false

  constructor(options: Options) {
    this.#options = options
    this.#timing = options.timing ?? defaultTiming
    // Where nothing is followed, what is asked for is a part of the page, and says when it is out of date.
    this.#outside = options.isFollowed ? AsyncLocalStorage.snapshot() : (ask) => ask()
  }

  get state(): RecordState {
    return this.#state
  }

  /** What readers are shown; `undefined` unless the record is public. Never rejects. */
  async load(): Promise<Editions | undefined> {
    const loaded = await this.#options.published.load()
    const editions =
      loaded.state === 'unseen' || loaded.manual.record !== 'public' ? undefined : await this.#view(loaded)
    this.#given = editions
    return editions
  }

  /** The same, for the author's own pages, also while the record is private. */
  async loadForAuthor(): Promise<Editions | undefined> {
    const loaded = await this.#options.published.load()
    if (loaded.state === 'unseen' || loaded.manual.record === 'off') return undefined
    return this.#view(loaded)
  }

  /** The text of an edition; `undefined` when there is none. Rejects when the content API does not answer. */
  async text(number: number, editions: Editions): Promise<EditionText | undefined> {
    const known = editions.texts.get(number)
    const { clients } = this.#options
    if (known || 'missing' in clients) return known
    const stored = storedText.parse(await this.#outside(() => clients.reader.ask(textQuery, { number })))
    return stored ? readText(stored.text, stored.format) : undefined
  }

  /** Whether there is what an address in the record asks for. Never rejects. */
  async has(asked: EditionsPath): Promise<boolean> {
    const editions = await this.load()
    return editions !== undefined && hasPath(editions, asked)
  }

  /** Where an address in the record leads to that is not that of a page, but there. Never rejects. */
  async elsewhere(asked: EditionsPath): Promise<string | undefined> {
    const editions = await this.load()
    return editions && hasPath(editions, asked) ? elsewhere(editions, asked) : undefined
  }

  /** A document of the record changed: what pages say of it expires, if they say anything else now. */
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
    // It is asked for once it is kept.
    if (loaded.state === 'unseen' || loaded.manual.record === 'off') return void (this.#reading = undefined)
    const before = this.#given
    const redacted = redactedIn(this.#last)
    // Readers do not wait for it: they are given what was known, until that expires.
    await this.#ask()
    const after = await this.load()
    if (redactedIn(this.#last) > redacted) return this.#options.published.forget()
    if (before !== 'nothing yet' && visible(before) !== visible(after)) this.#options.published.expire()
  }

  /** Published content may have changed: looks, soon, whether that makes an edition. */
  look(after = this.#timing.settle): void {
    if (this.#closed) return
    clearTimeout(this.#look)
    this.#look = setTimeout(() => {
      this.#look = undefined
      void this.lookNow()
    }, after)
    this.#look.unref()
  }

  /** Looks after those looks that have begun already. Never rejects. */
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
      // Not kept: the next page asks again. What was known before is shown meanwhile.
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
    // Whatever was missed is made up for once somebody looks.
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
    // What was read before is written by the process that has read it since.
    if (loaded.state !== 'current') return this.#lookAgain()
    try {
      const { id, latest, manual } = await writeRecord(clients.writer, settle)
      this.#state = loaded.manual.record
      // The answer was from before or after what this process knows of: one of the two is behind.
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

  /** What to wait after another failure, in milliseconds. */
  #longer(pause: number): number {
    return Math.min(Math.max(pause * 2, this.#timing.again), this.#timing.mostAgain)
  }

  #stop(state: RecordState, why: string): undefined {
    this.#state = state
    this.#report(why)
    return undefined
  }

  /** A line for what is new, and none for what was said since the record was last written. */
  #report(why: string): void {
    if (this.#reported.has(why)) return
    this.#reported.add(why)
    console.warn(`The record of editions is not kept: ${why}`)
  }
}

/** When a passage was last taken out; empty when none was. */
const redactedIn = (record: ReadRecord | undefined): string =>
  (record?.editions ?? [])
    .flatMap(({ redacted }) => redacted ?? [])
    .toSorted()
    .at(-1) ?? ''

/** All that pages say of a record; what identifies a stored edition is said only once it is closed. */
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
