import { dateIn, daysBetween } from './dates.ts'
import type { Section } from './sections.ts'
import { fill, wordsIn } from './words.ts'

/** How many days may pass after a section was confirmed, by its review rhythm. */
const reviewDays: Record<Review, number> = { weekly: 7, monthly: 31, quarterly: 92, yearly: 366 }

type Review = NonNullable<Section['review']>

/**
 * Whether more days have passed since a confirmation than the rhythm allows. Never true without a rhythm or a
 * date.
 *
 * @param confirmed `YYYY-MM-DD`.
 * @param today `YYYY-MM-DD`. Without it, nothing is overdue.
 */
export const isOverdue = (
  confirmed: string | undefined,
  review: Review | undefined,
  today: string | undefined,
): boolean =>
  confirmed !== undefined &&
  review !== undefined &&
  today !== undefined &&
  daysBetween(confirmed, today) > reviewDays[review]

/** Text in reading order, spaces included. A date comes with its text, and the field that holds it. */
export type DatedWords = (string | { field: 'since' | 'confirmed'; date: string; text: string })[]

/** The age of a reading or a section, in words. */
export interface Age {
  isOverdue: boolean
  words: DatedWords
}

/** What the age of a section or reading depends on besides its own dates. */
export interface Circumstances {
  /** `YYYY-MM-DD`. Without it, nothing is overdue. */
  today: string | undefined
  /** The language of the manual, a BCP 47 tag. */
  language: string
}

/**
 * Since when a reading holds and when it was last confirmed, as far as its author has set these dates;
 * `undefined` if neither is set.
 *
 * @param review the rhythm of its section.
 */
export function ageOf(
  { since, confirmed }: Pick<Section<'nowSection'>['readings'][number], 'since' | 'confirmed'>,
  review: Review | undefined,
  { today, language }: Circumstances,
): Age | undefined {
  if (!since && !confirmed) return undefined
  const overdue = isOverdue(confirmed, review, today)
  return {
    isOverdue: overdue,
    words: joined([
      ...(since ? [dated(wordsIn(language).since, 'since', since, dateIn(language, 'month', since))] : []),
      ...(confirmed ? [lastConfirmed(confirmed, overdue, language)] : []),
    ]),
  }
}

/**
 * When a section was last confirmed and how often it is reviewed, as far as these are set; without words if
 * neither is. In a Now section, the readings carry the dates.
 */
export function reviewOf(section: Section, { today, language }: Circumstances): Age {
  const confirmed = section._type === 'nowSection' ? undefined : section.confirmed
  const overdue = isOverdue(confirmed, section.review, today)
  return {
    isOverdue: overdue,
    words: joined([
      ...(confirmed ? [lastConfirmed(confirmed, overdue, language)] : []),
      ...(section.review ? [[rhythm(section.review, confirmed === undefined, language)]] : []),
    ]),
  }
}

/** How often a section is reviewed. Begins with a capital letter where nothing is before it. */
function rhythm(review: Review, isFirst: boolean, language: string): string {
  const [first = '', ...rest] = wordsIn(language)[review]
  return [isFirst ? first.toLocaleUpperCase(language) : first, ...rest].join('')
}

function lastConfirmed(confirmed: string, overdue: boolean, language: string): DatedWords {
  const words = wordsIn(language)
  const sentence = overdue ? words.notConfirmedSince : words.confirmed
  return dated(sentence, 'confirmed', confirmed, dateIn(language, 'day', confirmed))
}

const dated = (sentence: string, field: 'since' | 'confirmed', date: string, text: string): DatedWords =>
  fill(sentence, { date: { field, date, text } })

/** Joins sentences with a dot, which stays on the line of the sentence after it. */
const joined = (sentences: readonly DatedWords[]): DatedWords =>
  sentences.flatMap((sentence, at) => (at > 0 ? [' ·\u00a0', ...sentence] : sentence))

type Readings = Pick<Section<'nowSection'>, 'readings' | 'review'>

/**
 * Since when all readings of Now are confirmed: the oldest confirmation or, for a reading that was never
 * confirmed, its `since`; `undefined` if no reading was ever confirmed. `isInPart` says that this does not
 * hold for all readings.
 *
 * @param today `YYYY-MM-DD`.
 */
export function confirmationOf(
  { readings, review }: Readings,
  today: string,
): { oldest: string; isInPart: boolean } | undefined {
  if (!readings.some(({ confirmed }) => confirmed)) return undefined
  const days = readings.map(({ since, confirmed }) => confirmed ?? since)
  const known = days.filter((day) => day !== undefined).toSorted()
  const overdue = known.filter((day) => isOverdue(day, review, today))
  return {
    oldest: known[0] as string,
    isInPart: known.length < days.length || (overdue.length > 0 && overdue.length < known.length),
  }
}

/**
 * The line of dates under Now: when the readings were confirmed. Leaves out overdue readings, which show
 * their own date; empty if no others were confirmed.
 */
export function confirmedLine(
  { readings, review }: Readings,
  today: string | undefined,
  language: string,
): DatedWords {
  const words = wordsIn(language)
  const days = readings.flatMap(({ confirmed }) => confirmed ?? [])
  const fresh = days.filter((day) => !isOverdue(day, review, today)).toSorted()
  const [oldest] = fresh
  if (!oldest) return []
  const isOneDay = oldest === fresh.at(-1)
  const overdue = readings.filter((reading) => isOverdue(reading.confirmed, review, today)).length
  const sentence =
    readings.length === 1
      ? words.confirmedOn
      : fresh.length === readings.length
        ? isOneDay
          ? words.allConfirmedOn
          : words.allConfirmedSince
        : fresh.length + overdue === readings.length && fresh.length > 1
          ? isOneDay
            ? words.othersConfirmedOn
            : words.othersConfirmedSince
          : isOneDay
            ? words.someConfirmedOn
            : words.someConfirmedSince
  return fill<DatedWords[number]>(sentence, {
    date: { field: 'confirmed', date: oldest, text: dateIn(language, 'long', oldest) },
    some: String(fresh.length),
    all: String(readings.length),
  })
}

/** The words as plain text. */
export const textOfWords = (words: DatedWords): string =>
  words.map((word) => (typeof word === 'string' ? word : word.text)).join('')
