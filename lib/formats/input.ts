import type { Period } from '#lib/editions/period.ts'
import type { Edition } from '#lib/editions/record.ts'
import { cellsOf, oneLine, titleBlockOf, unnamed, type Opening, type Manual } from '#lib/manual/index.ts'

/** The input of every format. */
export interface FormatInput {
  manual: Manual
  /** `revisionOf(manual)`. */
  revision: string
  /** The site's public address, without a trailing slash. */
  siteUrl: string
  /** The edition, where the record is public. */
  edition?: Pick<Edition, 'number' | 'date' | 'closesAt'> | undefined
  /** All public editions, newest first. */
  editions?: readonly Edition[] | undefined
  /** The time during which this text was current, for an earlier edition. */
  past?: Period | undefined
  /** Today, `YYYY-MM-DD`: formats show the age of readings. */
  today: string
}

/** The title of the whole manual: for a browser tab, a search result, a feed. */
export function titleOf({ name, headline, identity }: Opening): string {
  return [name, headline ?? identity ?? unnamed].filter(Boolean).join(': ')
}

export const titleBlockCells = ({ manual, revision, siteUrl }: FormatInput) =>
  cellsOf({ ...titleBlockOf(manual), revision, siteUrl })

/** The first paragraph of the introduction, as plain text on one line. */
export function descriptionOf({ introduction }: Opening): string | undefined {
  const text = introduction?.[0]?.children.map((span) => span.text).join('')
  return text && oneLine(text)
}
