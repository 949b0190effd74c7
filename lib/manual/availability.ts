import { dateIn } from './dates.ts'
import { languageOf } from './language.ts'
import type { Opening } from './manual.ts'
import { fill, wordsIn } from './words.ts'

/** The author's availability, as shown on a given day. */
export interface Availability {
  text: string
  href: string | undefined
  /** The mark beside the text; `undefined` when the author chose none, or `until` has passed. */
  mark: { state: 'open' | 'limited' | 'closed'; word: string } | undefined
  /** `until 31 Dec 2026`, or `said until 31 Dec 2026` once that day has passed. */
  until: string | undefined
  /** `YYYY-MM-DD`. */
  untilDate: string | undefined
  isCertain: boolean
}

/**
 * @param today `YYYY-MM-DD`. Without it, `until` counts as not passed.
 */
export function availabilityOf(
  identity: Pick<Opening, 'availability' | 'language'>,
  today: string | undefined,
): Availability | undefined {
  const { availability } = identity
  if (!availability) return undefined
  const { text, href, state, until } = availability
  const language = languageOf(identity)
  const words = wordsIn(language)
  const isCertain = !until || !today || today <= until
  return {
    text,
    href,
    mark: state && isCertain ? { state, word: words[state] } : undefined,
    until:
      until &&
      fill(isCertain ? words.until : words.saidUntil, { date: dateIn(language, 'day', until) }).join(''),
    untilDate: until,
    isCertain,
  }
}
