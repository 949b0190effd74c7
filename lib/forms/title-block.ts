import { addressText, unnamed } from '#lib/manual/index.ts'
import type { Published } from './published.ts'

/**
 * What the title block says, in its order: a label and its value. What the author has not said is not in it. The page's own is
 * `components/title-block.tsx`.
 */
export function titleBlockOf({ manual: { identity, published }, revision, siteUrl }: Published) {
  return [
    ['Document', identity.identity ?? unnamed],
    ...(identity.name ? [['Owner', identity.name]] : []),
    ['Revision', revision],
    ...(published ? [['Date', published.slice(0, 10)]] : []),
    ['Address', addressText(siteUrl)],
  ] as [label: string, value: string][]
}
