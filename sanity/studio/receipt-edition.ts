import { isOpenAt, type Edition } from '#lib/editions/record.ts'
import { saysTheSame, textOf } from '#lib/editions/text.ts'
import { momentQuery } from '#sanity/editions/queries.ts'
import { readMomentIn } from '#sanity/editions/record.ts'

/** How long the receipt waits for the server to write an edition. */
const patienceMs = 10_000

/** Everything needed to find the edition of a change. Needs the perspective `raw`. */
export const editionQuery = `{
  "changedAt": *[_id == $id][0]._updatedAt,
  "moment": ${momentQuery}
}`

/** The published manual. */
interface Stored {
  record: unknown
  _createdAt: string
}

interface Answer {
  /** When the document was last published; `null` if it is not published any more. */
  changedAt: string | null
  moment: unknown
}

/** Whether the record that is kept is public; absent if that could not be found out. */
interface Kept {
  record?: 'private' | 'public'
}

/** The edition that contains a change. */
export type EditionNews =
  /** No record is kept. */
  | {
      state: 'off'
      /**
       * Identifies the manual, if the author should be asked whether to begin a record. Absent in the
       * manual's first week, and once the author has chosen.
       */
      askAbout?: string
    }
  | ({ state: 'in'; edition: Edition } & Kept)
  /** The change of an open edition was taken back, so readers have the edition before it again. */
  | ({ state: 'withdrawn'; number: number; edition: Edition } & Kept)
  /** In no edition, because readers cannot see the change; or it could not be found out. */
  | ({ state: 'none' } & Kept)

/** In its first week (in milliseconds), a manual is rewritten throughout and needs no record. */
const settlingInMs = 7 * 24 * 60 * 60 * 1000

/**
 * A document that is gone has no date of change. Its edition is one that is at most this old, in
 * milliseconds.
 */
const justNowMs = 10_000

/**
 * Finds the edition that contains a change; `undefined` while it is not written.
 *
 * @throws {Error} when the answer has no manual, or has a record that this version cannot read.
 */
export async function editionNewsOf(answer: Answer): Promise<EditionNews | undefined> {
  const { record, published } = readMomentIn(answer.moment)
  if (!published) throw new Error('There is no manual')
  if (published.manual.record === 'off') {
    const { record: choice, _createdAt: created } = (answer.moment as { published: Partial<Stored> })
      .published
    const isSettled = Date.parse(record.now) - Date.parse(created ?? '') >= settlingInMs
    return { state: 'off', ...(created && !choice && isSettled && { askAbout: created }) }
  }
  const { latest, withdrawn } = record
  const { manual, unavailableIds, brokenParts } = published
  const kept = { record: published.manual.record }
  const text = textOf(manual, unavailableIds, latest?.text, brokenParts)
  if (!latest || !saysTheSame(latest.text, text)) return undefined
  const { edition } = latest
  const since = answer.changedAt ? Date.parse(answer.changedAt) : Date.parse(record.now) - justNowMs
  if (withdrawn?.withdrawn && Date.parse(withdrawn.withdrawn) >= since)
    return { state: 'withdrawn', number: withdrawn.number, edition, ...kept }
  return Date.parse(edition.date) >= since ? { state: 'in', edition, ...kept } : { state: 'none', ...kept }
}

/**
 * Asks until the edition that contains a change is written. `undefined` if that takes too long; state `none`
 * if it cannot be found out.
 */
export async function readEditionNews(ask: () => Promise<unknown>): Promise<EditionNews | undefined> {
  const begun = performance.now()
  for (let pause = 100; performance.now() - begun < patienceMs; pause *= 1.5) {
    const news = await ask()
      .then((answer) => editionNewsOf(answer as Answer))
      .catch((): EditionNews => ({ state: 'none' }))
    if (news) return news
    await new Promise((resume) => setTimeout(resume, pause))
  }
  return undefined
}

/** The edition in one sentence; `undefined` if there is nothing to say. */
export function wordsOfEdition(news: EditionNews | undefined, now = Date.now()): string | undefined {
  switch (news?.state) {
    case 'in': {
      const { number, closesAt } = news.edition
      return isOpenAt(news.edition, now)
        ? `Edition ${number}, open until ${timeIn(closesAt, now)}: what you publish before then is part of it.`
        : `Edition ${number}.`
    }
    case 'withdrawn':
      return `This is edition ${news.edition.number} again: edition ${news.number} was taken back before it closed.`
    default:
      return undefined
  }
}

const whoSees = { public: 'readers see it', private: 'only you see it, under Record' }

/**
 * What a publish of the manual changed about the record, in a sentence; `undefined` if it changed nothing.
 *
 * @param before the choice that was published before: may be anything.
 */
export function wordsOfRecord(before: unknown, news: EditionNews | undefined): string | undefined {
  const wasKept = before === 'private' || before === 'public'
  if (news?.state === 'off')
    return wasKept ? 'The record is no longer kept. What was kept stays, and nobody is shown it.' : undefined
  if (!news?.record || news.record === before) return undefined
  const { record } = news
  if (wasKept) return `The record is ${record} now: ${whoSees[record]}.`
  const isFirst = news.state === 'in' && news.edition.number === 1
  return `The record ${isFirst ? 'has begun' : 'goes on'}, and is ${record}: ${whoSees[record]}.`
}

/** Said in place of a question about the first edition. */
export const needsNoReason = 'It needs no reason: the record begins with it.'

/** The author's answer about an edition, in words; `undefined` if there is none. */
export function wordsOfWhy({ reason, isCorrection }: Pick<Edition, 'reason' | 'isCorrection'>) {
  if (reason) return `Saved: “${reason}”${isCorrection ? ', only a correction' : ''}`
  return isCorrection ? 'Saved: only a correction' : undefined
}

/** A time in this machine's time zone, with the day unless it is today. */
export function timeIn(iso: string, now: number): string {
  const date = new Date(iso)
  const isToday = date.toDateString() === new Date(now).toDateString()
  return date.toLocaleString('en-GB', {
    ...(!isToday && { day: 'numeric', month: 'long' }),
    hour: '2-digit',
    minute: '2-digit',
  })
}
