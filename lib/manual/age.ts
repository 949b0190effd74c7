import { dateIn, daysBetween } from './dates.ts'
import type { Section } from './sections.ts'
import { fill, wordsIn } from './words.ts'

/** After this many days, a reading that nobody has confirmed says so. */
const staleAfterDays = 90

/** Words in reading order, with the spaces between them. A date comes with the words for it, and the field that it is from. */
export type DatedWords = (string | { field: 'since' | 'confirmed'; date: string; text: string })[]

/** How old a reading is, in words. */
export interface Age {
  /** Nobody has confirmed it for longer than `staleAfter` days. */
  isStale: boolean
  words: DatedWords
}

/**
 * Since when a reading holds and when it was last confirmed, as far as its author has said; `undefined` if neither.
 *
 * @param today `YYYY-MM-DD`. Without it, nothing is said that would depend on the day.
 */
export function ageOf(
  { since, confirmed }: Pick<Section<'nowSection'>['readings'][number], 'since' | 'confirmed'>,
  today: string | undefined,
  language: string,
): Age | undefined {
  const latest = confirmed ?? since
  if (!latest) return undefined
  const words = wordsIn(language)
  const isOld = today !== undefined && isStale(latest, today)
  const sentences: DatedWords[] = []
  if (since) sentences.push(dated(words.since, 'since', since, dateIn(language, 'month', since)))
  if (confirmed) {
    const sentence = isOld ? words.notConfirmedSince : words.confirmed
    sentences.push(dated(sentence, 'confirmed', confirmed, dateIn(language, 'day', confirmed)))
  } else if (isOld) sentences.push([words.notConfirmedSinceThen])
  return { isStale: isOld, words: joined(sentences) }
}

/**
 * When a section was last confirmed and how often it is looked at, as far as its author has said; empty if neither. In Now, the readings
 * say when.
 */
export function reviewWords(section: Section, language: string): DatedWords {
  const words = wordsIn(language)
  const confirmed = section._type === 'nowSection' ? undefined : section.confirmed
  return joined([
    ...(confirmed
      ? [dated(words.confirmed, 'confirmed', confirmed, dateIn(language, 'day', confirmed))]
      : []),
    ...(section.review ? [[words[section.review]]] : []),
  ])
}

const dated = (sentence: string, field: 'since' | 'confirmed', date: string, text: string): DatedWords =>
  fill(sentence, { date: { field, date, text } })

/** The sign between two of them stays with what follows it. */
const joined = (sentences: readonly DatedWords[]): DatedWords =>
  sentences.flatMap((sentence, at) => (at > 0 ? [' ·\u00a0', ...sentence] : sentence))

type Readings = Pick<Section<'nowSection'>, 'readings'>

const isStale = (day: string, today: string) => daysBetween(day, today) > staleAfterDays

/**
 * Since when all of Now is confirmed: the oldest day on which a reading was or, if it never was, began; `undefined` if none was ever confirmed.
 *
 * @param today `YYYY-MM-DD`.
 */
export function confirmationOf(
  { readings }: Readings,
  today: string,
): { oldest: string; isInPart: boolean } | undefined {
  if (!readings.some(({ confirmed }) => confirmed)) return undefined
  const days = readings.map(({ since, confirmed }) => confirmed ?? since)
  const known = days.filter((day) => day !== undefined).toSorted()
  const stale = known.filter((day) => isStale(day, today))
  return {
    oldest: known[0] as string,
    isInPart: known.length < days.length || (stale.length > 0 && stale.length < known.length),
  }
}

/**
 * The one line of dates under Now: when its readings were confirmed, but for those that say themselves that it is long ago. Empty if none was.
 */
export function confirmedLine(
  { readings }: Readings,
  today: string | undefined,
  language: string,
): DatedWords {
  const words = wordsIn(language)
  const days = readings.flatMap(({ confirmed }) => confirmed ?? [])
  const fresh = days.filter((day) => !today || !isStale(day, today)).toSorted()
  const [oldest] = fresh
  if (!oldest) return []
  const isOneDay = oldest === fresh.at(-1)
  const stale = readings.filter((reading) => ageOf(reading, today, language)?.isStale).length
  const sentence =
    readings.length === 1
      ? words.confirmedOn
      : fresh.length === readings.length
        ? isOneDay
          ? words.allConfirmedOn
          : words.allConfirmedSince
        : fresh.length + stale === readings.length && fresh.length > 1
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

/** Such words as one text. */
export const textOfWords = (words: DatedWords): string =>
  words.map((word) => (typeof word === 'string' ? word : word.text)).join('')
