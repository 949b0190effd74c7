/**
 * Readers' addresses, and their routes below `app/published/[generation]` and
 * `app/(manual)/published/[generation]`. Some routes have other names, since Next.js would treat theirs as
 * its metadata files.
 */
const routePaths = {
  '/': '',
  '/manual.md': '/manual.md',
  '/manual.json': '/manual.json',
  '/llms.txt': '/llms.txt',
  '/now': '/now',
  '/sitemap.xml': '/sitemap',
  '/opengraph-image.png': '/share-image',
}
export type PublishedPath = keyof typeof routePaths
export const publishedPaths = Object.keys(routePaths) as PublishedPath[]

export const isPublishedPath = (path: string): path is PublishedPath => Object.hasOwn(routePaths, path)

/** An address in the record of editions. */
export type EditionsPath =
  | { kind: 'story'; part: number }
  | { kind: 'edition'; number: number; isMarkdown: boolean }
  | { kind: 'differences'; from: number; to: number }
  | { kind: 'on'; day: string }
  | { kind: 'feed' }

/** The number of editions on one page of the list. */
export const editionsPerPart = 50

const number = '([1-9][0-9]{0,6})'
const editionsPatterns: [pattern: RegExp, (found: string[]) => EditionsPath][] = [
  [/^\/editions$/, () => ({ kind: 'story', part: 1 })],
  [new RegExp(`^/editions/part/${number}$`), ([part]) => ({ kind: 'story', part: Number(part) })],
  [
    new RegExp(`^/editions/${number}(\\.md)?$`),
    ([edition, markdown]) => ({
      kind: 'edition',
      number: Number(edition),
      isMarkdown: markdown !== undefined,
    }),
  ],
  [
    new RegExp(`^/editions/${number}\\.\\.${number}$`),
    ([from, to]) => ({ kind: 'differences', from: Number(from), to: Number(to) }),
  ],
  [/^\/on\/([0-9]{4}-[0-9]{2}-[0-9]{2})$/, ([day = '']) => ({ kind: 'on', day })],
  [/^\/editions\.atom$/, () => ({ kind: 'feed' })],
]

/** Parses an address in the record of editions. Does not check that the edition exists. */
export function editionsPathOf(path: string): EditionsPath | undefined {
  for (const [pattern, of] of editionsPatterns) {
    const found = pattern.exec(path)
    if (found) return of(found.slice(1))
  }
  return undefined
}

/** The same addresses as patterns for Next.js, where it runs without our server. */
export const editionsSources: { source: string; route: string }[] = [
  { source: '/editions', route: '/editions/1' },
  { source: '/editions/part/:part([1-9][0-9]{0,6})', route: '/editions/:part' },
  { source: '/editions/:number([1-9][0-9]{0,6})', route: '/edition/:number' },
  { source: '/editions/:number([1-9][0-9]{0,6}).md', route: '/edition-text/:number' },
  {
    source: '/editions/:from([1-9][0-9]{0,6})..:to([1-9][0-9]{0,6})',
    route: '/differences/:from/:to',
  },
  { source: '/on/:day([0-9]{4}-[0-9]{2}-[0-9]{2})', route: '/edition-on/:day' },
  { source: '/editions.atom', route: '/feed' },
]

/** The internal route of an address in the record. */
export function editionsRouteOf(asked: EditionsPath, generation: number | string): string {
  const below = `${prefix}/${generation}`
  switch (asked.kind) {
    case 'story':
      return `${below}/editions/${asked.part}`
    case 'edition':
      return `${below}/${asked.isMarkdown ? 'edition-text' : 'edition'}/${asked.number}`
    case 'differences':
      return `${below}/differences/${asked.from}/${asked.to}`
    case 'on':
      return `${below}/edition-on/${asked.day}`
    case 'feed':
      return `${below}/feed`
  }
}

/**
 * Status pages: for unknown addresses, pages that could not be rendered, and previews that cannot be opened.
 */
const status = {
  'not found': '/status/404',
  failed: '/status/500',
  'preview ended': '/status/preview/ended',
  'preview unknown': '/status/preview/unknown',
  'preview unavailable': '/status/preview/unavailable',
  'no cookies': '/status/preview/no-cookies',
  'no secure cookies': '/status/preview/no-secure-cookies',
}
export type StatusPage = keyof typeof status

/** A route names the status page that matches its answer in this header. */
export const statusPageHeader = 'x-status-page'

export const isStatusPage = (name: unknown): name is StatusPage =>
  typeof name === 'string' && Object.hasOwn(status, name)

/** The generation where Next.js runs without our server. Pages are then expired by their tag. */
export const withoutServer = 'current'

const prefix = '/published'

/**
 * The internal route of a reader's address. Next.js caches pages by this route. It contains the generation of
 * the content (`sanity/content/published-content.ts`), so a page rendered before a change is never sent to a
 * reader who comes after it.
 */
export const routeOf = (page: PublishedPath | StatusPage, generation: string): string =>
  `${prefix}/${generation}${isPublishedPath(page) ? routePaths[page] : status[page]}`

/** Whether a path is an internal route, which clients may not request. */
export const isRoute = (path: string): boolean => path === prefix || path.startsWith(`${prefix}/`)
