import { format } from './age.ts'
import type { Manual } from './manual.ts'
import { addressText, unnamed } from './names.ts'

/** What a title block can say; what is not known is not in it. */
export interface TitleBlock {
  document?: string | undefined
  revision?: string | undefined
  /** ISO 8601. */
  published?: string | undefined
  status: string
  owner?: string | undefined
  /** For forms that have sheets. */
  sheet?: string | undefined
  siteUrl?: string | undefined
}

/** The title block of a manual that readers are given. */
export const titleBlockOf = ({
  identity,
  leftOut,
  published,
}: Pick<Manual, 'identity' | 'leftOut' | 'published'>): TitleBlock => ({
  document: identity.identity,
  published,
  status: leftOut > 0 ? 'Published in part' : 'Published',
  owner: identity.name,
})

/** The cells of a title block in their order, each a name and what it says: the same for every form that has one. */
export function cellsOf(block: TitleBlock): (readonly [name: string, text: string])[] {
  const { document = unnamed, revision, published, status, owner, sheet, siteUrl } = block
  const cells = [
    ['Document', document],
    ['Revision', revision],
    ['Date', published && longDate(published)],
    ['Status', status],
    ['Owner', owner],
    ['Sheet', sheet],
    ['Address', siteUrl && addressText(siteUrl)],
  ] as const
  return cells.flatMap(([name, text]) => (text ? [[name, text]] : []))
}

/** "25 November 2026" */
const longDate = format({ day: 'numeric', month: 'long', year: 'numeric' })
