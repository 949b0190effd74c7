/**
 * `npm run screenshots`: pictures of every state a reader or an author can meet, at four widths, light, dark and printed, in
 * `.screenshots/`, to be looked at; and the two pictures of README. Say which states to take only those:
 * `npm run screenshots page thirty`.
 */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { createViteServer } from 'vitest/node'
import { blankDocuments, seedDocuments, type SeedDocument } from '#sanity/seed/index.ts'
import { launchBrowser } from '#tests/browser/support/browser.ts'
import { authorClient } from '#tests/browser/support/author-client.ts'
import { startSite, type Site } from '#tests/browser/support/site.ts'

const folder = '.screenshots'
const widths = [320, 768, 1280, 1920]
const schemes = ['light', 'dark'] as const
/** Chromium can not take higher pictures; what is below is more of the same. */
const mostHeight = 12_000

type State = {
  documents?: SeedDocument[]
  path?: string
  html?: () => Promise<string>
  before?: () => Promise<void>
}

const seed = seedDocuments()
const ofType = (type: string) => seed.find(({ _type }) => _type === type) as SeedDocument

/** The seed with another value of one field of the document of that type. */
const withField = (documents: SeedDocument[], type: string, field: string, value: unknown) =>
  documents.map((document) => (document._type === type ? { ...document, [field]: value } : document))

/** Thirty of what a section has some of, for each kind. */
function thirty(): SeedDocument[] {
  const lists = {
    nowSection: 'readings',
    principlesSection: 'principles',
    explorationSection: 'domains',
    mentalModelsSection: 'models',
  }
  const thirtyOf = (items: object[]) =>
    Array.from({ length: 30 }, (_, index) => ({ ...items[index % items.length], _key: `number-${index}` }))
  let documents = seed
  for (const [type, field] of Object.entries(lists)) {
    documents = withField(documents, type, field, thirtyOf(ofType(type)[field] as object[]))
  }
  const entries = thirtyOf(ofType('historySection').entries as object[]).map((entry, index) => ({
    ...entry,
    when: String(1997 + index),
    ongoing: index === 29,
  }))
  const items = thirtyOf([{ title: 'A book that stands here', note: 'By somebody' }])
  const shelves = [{ _key: 'all', name: 'Everything', items }]
  return withField(
    withField(documents, 'historySection', 'entries', entries),
    'shelfSection',
    'shelves',
    shelves,
  )
}

/** Every text one word that is longer than any column, and all optional fields are there. */
function longWords(): SeedDocument[] {
  const word = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'
  const kept = /^(_.*|anchor|when|style|marks|href|since|confirmed)$/
  const lengthen = (value: unknown): unknown => {
    if (typeof value === 'string') return word
    if (Array.isArray(value)) return value.map(lengthen)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, field]) => [key, kept.test(key) ? field : lengthen(field)]),
    )
  }
  const owner = {
    name: word,
    availability: { text: word, href: 'mailto:somebody@example.org' },
    contact: 'mailto:somebody@example.org',
    profiles: [{ _key: 'one', label: word, href: 'https://example.org/somebody' }],
  }
  const dated = (ofType('nowSection').readings as object[]).map((reading) => ({
    ...reading,
    since: '2025-12-01',
    confirmed: '2026-01-12',
  }))
  return withField(seed, 'nowSection', 'readings', dated).map((document) =>
    lengthen(document._type === 'manual' ? { ...document, ...owner } : document),
  ) as SeedDocument[]
}

