/**
 * `npm run screenshots`: takes screenshots into `.screenshots/`, to be looked at: every state of the page, at
 * five widths, light, dark and printed; every form, pane, menu and dialog of the Studio; and the four
 * pictures in README. With names, takes only those: `npm run screenshots page thirty`, `npm run screenshots
 * studio`, or `npm run screenshots readme`.
 */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { blankDocuments, seedDocuments, type SeedDocument } from '#sanity/seed/index.ts'
import { launchBrowser } from '#scripts/harness/browser.ts'
import { authorClient } from './harness/author-client.ts'
import { previewAddress } from '#scripts/harness/preview-address.ts'
import { recordOf } from './harness/record.ts'
import { signIn } from './harness/sign-in.ts'
import { startSite, type Site } from './harness/site.ts'
import { useOwnEnvironment } from './harness/environment.ts'
import { takeStudio } from './screenshots/studio.ts'

const folder = '.screenshots'
const widths = [320, 390, 768, 1280, 1920]
const schemes = ['light', 'dark'] as const
/** Chromium cannot take taller screenshots; the rest of such a page repeats. */
const mostHeight = 12_000

interface State {
  documents: SeedDocument[]
  path?: string
  isPreview?: boolean
  /** Served by a process that has never had good content. */
  isUnseen?: boolean
}

const seed = seedDocuments()
const ofType = (type: string) => seed.find(({ _type }) => _type === type) as SeedDocument

/** The documents, with one field replaced in the document of this type. */
const withField = (documents: SeedDocument[], type: string, field: string, value: unknown) =>
  documents.map((document) => (document._type === type ? { ...document, [field]: value } : document))

/** Thirty entries in a section of each kind. */
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

/** Every text is one word that is wider than any column, and all optional fields are set. */
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

/** A manual with a name, published by hand, with everything that the seed leaves out. */
function named(): SeedDocument[] {
  const day = (daysAgo: number) => new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)
  const fields = {
    name: 'Mira Halvorsen',
    contact: 'mailto:mira@halvorsen.example',
    profiles: ['Code', 'Mastodon', 'ORCID'].map((label) => ({
      _key: label,
      _type: 'profile',
      label,
      href: `https://example.org/${label}`,
    })),
    availability: { text: 'Two days a week', state: 'limited', until: day(-90) },
  }
  const readings = (ofType('nowSection').readings as object[]).map((reading, index) => ({
    ...reading,
    ...(index === 1 && { since: day(200) }),
    confirmed: day(index === 2 ? 120 : 5),
  }))
  const domains = [
    ['Time', ['Clocks', 'Leap seconds', 'Deadlines']],
    ['Electricity', ['Load shedding', 'Metering', 'Islanding', 'Markets', 'Frequency']],
    ['Handicraft', ['Sourdough']],
  ].map(([name, topics]) => ({ _key: String(name), _type: 'domain', name, topics }))
  const items = ['Seeing Like a State', 'How Buildings Learn'].map((title) => ({
    _key: title,
    _type: 'shelfItem',
    title,
    note: 'Ask me which chapter.',
  }))
  let documents = withField(seed, 'nowSection', 'readings', readings)
  documents = withField(documents, 'explorationSection', 'domains', domains)
  documents = withField(documents, 'shelfSection', 'shelves', [{ _key: 'r', name: 'Reading', items }])
  // Makes this section invalid, so that it cannot be shown.
  documents = withField(documents, 'mentalModelsSection', 'models', 'none')
  return documents.map((document) => (document._type === 'manual' ? { ...document, ...fields } : document))
}

/** Three editions: the last removes a rule that the others had, and one has a redacted passage. */
function recorded(): SeedDocument[] {
  const rules = ofType('principlesSection').principles as { body: string }[]
  const retired = {
    _key: 'retired',
    title: 'Prefer boring technology',
    body: 'It has failed in every way it can.',
  }
  const before = withField(seed, 'principlesSection', 'principles', [retired, ...rules])
  const named = { ...retired, body: 'As [redacted] did.' }
  const past = [
    {
      documents: withField(seed, 'principlesSection', 'principles', [named, ...rules.slice(1)]),
      redacted: '2026-03-01T10:00:00Z',
    },
    { documents: before, isCorrection: true },
    { documents: seed, reason: 'It had become a way to end an argument.' },
  ]
  const record = recordOf(past.map((edition, at) => ({ ...edition, date: `2026-0${at + 1}-12T10:00:00Z` })))
  return [...withField(seed, 'manual', 'record', 'public'), ...record]
}

