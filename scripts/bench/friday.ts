import { setTimeout } from 'node:timers/promises'
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { authorClient } from '#scripts/harness/author-client.ts'
import { signIn } from '#scripts/harness/sign-in.ts'
import type { Site } from '#scripts/harness/site.ts'
import { seedDocuments } from '#sanity/seed/index.ts'
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
  isLive = (words = 'Readers see this'): Promise<void> =>
    seen(this.studio.getByRole('alert').filter({ hasText: words }))

  async publish(): Promise<void> {
    await this.click(this.studio.getByRole('button', { name: 'Publish', exact: true, disabled: false }))
  }
}

const subject = 'What this Friday is about'

/** The ways in which Now becomes true again. */
const ways = {
  /** Nothing changed: everything is still true. */
  confirmed: async (author: Author) => {
    await author.click(author.studio.getByRole('button', { name: 'All still true' }))
    await author.isLive()
  },
  /** One reading changed. Publishing it confirms it. */
  changed: async (author: Author) => {
    await author.click(author.studio.getByRole('link', { name: 'Open 1.2' }))
    await author.write('Subject', subject)
    await author.publish()
    await author.isLive()
  },
  /**
   * The same as the first version of this project needed it, with this build: from the form of Now to the
   * reading, publish; then back into it for its date, written by hand, and publish again.
   */
  'in two publishes': async (author: Author) => {
    const { studio } = author
    const reading = () => studio.getByRole('button', { name: /^1\.2 / })
    await author.click(reading())
    await author.write('Subject', subject)
    await author.publish()
    await author.isLive()
    await author.click(reading())
    await author.write('Confirmed', yesterday(), 'Enter')
    await author.publish()
    // The receipt of the first publish is still there.
    await author.isLive('is live: no words changed')
  },
}
type Way = keyof typeof ways

/** The day that this build would not write by itself: with today's there would be nothing to publish. */
const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

export interface FridayJob {
  browser: (typeof browsers)[number]
  place: Place
  way: Way
  clicks: number
  scrolls: number
  /** Milliseconds from asking for the Studio's address until there is something to click. */
  opened: number
  /** … until the receipt says that readers see it. */
  live: number
}

/** Does Friday's job by each way in turns. */
export async function fridayJobs(browser: Browser, site: Site, rounds: number): Promise<FridayJob[]> {
  const runs: FridayJob[] = []
  for (let round = 0; round < rounds; round += 1)
    for (const kind of browsers)
      for (const place of Object.keys(places) as Place[])
        for (const way of Object.keys(ways) as Way[])
          runs.push(await once(browser, site, { browser: kind, place, way }))
  return runs
}

async function once(
  browser: Browser,
  site: Site,
  job: Pick<FridayJob, 'browser' | 'place' | 'way'>,
): Promise<FridayJob> {
  const now = seedDocuments().find(({ _id }) => _id === 'now')!
  const readings = (now.readings as object[]).map((reading) => ({ ...reading, confirmed: '2020-01-06' }))
  const client = authorClient(site)
  await client
    .transaction()
    .delete('drafts.now')
    .createOrReplace({ ...now, review: 'weekly', readings })
    .commit()
  const context = await browser.newContext(places[job.place])
  const studio = await context.newPage()
  await signIn(studio, site.url, site.writeToken)
  // The first version opened on the form of Now.
  const address = `${site.url}/studio${job.way === 'in two publishes' ? '/structure/now' : ''}`
  const isOpen = () => seen(studio.getByRole('button', { name: 'All still true' }))
  // A browser keeps what it has compiled of a file when it meets it for the second time.
  for (let visit = 0; job.browser === 'known' && visit < 2; visit += 1) {
    await studio.goto(address)
    await isOpen()
    await studio.goto('about:blank')
  }
  const author = new Author(studio)
  await studio.goto(address)
  await isOpen()
  const opened = author.since()
  await ways[job.way](author)
  const { clicks, scrolls } = author
  const live = author.since()
  await context.close()
  await client.createOrReplace(now)
  return { ...job, clicks, scrolls, opened, live }
}

/** The jobs as Markdown: clicks, scrolls and the medians of their seconds. */
export function fridayReport(jobs: readonly FridayJob[]): string {
  const rows = browsers.flatMap((kind) =>
    Object.keys(places).flatMap((place) => {
      const of = (way: Way) =>
        jobs.filter((job) => job.browser === kind && job.place === place && job.way === way)
      const live = (way: Way) => median(of(way).map((job) => job.live))
      return (Object.keys(ways) as Way[]).map((way) => {
        const [{ clicks, scrolls } = { clicks: 0, scrolls: 0 }] = of(way)
        const opened = median(of(way).map((job) => job.opened))
        const share =
          way === 'in two publishes' ? '–' : `${(live(way) / live('in two publishes')).toFixed(2)}×`
        return `| ${names[way]}, ${place}, ${kind} browser | ${clicks} | ${scrolls} | ${s(opened)} | ${s(live(way))} | ${share} |`
      })
    }),
  )
  return `## Friday's job

From the Studio's address until its receipt says that readers see it, in a new browser, and in one that has been in the Studio twice before. The
median of ${jobs.length / 12} runs of each, in turns. The baseline is the way of the project's first version, on this build: from the form of Now to the
reading, publish, then back for its date, written by hand, and publish again.

| | Clicks | Scrolls | Studio open | Live | Beside the baseline |
| --- | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}
`
}

const names: Record<Way, string> = {
  confirmed: 'All is still true',
  changed: 'A reading changed',
  'in two publishes': 'Baseline: a reading changed, in two publishes',
}

const s = (ms: number) => `${(ms / 1000).toFixed(1)} s`
