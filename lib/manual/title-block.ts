import { confirmationOf } from './age.ts'
import { agoIn, dateIn, dayIn } from './dates.ts'
import { languageOf } from './language.ts'
import type { Manual } from './manual.ts'
import { addressText, unnamed } from './names.ts'
import { wordsIn } from './words.ts'

/** The content of a title block. Unknown values are absent. */
export interface TitleBlock {
  document?: string | undefined
  revision?: string | undefined
  /** ISO 8601. */
  publishedAt?: string | undefined
  status: string
  /** Whether the status is the usual one, which may be left out where space is short. */
  isUsual?: boolean
  /** The HTTP status, on a page without a manual. */
  code?: string | undefined
  /** When Now was last confirmed as a whole: the day, `YYYY-MM-DD`, and its distance from today in words. */
  confirmed?: { date: string; text: string } | undefined
  owner?: string | undefined
  siteUrl?: string | undefined
  /** The language of the cells' names and dates, a BCP 47 tag. */
  language: string
}

/**
 * The title block of a published manual.
 *
 * @param today `YYYY-MM-DD`. Without it, `confirmed` is absent, since it depends on the day.
 */
export function titleBlockOf(
  {
    opening,
    sections,
    unavailable,
    publishedAt,
  }: Pick<Manual, 'opening' | 'sections' | 'unavailable' | 'publishedAt'>,
  today?: string,
): TitleBlock {
  const language = languageOf(opening)
  const words = wordsIn(language)
  const isUsual = unavailable.length === 0 && !isBlank({ opening, sections, unavailable })
  return {
    document: opening.identity,
    publishedAt,
    status: isUsual ? words.published : unavailable.length > 0 ? words.publishedInPart : words.empty,
    isUsual,
    confirmed: today === undefined ? undefined : nowConfirmed(sections, today, language),
    owner: opening.name,
    language,
  }
}

/** Whether a manual contains nothing but its identity. */
export const isBlank = ({
  opening,
  sections,
  unavailable,
}: Pick<Manual, 'opening' | 'sections' | 'unavailable'>) =>
  sections.length + unavailable.length === 0 &&
  !opening.headline &&
  !opening.name &&
  !opening.introduction?.length

function nowConfirmed(
  sections: Manual['sections'],
  today: string,
  language: string,
): TitleBlock['confirmed'] {
  const now = sections.find((section) => section._type === 'nowSection')
  const confirmation = now && confirmationOf(now, today)
  if (!confirmation) return undefined
  const when = agoIn(language, confirmation.oldest, today)
  const text = confirmation.isInPart ? wordsIn(language).inPart.replace('{when}', when) : when
  return { date: confirmation.oldest, text }
}

/** One cell of a title block: its id, name and text. */
export interface Cell {
  id: 'document' | 'revision' | 'date' | 'status' | 'owner' | 'address'
  name: string
  text: string
}

/** The cells of a title block in order, for formats that write them one after another. */
export function cellsOf(block: TitleBlock): Cell[] {
  const { document = unnamed, revision, publishedAt, status, owner, siteUrl, language } = block
  const words = wordsIn(language)
  const cells = [
    ['document', document],
    ['revision', revision],
    ['date', publishedAt && dateIn(language, 'long', publishedAt)],
    ['status', status],
    ['owner', owner],
    ['address', siteUrl && addressText(siteUrl)],
  ] as const
  return cells.flatMap(([id, text]) => (text ? [{ id, name: words[id], text }] : []))
}

/**
 * The most prominent cell of a title block, in two sizes: "26" over "Nov 2026", "18ab" over "1ac92b94",
 * "404".
 */
export interface Sign {
  id: 'date' | 'revision' | 'answer'
  name: string
  large: string
  small: string
}

/**
 * The sign of a title block: the HTTP status of a page without a manual, else the day of the latest change,
 * else the revision.
 */
export function signOf({ code, publishedAt, revision, language }: TitleBlock): Sign | undefined {
  const sign = (id: Sign['id'], large: string, small = ''): Sign => ({
    id,
    name: wordsIn(language)[id],
    large,
    small,
  })
  if (code) return sign('answer', code)
  if (publishedAt) return sign('date', dayIn(language, publishedAt), dateIn(language, 'short', publishedAt))
  return revision ? sign('revision', revision.slice(0, 4), revision.slice(4)) : undefined
}
