import { setTimeout } from 'node:timers/promises'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { authorClient } from '#scripts/harness/author-client.ts'
import { signIn } from '#scripts/harness/sign-in.ts'
import type { Running } from './first-version.ts'
import { median } from './measure.ts'

const places = {
  desk: { viewport: { width: 1440, height: 900 } },
  phone: { viewport: { width: 390, height: 844 }, hasTouch: true },
} satisfies Record<string, BrowserContextOptions>
type Place = keyof typeof places

/** What a browser has of the Studio before: a new one nothing, a known one all files, compiled. */
const browsers = ['new', 'known'] as const

/** As soon as it is there: Playwright itself looks ever more rarely, in the end twice a second. */
async function seen(target: Locator): Promise<void> {
  const late = performance.now() + 60_000
  while (!(await target.isVisible())) {
    if (performance.now() > late) throw new Error(`Not there after a minute: ${String(target)}`)
    await setTimeout(20)
  }
}

/** What one author did, from the Studio's address to what readers see. */
class Author {
  clicks = 0
  scrolls = 0
  readonly #started = performance.now()
  readonly studio: Page

  constructor(studio: Page) {
    this.studio = studio
  }

  since = () => performance.now() - this.#started

  async click(target: Locator): Promise<void> {
    await seen(target)
    const box = await target.boundingBox()
    const { height } = this.studio.viewportSize()!
    if (box && (box.y < 0 || box.y + box.height > height)) this.scrolls += 1
    await target.click()
    this.clicks += 1
  }

  /** Writes into a field of the reading that is open, and closes it. */
  async write(name: string, words: string, ...keys: string[]): Promise<void> {
    const field = this.studio.getByRole('textbox', { name })
    await seen(field)
    await field.fill(words)
    for (const key of [...keys, 'Escape']) await this.studio.keyboard.press(key)
  }

  /** Waits until the receipt says that readers see it. */
  isLive = (): Promise<void> => seen(this.studio.getByRole('alert').filter({ hasText: 'Readers see this' }))

  async publish(): Promise<void> {
    await this.click(this.studio.getByRole('button', { name: 'Publish', exact: true, disabled: false }))
  }

  /** Clicks once more where a click may be dropped, because the Studio still checks what was typed last. */
  async publishUntil(isLive: () => Promise<boolean>): Promise<void> {
    while (!(await isLive())) {
      await this.publish()
      const late = performance.now() + 1500
      while (!(await isLive()) && performance.now() < late) await setTimeout(20)
    }
  }
}

const subject = 'What this Friday is about'

const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10)

type Way = 'confirmed' | 'changed'
type Version = 'this' | 'first'

interface Steps extends Record<Way, (author: Author, site: Running) => Promise<void>> {
  /** The button that says that the Studio is open. */
  opensWith: string
}

/** How Now becomes true again, by version. */
const steps: Record<Version, Steps> = {
  this: {
    opensWith: 'All still true',
    confirmed: async (author) => {
      await author.click(author.studio.getByRole('button', { name: 'All still true' }))
      await author.isLive()
    },
    changed: async (author) => {
      await author.click(author.studio.getByRole('link', { name: 'Open 1.2' }))
      await author.write('Subject', subject)
      await author.publish()
      await author.isLive()
    },
  },
  first: {
    opensWith: 'Still true',
    confirmed: async (author) => {
      await author.click(author.studio.getByRole('button', { name: 'Still true' }))
      await author.isLive()
    },
    // A second publish makes the reading's date true.
    changed: async (author, { url }) => {
      const readers = async () => (await fetch(url)).text()
      await author.click(author.studio.getByRole('button', { name: /Currently Reading/ }))
      await author.write('Subject', subject)
      await author.publishUntil(async () => (await readers()).includes(subject))
      await author.click(author.studio.getByRole('button', { name: new RegExp(subject) }))
      // Not today's date, which the page has already.
      await author.write('Confirmed', day(1), 'Enter')
      await author.publishUntil(async () => (await readers()).includes(day(1)))
    },
  },
}

export interface FridayJob {
  browser: (typeof browsers)[number]
  place: Place
  way: Way
  version: Version
  clicks: number
  scrolls: number
  /** Milliseconds from asking for the Studio's address until there is something to click. */
  opened: number
  /** … until readers see it, as the receipt says. */
  live: number
}

/**
 * Does Friday's job by each way, in this version and in the first, in turns.
 *
 * @param first the first version; without it, only this one is measured.
 */
export async function fridayJobs(
  browser: Browser,
  { site, first }: { site: Running; first: Running | undefined },
  rounds: number,
): Promise<FridayJob[]> {
  const sites = Object.entries({ this: site, first }) as [Version, Running | undefined][]
  const runs: FridayJob[] = []
  for (let round = 0; round < rounds; round += 1)
    for (const kind of browsers)
      for (const place of Object.keys(places) as Place[])
        for (const way of ['confirmed', 'changed'] as const)
          for (const [version, running] of sites)
            if (running) runs.push(await once(browser, running, { browser: kind, place, way, version }))
  return runs
}