/** Publishes exactly these documents. When it resolves, readers get them. */
async function publish(site: Site, documents: readonly SeedDocument[]): Promise<void> {
  const transaction = authorClient(site).transaction()
  for (const { _id } of seed) if (!documents.some((document) => document._id === _id)) transaction.delete(_id)
  for (const document of documents) transaction.createOrReplace(document)
  await transaction.commit({ visibility: 'sync' })
}

let browser: Browser | undefined

/**
 * Takes screenshots in a new browser context. Without a GPU, Chromium sometimes loses its compositor; then it
 * is tried again.
 */
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

async function open(page: Page, site: Site, { path = '/', isPreview }: Partial<State> = {}): Promise<void> {
  await page.goto(isPreview ? await previewAddress(site, path) : site.url + path)
  if (isPreview) await page.getByText('Follows every edit').waitFor()
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
        // Moves the preview's bar to the bottom of the page.
        if (state.isPreview) await page.setViewportSize({ width, height })
        await page.screenshot({
          path: join(directory, `${width}-${colorScheme}.png`),
          fullPage: true,
          clip: { x: 0, y: 0, width, height },
          // Hides the frames around clickable texts, which fade after a while.
          style: 'sanity-visual-editing { display: none }',
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

/** The pictures for README, with few colours to keep the files small. */
async function takeForReadme(site: Site): Promise<void> {
  for (const colorScheme of schemes) {
    await inContext({ viewport: { width: 1280, height: 860 }, colorScheme }, async (page) => {
      await open(page, site)
      await keep(await page.screenshot(), `docs/manual-${colorScheme}.png`)
    })
    const context = await (browser ??= await launchBrowser()).newContext({
      viewport: { width: 1440, height: 860 },
      colorScheme,
      reducedMotion: 'reduce',
    })
    const studio = await context.newPage()
    await signIn(studio, site.url, site.writeToken)
    await studio.goto(`${site.url}/studio/presentation`)
    const page = studio.frameLocator('iframe')
    await page.getByText('Follows every edit').waitFor()
    await page.getByRole('heading', { name: 'Domains where the questions keep multiplying' }).click()
    await studio.getByRole('textbox', { name: 'Title' }).waitFor()
    await page.getByText('Follows every edit').hover()
    await keep(await studio.screenshot(), `docs/studio-${colorScheme}.png`)
    await context.close()
  }
}

const keep = (picture: Buffer, file: string) =>
  sharp(picture).png({ palette: true, colours: 32, effort: 10 }).toFile(file)

useOwnEnvironment()
await using site = await startSite()
const states: Record<string, State> = {
  page: { documents: seed },
  named: { documents: named() },
  draft: { documents: seed, isPreview: true },
  'not-found': { documents: seed, path: '/no-such-sheet' },
  thirty: { documents: thirty() },
  'long-words': { documents: longWords() },
  blank: { documents: blankDocuments() },
  // No section of it can be shown.
  'failed-draft': { documents: blankDocuments(), isPreview: true },
  empty: { documents: [{ ...ofType('manual'), sections: [] }] },
  edition: { documents: recorded() },
  editions: { documents: recorded(), path: '/editions' },
  'old-edition': { documents: recorded(), path: '/editions/1' },
  differences: { documents: recorded(), path: '/editions/1..3' },
  // Comes last, since it stops the site.
  unavailable: { documents: [], isUnseen: true },
}
const wanted = process.argv.slice(2)
const isWanted = (name: string) => wanted.length === 0 || wanted.includes(name)
if (isWanted('readme')) await takeForReadme(site)
if (isWanted('studio')) await takeStudio(site, folder, inContext)
for (const [name, state] of Object.entries(states).filter(([name]) => isWanted(name))) {
  await publish(site, state.documents)
  if (state.isUnseen) {
    await rm(join(site.dataDir, 'last-good.json'), { force: true })
    await using restarted = await site.restart()
    await takeAll(restarted, name, state)
  } else await takeAll(site, name, state)
}
await browser?.close()
