import { changesOf, type EditionChanges } from './changes.ts'
import { saysTheSame, type EditionText } from './text.ts'

/** An edition without its text. Times are ISO 8601, UTC, by the Content Lake's clock. */
export interface Edition {
  /** From 1; the editions of a record are numbered without gaps. */
  number: number
  /** When the first change in it was made. */
  opened: string
  /** When the latest change in it was made. It is the edition's date. */
  date: string
  /** From then on it is closed: what changes later is another edition. */
  closesAt: string
  /** Why it was made, in its author's words. */
  reason?: string | undefined
  /** It only puts a mistake right: what is said to have changed is what the edition before it changed. */
  isCorrection: boolean
  /** When a passage was taken out of it. */
  redacted?: string | undefined
  /** When its reason was last changed, or a passage was taken out. */
  revised?: string | undefined
  /** Identifies it in feeds, wherever it is moved to. Absent until it is stored. */
  uuid?: string | undefined
  changes: EditionChanges
}

/** An edition and its text. */
export interface Known {
  edition: Edition
  text: EditionText
}

/** What is published, and when it became so. */
export interface Publication {
  text: EditionText
  /** When what differs from the latest edition was last changed, by the Content Lake's clock. */
  changedAt: string
}

/** How a published text stands to a record. */
export type Standing =
  /** It is what the latest edition says. */
  | { act: 'keep'; edition: Edition }
  /** It is a new edition. */
  | { act: 'create'; edition: Edition }
  /** The latest edition is still open, and says this from now on. */
  | { act: 'rewrite'; edition: Edition }
  /**
   * The latest edition was open, and what it changed was taken back: the one before it is the latest again.
   */
  | { act: 'withdraw'; number: number; edition: Edition }

const time = (iso: string) => Date.parse(iso)

/**
 * The one rule by which editions are made. The page, the draft and the ledger go by it, so that a page is
 * right before anything is written. It depends on what is stored and published only, so that it does not
 * matter who looks, how often, or how late.
 *
 * An edition takes up what changed while it was open, which its own `closesAt` says: no process has to be
 * there to close it. A change from before it opened was made by a clock that has been set back, and is
 * another edition. So is one that is not later than what the edition has, once it is closed: a closed edition
 * stays as it is.
 *
 * @param latest the latest edition; absent when the record begins.
 * @param previous the one before it, if there is one.
 * @param settle minutes for which an edition stays open after a change.
 * @param now by the Content Lake's clock, in milliseconds.
 */
export function standingOf(
  { text, changedAt }: Publication,
  { latest, previous }: { latest?: Known | undefined; previous?: Known | undefined },
  settle: number,
  now: number,
): Standing {
  if (latest && saysTheSame(latest.text, text)) return { act: 'keep', edition: latest.edition }
  const isOpen =
    latest !== undefined &&
    time(latest.edition.opened) <= time(changedAt) &&
    (time(changedAt) > time(latest.edition.date) ? time(changedAt) : now) < time(latest.edition.closesAt)
  if (isOpen && previous && saysTheSame(previous.text, text))
    return { act: 'withdraw', number: latest.edition.number, edition: previous.edition }
  if (isOpen) {
    const date = time(latest.edition.date) > time(changedAt) ? latest.edition.date : changedAt
    const changes = changesOf(previous?.text, text)
    const edition = { ...latest.edition, date, closesAt: closing(date, settle), changes }
    return { act: 'rewrite', edition }
  }
  return {
    act: 'create',
    edition: {
      number: (latest?.edition.number ?? 0) + 1,
      opened: changedAt,
      date: changedAt,
      closesAt: closing(changedAt, settle),
      isCorrection: false,
      changes: changesOf(latest?.text, text),
    },
  }
}

const closing = (date: string, settle: number) => new Date(time(date) + settle * 60_000).toISOString()

/** Whether it still takes up what changes, at a moment in milliseconds. */
export const isOpenAt = ({ closesAt }: Pick<Edition, 'closesAt'>, now: number): boolean =>
  now < time(closesAt)

/** The editions, newest first, as they are once what stands is written. */
export function withStanding(editions: readonly Edition[], standing: Standing): Edition[] {
  if (standing.act === 'withdraw') return editions.filter(({ number }) => number !== standing.number)
  const others = editions.filter(({ number }) => number !== standing.edition.number)
  return [standing.edition, ...others]
}

/** The edition whose changes are marked: the latest that is no correction. */
export const markedEdition = (editions: readonly Edition[]): Edition | undefined =>
  editions.find(({ isCorrection }) => !isCorrection)

/**
 * The edition in force at the end of a day (UTC).
 *
 * @param editions newest first.
 * @param day `YYYY-MM-DD`.
 */
export function editionOn(editions: readonly Edition[], day: string): Edition | undefined {
  return editions.find(({ date }) => date.slice(0, 10) <= day)
}
