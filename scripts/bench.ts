/**
 * `npm run bench`: this site beside a hand-written page and a plain Next.js page of the same text, in one
 * run. Prints the table and writes it to `docs/performance.md`. Takes a few minutes; `--quick` measures
 * shorter, and writes nothing.
 */
import { writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { format, resolveConfig } from 'prettier'
import { build, buildIsCurrent } from '#server/installation/build.ts'
import { launchBrowser } from '#scripts/harness/browser.ts'
import { startSite } from './harness/site.ts'
import { useOwnEnvironment } from './harness/environment.ts'
import { freePort } from './harness/ports.ts'
import { startFirstVersion } from './bench/first-version.ts'
import { fridayJobs } from './bench/friday.ts'
import { paint, publishes, requestsPerSecond, weigh } from './bench/measure.ts'
import { recordCosts } from './bench/editions.ts'
import { asWrittenByHand } from './bench/page.ts'
import { typedWords } from './bench/preview.ts'
import { report, type Measured } from './bench/report.ts'
import {
  canPin,
  leaveServersTheirCore,
  onServersCore,
  startHandWritten,
  startPlainNext,
  unpin,
  type Rival,
} from './bench/rivals.ts'

const file = 'docs/performance.md'
const isQuick = process.argv.includes('--quick')
const rounds = isQuick ? 1 : 5
const seconds = isQuick ? 2 : 5
const writeCount = isQuick ? 10 : 50
/** Where Lighthouse finds the browser. */
const port = await freePort()

useOwnEnvironment()
if (!buildIsCurrent(process.cwd())) await build(process.cwd())
leaveServersTheirCore(availableParallelism())
const site = await startSite({}, undefined, onServersCore)
const page = await asWrittenByHand(site.url)
const fonts = new Map<string, Buffer>()
for (const [name, address] of page.fonts)
  fonts.set(name, Buffer.from(await (await fetch(address)).arrayBuffer()))
const rivals: Rival[] = [{ ...site, name: 'This site' }]
const browser = await launchBrowser([`--remote-debugging-port=${port}`])
try {
  rivals.push(await startHandWritten(page, fonts), await startPlainNext(page, fonts))
  const measured: Measured[] = []
  for (const { name, url } of rivals) {
    // First, so that the page is weighed as it settles, not as its first reader got it.
    await requestsPerSecond(url, 2)
    measured.push({ name, weight: await weigh(browser, url), rates: [], paints: [] })
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { url }] of rivals.entries()) {
      measured[index]?.rates.push(await requestsPerSecond(url, seconds))
    }
  }
  for (let round = 0; round < rounds; round += 1) {
    for (const [index, { url }] of rivals.entries()) measured[index]?.paints.push(await paint(url, port))
  }
  unpin(site.pid)
  const published = await publishes(site, writeCount)
  const previewed = {
    desk: await typedWords(browser, site, 'desk', writeCount),
    phone: await typedWords(browser, site, 'phone', writeCount),
  }
  await using first = await startFirstVersion()
  if (first) unpin(first.pid)
  const friday = await fridayJobs(browser, { site, first }, rounds)
  const record = await recordCosts(1000, { rounds, seconds, writes: writeCount }, onServersCore)
  const text = report(measured, published, previewed, record, canPin, friday)
  console.info(text)
  if (!isQuick) writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }))
} finally {
  await browser.close()
  for (const rival of rivals) await rival[Symbol.asyncDispose]()
}
