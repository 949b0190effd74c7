import { dateIn } from './dates.ts'
import { languageOf } from './language.ts'
import type { Manual } from './manual.ts'
import { addressText, unnamed } from './names.ts'
import { wordsIn } from './words.ts'

/** What a title block can say; what is not known is not in it. */
export interface TitleBlock {
  document?: string | undefined
  revision?: string | undefined
  /** ISO 8601. */
  publishedAt?: string | undefined
  status: string
  owner?: string | undefined
  /** For forms that have sheets. */
  sheet?: string | undefined
  siteUrl?: string | undefined
  /** BCP 47: that of its names and its date. */
  language: string
}

/** The title block of a manual that readers are given. */
export function titleBlockOf({
  opening,
  leftOut,
  publishedAt,
}: Pick<Manual, 'opening' | 'leftOut' | 'publishedAt'>): TitleBlock {
  const language = languageOf(opening)
  const words = wordsIn(language)
  return {
    document: opening.identity,
    publishedAt,
    status: leftOut > 0 ? words.publishedInPart : words.published,
    owner: opening.name,
    language,
  }
}

/** One cell of a title block: what it is, its name in words, and what it says. */
export interface Cell {
  id: 'document' | 'revision' | 'date' | 'status' | 'owner' | 'sheet' | 'address'
  name: string
  text: string
}

/** The cells of a title block in their order: the same for every form that has one. */
export function cellsOf(block: TitleBlock): Cell[] {
  const { document = unnamed, revision, publishedAt, status, owner, sheet, siteUrl, language } = block
  const words = wordsIn(language)
  const cells = [
    ['document', document],
    ['revision', revision],
    ['date', publishedAt && dateIn(language, 'long', publishedAt)],
    ['status', status],
    ['owner', owner],
    ['sheet', sheet],
    ['address', siteUrl && addressText(siteUrl)],
  ] as const
  return cells.flatMap(([id, text]) => (text ? [{ id, name: words[id], text }] : []))
}
