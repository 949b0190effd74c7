import type { Period } from '#lib/editions/period.ts'
import type { Edition } from '#lib/editions/record.ts'
import { cellsOf, oneLine, titleBlockOf, unnamed, type Opening, type Manual } from '#lib/manual/index.ts'

/** What every format of the manual is made from. */
export interface FormatInput {
  manual: Manual
  /** `revisionOf(manual)`. */
  revision: string
  /** The address readers use, without a slash at its end. */
  siteUrl: string
  /** The edition that it is, where a record is public. */
  edition?: Pick<Edition, 'number' | 'date' | 'closesAt'> | undefined
  /** All that there are, newest first. */
  editions?: readonly Edition[] | undefined
  /** Given where it is not the current one: from when to when it was. */
  past?: Period | undefined
  /** The day on which the form is made, `YYYY-MM-DD`, since readings say how old they are. */
  today: string
}

/** What the manual is called among others: in a browser's tab, a search result, a feed. */
export function titleOf({ name, headline, identity }: Opening): string {
  return [name, headline ?? identity ?? unnamed].filter(Boolean).join(': ')
}

/** The cells of its title block. */
export const titleBlockCells = ({ manual, revision, siteUrl }: FormatInput) =>
  cellsOf({ ...titleBlockOf(manual), revision, siteUrl })

/** The first paragraph of the introduction, as plain text on one line. */
export function descriptionOf({ introduction }: Opening): string | undefined {
  const text = introduction?.[0]?.children.map((span) => span.text).join('')
  return text && oneLine(text)
}
