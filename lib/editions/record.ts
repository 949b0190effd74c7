import { changesOf, type EditionChanges } from './changes.ts'
import { saysTheSame, type EditionText } from './text.ts'

/** An edition without its text. Times are ISO 8601, UTC, by the Content Lake's clock. */
export interface Edition {
  /** From 1, without gaps. */
  number: number
  /** When the first change in it was made. */
  opened: string
  /** When the latest change in it was made: the edition's date. */
  date: string
  /** Later changes make another edition. */
  closesAt: string
  /** The reason for it, in the author's words. */
  reason?: string | undefined
  /**
   * Whether it only corrects a mistake. Pages then go on marking the changes of the latest edition that is
   * not a correction.
   */
  isCorrection: boolean
  /** When a passage in it was redacted. */
  redacted?: string | undefined
  /** When its reason was last changed, or a passage redacted. */
  revised?: string | undefined
  /** Identifies it in feeds, at any address and in any dataset. Absent until it is stored. */
  uuid?: string | undefined
  changes: EditionChanges
}

/** An edition and its text. */
export interface Known {
  edition: Edition
  text: EditionText
}

/** The published text, and when it last changed. */
export interface Publication {
  text: EditionText
  /**
   * When the documents that differ from the latest edition were last changed, by the Content Lake's clock.
   */
  changedAt: string
}

/** What a published text means for the record. */
export type Standing =
  /** Nothing: the latest edition says the same. */
  | { act: 'keep'; edition: Edition }
  /** A new edition. */
  | { act: 'create'; edition: Edition }
  /** The latest edition is still open, and gets the new text. */
  | { act: 'rewrite'; edition: Edition }
  /** The latest edition is open, and its change was taken back: the one before it is the latest again. */
  | { act: 'withdraw'; number: number; edition: Edition }

const time = (iso: string) => Date.parse(iso)

/**
 * The rule by which editions are made. Pages, drafts and the ledger all use it, so that a page is right
 * before anything is written. It depends only on what is stored and published, not on who looks, how often,
 * or how late.
 *
 * A change made while the latest edition was open, by its stored `closesAt`, becomes part of it. No process
 * has to be running to close an edition. A change dated before the edition opened comes from a clock that was
 * set back, and makes a new edition. A change that is not later than the edition's date becomes part of the
 * edition only if it is open now: a closed edition stays as it is.
 *
 * @param latest the latest edition; absent when the record begins.
 * @param previous the edition before it, if there is one.
 * @param settle minutes for which an edition stays open after a change.
 * @param now the Content Lake's time, in milliseconds.
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

/** Whether an edition is open at a time, in milliseconds: whether changes still become part of it. */
export const isOpenAt = ({ closesAt }: Pick<Edition, 'closesAt'>, now: number): boolean =>
  now < time(closesAt)

/** The editions, newest first, as they will be once `standing` is written. */
export function withStanding(editions: readonly Edition[], standing: Standing): Edition[] {
  if (standing.act === 'withdraw') return editions.filter(({ number }) => number !== standing.number)
  const others = editions.filter(({ number }) => number !== standing.edition.number)
  return [standing.edition, ...others]
}

/** The edition whose changes pages mark: the latest that is not a correction. */
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