/** The page of a draft, made from the components without the server: a manual in which no section can be shown. */
async function failedDraft(): Promise<string> {
  await using vite = Object.assign(
    await createViteServer({
      configFile: false,
      appType: 'custom',
      logLevel: 'error',
      server: { middlewareMode: true, watch: null, ws: false },
      optimizeDeps: { noDiscovery: true },
      oxc: { jsx: { runtime: 'automatic' } },
    }),
    {
      async [Symbol.asyncDispose]() {
        await vite.close()
      },
    },
  )
  const load = <Module>(path: string) => vite.ssrLoadModule(path) as Promise<Module>
  const { ManualPage } = await load<typeof import('#components/manual-page.tsx')>(
    '/components/manual-page.tsx',
  )
  const { ProblemNotice } = await load<typeof import('#components/preview/problem-notice.tsx')>(
    '/components/preview/problem-notice.tsx',
  )
  const { parseManual, revisionOf } =
    await load<typeof import('#lib/manual/index.ts')>('/lib/manual/index.ts')
  const { createElement } = await import('react')
  const { renderToStaticMarkup } = await import('react-dom/server')

  const styles = [...vite.moduleGraph.urlToModuleMap.keys()].filter((url) => url.endsWith('.css'))
  const sheets = await Promise.all(
    ['/components/styles/index.css', ...styles].map((url) => load<{ default: string }>(`${url}?inline`)),
  )
  const documents = blankDocuments()
  const references = documents.find(({ _type }) => _type === 'manual')?.sections as { _ref: string }[]
  const { manual, problems } = parseManual({
    ...documents.find(({ _type }) => _type === 'manual'),
    sections: references.map(({ _ref }) => ({ _ref, document: documents.find(({ _id }) => _id === _ref) })),
  })
  const page = createElement(ManualPage, {
    manual,
    problems,
    revision: revisionOf(manual),
    state: 'draft',
    problemNotice: (document) =>
      createElement(ProblemNotice, {
        document,
        fieldHref: (id, _type, path) => `/studio/structure/${id}?path=${path}`,
      }),
  })
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>${sheets.map((sheet) => sheet.default).join('\n')}</style></head>
<body>${renderToStaticMarkup(page)}</body></html>`
}

/** Publishes exactly these documents, and waits until readers are given them. */
async function publish(site: Site, documents: readonly SeedDocument[]): Promise<void> {
  const client = authorClient(site)
  const before = await (await fetch(site.url)).text()
  const transaction = client.transaction()
  for (const { _id } of seed) if (!documents.some((document) => document._id === _id)) transaction.delete(_id)
  for (const document of documents) transaction.createOrReplace(document)
  await transaction.commit({ visibility: 'sync' })
  for (let attempt = 0; attempt < 100; attempt++) {
    if ((await (await fetch(site.url)).text()) !== before) return
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

let browser: Browser | undefined

/** Takes pictures in a browser context of its own. Chromium without a graphics card loses its compositor now and then: once more. */
async function inContext(options: BrowserContextOptions, take: (page: Page) => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    browser ??= await launchBrowser()
    try {
      const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
      await take(await context.newPage())
      await context.close()
      return
    } catch (error) {
      await browser.close()
      browser = undefined
      if (attempt === 3) throw error
    }
  }
}

async function open(page: Page, site: Site, { path = '/', html }: State): Promise<void> {
  if (html) {
    const body = await html()
    await page.route('**/*', (route) =>
      route.request().url().endsWith('.woff2')
        ? route.fulfill({ path: join('.', new URL(route.request().url()).pathname.replace(/^\/@fs/, '')) })
        : route.fulfill({ body, contentType: 'text/html' }),
    )
  }
  await page.goto(site.url + path)
  await page.evaluate(() => document.fonts.ready)
}

async function takeAll(site: Site, name: string, state: State): Promise<void> {
  const directory = join(folder, name)
  await rm(directory, { recursive: true, force: true })
  await mkdir(directory, { recursive: true })
  for (const colorScheme of schemes) {
    for (const width of widths) {
      const viewport = { width, height: width < 600 ? 720 : 900 }
      await inContext({ viewport, colorScheme }, async (page) => {
        await open(page, site, state)
        const full = await page.evaluate(() => document.documentElement.scrollHeight)
        const height = Math.min(full, mostHeight)
        await page.screenshot({
          path: join(directory, `${width}-${colorScheme}.png`),
          fullPage: true,
          clip: { x: 0, y: 0, width, height },
        })
      })
    }
  }
  await inContext({}, async (page) => {
    await open(page, site, state)
    await page.pdf({ path: join(directory, 'print.pdf'), preferCSSPageSize: true })
  })
  console.info(`${directory}/`)
}

/** The first view, for README: few colours, so that it is a small file. */
async function takeForReadme(site: Site): Promise<void> {
  for (const colorScheme of schemes) {
    await inContext({ viewport: { width: 1280, height: 860 }, colorScheme }, async (page) => {
      await open(page, site, {})
      const picture = await page.screenshot()
      await sharp(picture)
        .png({ palette: true, colours: 32, effort: 10 })
        .toFile(`docs/manual-${colorScheme}.png`)
    })
  }
}

await using site = await startSite()
const states: Record<string, State> = {
  page: { documents: seed },
  'not-found': { path: '/no-such-sheet' },
  thirty: { documents: thirty() },
  'long-words': { documents: longWords() },
  blank: { documents: blankDocuments() },
  empty: { documents: [{ ...ofType('manual'), sections: [] }] },
  'failed-draft': { html: failedDraft },
  // Nothing is published, and no earlier copy is left.
  unavailable: { documents: [], before: () => rm(join(site.dataDir, 'last-good.json'), { force: true }) },
}
const wanted = process.argv.slice(2)
for (const [name, state] of Object.entries(states)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  await state.before?.()
  if (state.documents && name !== 'page') await publish(site, state.documents)
  await takeAll(site, name, state)
  if (name === 'page') await takeForReadme(site)
}
await browser?.close()
