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
export type Place = keyof typeof places

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
    await target.waitFor()
    const box = await target.boundingBox()
    const { height } = this.studio.viewportSize()!
    if (box && (box.y < 0 || box.y + box.height > height)) this.scrolls += 1
    await target.click()
    this.clicks += 1
  }

  /** Waits until the receipt says that readers see it. */
  async isLive(): Promise<void> {
    await this.studio
      .getByRole('alert')
      .filter({ hasText: /Readers see this/ })
      .waitFor()
  }

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
    await author.studio.getByRole('textbox', { name: 'Subject' }).fill(subject)
    await author.studio.keyboard.press('Escape')
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
    await studio.getByRole('textbox', { name: 'Subject' }).fill(subject)
    await studio.keyboard.press('Escape')
    await author.publish()
    await author.isLive()
    await author.click(reading())
    await studio.getByRole('textbox', { name: 'Confirmed' }).fill(yesterday())
    await studio.keyboard.press('Enter')
    await studio.keyboard.press('Escape')
    const receipt = studio.getByRole('alert').filter({ hasText: 'is live: no words changed' })
    await author.publish()
    await receipt.waitFor()
  },
}
type Way = keyof typeof ways

/** The day that this build would not write by itself: with today's there would be nothing to publish. */
const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10)

export interface FridayJob {
  place: Place
  way: Way
  clicks: number
  scrolls: number
  /** Milliseconds from asking for the Studio's address until there is something to click. */
  opened: number
  /** … until the receipt says that readers see it. */
  live: number
}

/** Does Friday's job by each way in turns, each time in a browser that has nothing of the Studio yet. */
export async function fridayJobs(browser: Browser, site: Site, rounds: number): Promise<FridayJob[]> {
  const runs: FridayJob[] = []
  for (let round = 0; round < rounds; round += 1)
    for (const place of Object.keys(places) as Place[])
      for (const way of Object.keys(ways) as Way[]) runs.push(await once(browser, site, place, way))
  return runs
}

async function once(browser: Browser, site: Site, place: Place, way: Way): Promise<FridayJob> {
  const now = seedDocuments().find(({ _id }) => _id === 'now')!
  const readings = (now.readings as object[]).map((reading) => ({ ...reading, confirmed: '2020-01-06' }))
  const client = authorClient(site)
  await client
    .transaction()
    .delete('drafts.now')
    .createOrReplace({ ...now, review: 'weekly', readings })
    .commit()
  const context = await browser.newContext(places[place])
  const studio = await context.newPage()
  await signIn(studio, site.url, site.writeToken)
  const author = new Author(studio)
  // The first version opened on the form of Now.
  await studio.goto(`${site.url}/studio${way === 'in two publishes' ? '/structure/now' : ''}`)
  await studio.getByRole('button', { name: 'All still true' }).waitFor()
  const opened = author.since()
  await ways[way](author)
  const { clicks, scrolls } = author
  const live = author.since()
  await context.close()
  await client.createOrReplace(now)
  return { place, way, clicks, scrolls, opened, live }
}

/** The jobs as Markdown: clicks, scrolls and the medians of their seconds. */
export function fridayReport(jobs: readonly FridayJob[]): string {
  const rows = Object.keys(places).flatMap((place) => {
    const of = (way: Way) => jobs.filter((job) => job.place === place && job.way === way)
    const live = (way: Way) => median(of(way).map((job) => job.live))
    return (Object.keys(ways) as Way[]).map((way) => {
      const [{ clicks, scrolls } = { clicks: 0, scrolls: 0 }] = of(way)
      const opened = median(of(way).map((job) => job.opened))
      const share = way === 'in two publishes' ? '–' : `${(live(way) / live('in two publishes')).toFixed(2)}×`
      return `| ${names[way]}, ${place} | ${clicks} | ${scrolls} | ${s(opened)} | ${s(live(way))} | ${share} |`
    })
  })
  return `## Friday's job

From the Studio's address, in a browser that has nothing of it yet, until its receipt says that readers see it. The median of
${jobs.length / 6} runs of each, in turns. The baseline is the way of the project's first version, on this build: from the form of Now to the
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
