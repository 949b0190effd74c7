import { isOpenAt, type Edition } from '#lib/editions/record.ts'
import { saysTheSame, textOf } from '#lib/editions/text.ts'
import { momentQuery } from '#sanity/editions/queries.ts'
import { readMomentIn } from '#sanity/editions/record.ts'

/** How long the server may take to write an edition, before the receipt goes without it. */
const patienceMs = 10_000

/** Everything that decides in which edition a change stands. It needs the perspective `raw`. */
export const editionQuery = `{
  "changedAt": *[_id == $id][0]._updatedAt,
  "moment": ${momentQuery}
}`

/** The manual as it is published. */
interface Stored {
  record: unknown
  _createdAt: string
}

interface Answer {
  /** When the document was last published; `null` when it no longer is. */
  changedAt: string | null
  moment: unknown
}

/** In which edition a change stands. */
export type EditionNews =
  /** No record is kept. */
  | {
      state: 'off'
      /** What tells this manual from others; absent while it is too early to ask whether a record should begin, and once the author has chosen. */
      askAbout?: string
    }
  | { state: 'in'; edition: Edition }
  /** What an open edition changed was taken back: readers have the one before it again. */
  | { state: 'withdrawn'; number: number; edition: Edition }
  /** In none: no reader can see it. */
  | { state: 'none' }

/** A new manual is rewritten from top to bottom: nobody wants a record of that. */
const settlingInMs = 7 * 24 * 60 * 60 * 1000

/** A section that is taken away leaves no date: an edition that is hardly older is the one. */
const justNowMs = 10_000

/**
 * In which edition a change stands; `undefined` while that edition is not written.
 *
 * @throws {Error} when the answer has no manual, or a record that this version cannot read.
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
  const text = textOf(manual, unavailableIds, latest?.text, brokenParts)
  if (!latest || !saysTheSame(latest.text, text)) return undefined
  const { edition } = latest
  const since = answer.changedAt ? Date.parse(answer.changedAt) : Date.parse(record.now) - justNowMs
  if (withdrawn?.withdrawn && Date.parse(withdrawn.withdrawn) >= since)
    return { state: 'withdrawn', number: withdrawn.number, edition }
  return Date.parse(edition.date) >= since ? { state: 'in', edition } : { state: 'none' }
}

/**
 * Asks until the edition in which a change stands is written; `undefined` when that takes too long, or cannot
 * be found out: the receipt is whole without it.
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

/** The edition of a receipt, in one sentence; `undefined` when there is nothing to say. */
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

/** What its author has said of an edition; `undefined` while nothing. */
export function wordsOfWhy({ reason, isCorrection }: Pick<Edition, 'reason' | 'isCorrection'>) {
  if (reason) return `Saved: “${reason}”${isCorrection ? ', only a correction' : ''}`
  return isCorrection ? 'Saved: only a correction' : undefined
}

/** A time by this machine's clock; with its day, unless that is today. */
export function timeIn(iso: string, now: number): string {
  const date = new Date(iso)
  const isToday = date.toDateString() === new Date(now).toDateString()
  return date.toLocaleString('en-GB', {
    ...(!isToday && { day: 'numeric', month: 'long' }),
    hour: '2-digit',
    minute: '2-digit',
  })
}
