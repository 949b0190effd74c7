import autocannon from 'autocannon'
import lighthouse from 'lighthouse'
import type { Browser } from 'playwright-core'
import { authorClient } from '#scripts/harness/author-client.ts'
import type { Site } from '#scripts/harness/site.ts'

export const median = (values: readonly number[]): number => percentile(values, 0.5)

export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] as number
}

export interface Weight {
  /** Bytes on the wire, without headers, that a browser loads for the first view. */
  documents: number
  styles: number
  scripts: number
  fonts: number
  total: number
  requests: number
}

/** What a browser loads on its first visit, until the network is idle. */
export async function weigh(browser: Browser, url: string): Promise<Weight> {
  const context = await browser.newContext()
  const page = await context.newPage()
  const loaded: Promise<[type: string, bytes: number]>[] = []
  page.on('requestfinished', (request) => {
    // An icon is not part of the view, and browsers ask for it when they please.
    if (/icon/.test(new URL(request.url()).pathname)) return
    loaded.push(request.sizes().then(({ responseBodySize }) => [request.resourceType(), responseBodySize]))
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  const sizes = await Promise.all(loaded)
  await context.close()
  const of = (...types: string[]) =>
    sizes.filter(([type]) => types.includes(type)).reduce((sum, [, bytes]) => sum + bytes, 0)
  return {
    documents: of('document'),
    styles: of('stylesheet'),
    scripts: of('script', 'fetch', 'xhr'),
    fonts: of('font'),
    total: sizes.reduce((sum, [, bytes]) => sum + bytes, 0),
    requests: sizes.length,
  }
}

/** What browsers accept over an encrypted connection. */
const asBrowsers = { 'accept-encoding': 'gzip, deflate, br' }

/**
 * Requests for the page per second that a server answers, compressed, over `seconds`, from 20 connections.
 */
export async function requestsPerSecond(url: string, seconds: number): Promise<number> {
  const result = await autocannon({
    url,
    connections: 20,
    duration: seconds,
    headers: asBrowsers,
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url}: ${result.non2xx} answers were no 2xx, ${result.errors} failed`)
  return result.requests.average
}

export interface Paint {
  /** Milliseconds, with Lighthouse's simulation of a mobile phone on a slow network. */
  lcp: number
  tbt: number
  cls: number
  /** 0 to 100: performance, accessibility, best practices, SEO. */
  scores: number[]
}

/** One run of Lighthouse in the browser that listens for it on `port`. */
export async function paint(url: string, port: number): Promise<Paint> {
  const result = await lighthouse(url, { port, logLevel: 'error', output: 'json' })
  if (!result) throw new Error(`Lighthouse said nothing about ${url}`)
  const { audits, categories } = result.lhr
  const value = (audit: string) => audits[audit]?.numericValue ?? Number.NaN
  return {
    lcp: value('largest-contentful-paint'),
    tbt: value('total-blocking-time'),
    cls: value('cumulative-layout-shift'),
    scores: ['performance', 'accessibility', 'best-practices', 'seo'].map((name) =>
      Math.round((categories[name]?.score ?? 0) * 100),
    ),
  }
}

export interface Publishes {
  /**
   * Milliseconds from asking the Content Lake to publish a draft until a reader has the new page, one for
   * each publish.
   */
  times: number[]
  /** Answers that still had the old text after the publish was acknowledged. */
  stale: number
}

/** Publishes drafts through the real Content Lake with Sanity's client, and reads the page after each. */
export async function publishes(site: Site, count: number): Promise<Publishes> {
  const client = authorClient(site)
  const manual = (await client.getDocument('manual')) as { _id: string; _type: string }
  const times: number[] = []
  let stale = 0
  for (let round = 0; round < count; round += 1) {
    const headline = `The headline of round ${round}`
    await client.createOrReplace({ ...manual, headline, _id: 'drafts.manual' })
    const start = performance.now()
    await client.action({
      actionType: 'sanity.action.document.publish',
      draftId: 'drafts.manual',
      publishedId: 'manual',
    })
    while (!(await (await fetch(site.url, { headers: asBrowsers })).text()).includes(headline)) stale += 1
    times.push(performance.now() - start)
  }
  await client.createOrReplace(manual)
  return { times, stale }
}