async function once(
  browser: Browser,
  site: Running,
  job: Pick<FridayJob, 'browser' | 'place' | 'way' | 'version'>,
): Promise<FridayJob> {
  const { opensWith, [job.way]: act } = steps[job.version]
  const client = authorClient(site)
  const now = (await client.getDocument('now'))!
  // Confirmed a month ago: due in this version, and something to confirm in both.
  const readings = (now.readings as object[]).map((reading) => ({ ...reading, confirmed: day(31) }))
  await client
    .transaction()
    .delete('drafts.now')
    .createOrReplace({ ...now, readings, ...(job.version === 'this' && { review: 'weekly' }) })
    .commit()
  const context = await browser.newContext(places[job.place])
  const studio = await context.newPage()
  await signIn(studio, site.url, site.writeToken)
  const isOpen = () => seen(studio.getByRole('button', { name: opensWith, exact: true }))
  // A browser keeps what it has compiled of a file when it meets it for the second time.
  for (let visit = 0; job.browser === 'known' && visit < 2; visit += 1) {
    await studio.goto(`${site.url}/studio`)
    await isOpen()
    await studio.goto('about:blank')
  }
  const author = new Author(studio)
  await studio.goto(`${site.url}/studio`)
  await isOpen()
  const opened = author.since()
  await act(author, site)
  const { clicks, scrolls } = author
  const live = author.since()
  await context.close()
  await client.createOrReplace(now)
  return { ...job, clicks, scrolls, opened, live }
}

const kinds = browsers.flatMap((kind) =>
  (Object.keys(places) as Place[]).flatMap((place) =>
    (['confirmed', 'changed'] as const).map((way) => ({ kind, place, way })),
  ),
)

type Kind = (typeof kinds)[number]

const runsOf = (jobs: readonly FridayJob[], { kind, place, way }: Kind, version: Version) =>
  jobs.filter(
    (job) => job.version === version && job.browser === kind && job.place === place && job.way === way,
  )

/** The time of this version as a share of the first version's; `undefined` where that was not measured. */
function shareOf(jobs: readonly FridayJob[], kind: Kind): number | undefined {
  const [now, first] = (['this', 'first'] as const).map((version) =>
    runsOf(jobs, kind, version).map(({ live }) => live),
  )
  return now?.length && first?.length ? median(now) / median(first) : undefined
}

/** The goals of Friday's job, as rows of the report. */
export function fridayGoals(jobs: readonly FridayJob[]): [goal: string, value: string, isMet: boolean][] {
  const own = jobs.filter(({ version }) => version === 'this')
  const clicks = Math.max(...own.map((job) => job.clicks))
  const scrolls = Math.max(...own.map((job) => job.scrolls))
  // The first version's one click for "all is still true" has no date to catch up with: what is left is opening the Studio.
  const shares = kinds.filter(({ way }) => way === 'changed').flatMap((kind) => shareOf(jobs, kind) ?? [])
  const most = Math.max(...shares)
  return [
    [
      "Friday's job: at most two clicks, and no scroll",
      `${clicks} and ${scrolls}`,
      clicks <= 2 && scrolls === 0,
    ],
    ...(shares.length > 0
      ? [
          [
            "Friday's job, a reading changed: at most two thirds of the first version's time",
            `${most.toFixed(2)}× at most`,
            most <= 0.67,
          ] as [string, string, boolean],
        ]
      : []),
  ]
}

/** The jobs as Markdown: clicks, scrolls and the medians of their seconds. */
export function fridayReport(jobs: readonly FridayJob[]): string {
  const rows = kinds.flatMap((kind) =>
    (Object.keys(steps) as Version[]).flatMap((version) => {
      const runs = runsOf(jobs, kind, version)
      if (runs.length === 0) return []
      const most = (key: 'clicks' | 'scrolls') => Math.max(...runs.map((job) => job[key]))
      const of = (key: 'opened' | 'live') => s(median(runs.map((job) => job[key])))
      const label = `${names[kind.way]}, ${kind.place}, ${kind.kind} browser${version === 'first' ? ': first version' : ''}`
      const share = version === 'this' ? shareOf(jobs, kind) : undefined
      return `| ${label} | ${most('clicks')} | ${most('scrolls')} | ${of('opened')} | ${of('live')} | ${share === undefined ? '–' : `${share.toFixed(2)}×`} |`
    }),
  )
  return `## Friday's job

From the Studio's address until readers see it, as the receipt says, in a new browser, and in one that has been in the Studio twice before. The
median of ${jobs.filter(({ version }) => version === 'this').length / kinds.length} runs of each, with the most clicks and scrolls. In turns with the project's first version (0.1.0), in which a
changed reading takes two publishes: one for its words, one for its date.

| | Clicks | Scrolls | Studio open | Live | Beside the first version |
| --- | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}
`
}

const names: Record<Way, string> = {
  confirmed: 'All is still true',
  changed: 'A reading changed',
}

const s = (ms: number) => `${(ms / 1000).toFixed(1)} s`
