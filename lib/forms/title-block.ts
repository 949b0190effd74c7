import { addressText, unnamed } from '#lib/manual/index.ts'
import type { Published } from './published.ts'

/**
 * What the title block says, in order: labels and their values. It leaves out what the author has not said. The page's own is
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
