/**
 * The addresses of everything that is made from the published manual, and where their routes are below `app/published/[generation]`. Next.js
 * would take routes of the names that some addresses have for metadata files of its own.
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

/** What our server sends where an address leads nowhere, or to a page that could not be rendered. */
const status = { 'not found': '/status/404', failed: '/status/500' }

/** The generation in the address where Next.js runs without our server, and pages are expired by their tag. */
export const withoutServer = 'current'

const prefix = '/published'

/**
 * The route behind a reader's address. Next.js keeps what it rendered by this address: with the generation of the content in it
 * (`sanity/content/published-content.ts`), nothing rendered before a change can be given to somebody who came after it.
 */
export const routeOf = (page: PublishedPath | keyof typeof status, generation: number | string): string =>
  `${prefix}/${generation}${isPublishedPath(page) ? routePaths[page] : status[page]}`

/** Whether a path is that of a route behind an address, which nobody may ask for by itself. */
export const isRoute = (path: string): boolean => path === prefix || path.startsWith(`${prefix}/`)
