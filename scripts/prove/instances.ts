/**
 * Three instances on one content API and no webhook: each follows by itself, also after it was killed,
 * restarted or cut off.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { seedDocuments } from '#sanity/seed/index.ts'
import { authorClient } from '#scripts/harness/author-client.ts'
import { startSite, type Site } from '#scripts/harness/site.ts'
import { followPublishes, percentile, type Arrivals } from '#scripts/harness/freshness/instances.ts'
import { startLine } from '#scripts/harness/freshness/line.ts'
import { startContentApi, type ContentApi } from '#scripts/harness/content-api.ts'
import { tokens } from '#scripts/harness/tokens.ts'

const clientOf = (api: ContentApi) => authorClient({ url: new URL(api.url).origin, writeToken: tokens.write })

function report(what: string, { arrivals, wentBack, failed }: Arrivals, most: number) {
  const p95 = percentile(arrivals, 0.95)
  console.info(
    `${what}: ${arrivals.length} arrivals, p50 ${Math.round(percentile(arrivals, 0.5))} ms, p95 ${Math.round(p95)} ms, ` +
      `slowest ${Math.round(Math.max(...arrivals))} ms; ${wentBack.length} went back, ${failed.length} failed`,
  )
  for (const line of [...wentBack, ...failed].slice(0, 10)) console.info(`  ${line}`)
  if (p95 > most) console.info(`  p95 is over ${most} ms`)
  if (p95 > most || wentBack.length > 0 || failed.length > 0) process.exitCode = 1
}

const stop = (sites: readonly (Site | undefined)[]) =>
  Promise.all(sites.map((site) => site?.[Symbol.asyncDispose]()))

{
  await using api = await startContentApi({ seed: seedDocuments })
  const client = clientOf(api)
  const lines = await Promise.all([1, 2, 3].map(() => startLine(new URL(api.url))))
  const sites: (Site | undefined)[] = await Promise.all(
    lines.map(({ origin }) => startSite({ ...api.env, SANITY_API_HOST: `${origin}/lake` })),
  )
  const urlOf = sites.map((_, at) => () => sites[at]?.url)
  report('Three instances', await followPublishes(urlOf, client, 100), 1000)

  const killed = sites[1] as Site
  const killAndRestart = async (change: number) => {
    if (change === 20) {
      sites[1] = undefined
      await killed.stop('SIGKILL')
    }
    if (change === 40) void killed.restart().then((site) => (sites[1] = site))
  }
  report('One killed, and started again', await followPublishes(urlOf, client, 100, killAndRestart), 1000)

  // What the one that is cut off shows meanwhile is the last good: its arrivals do not count, all else does.
  const withoutEvents = async (change: number) => {
    if (change === 30) api.cutListeners(true)
    if (change === 60) api.cutListeners(false)
  }
  report('No events for 30 publishes', await followPublishes(urlOf, client, 100, withoutEvents), 6000)

  lines[2]?.cut()
  const others = await followPublishes(urlOf.slice(0, 2), client, 100)
  await sleep(60_000)
  report('Two, while the third has no content API for a minute', others, 1000)
  lines[2]?.mend()
  report('The third, back', await followPublishes(urlOf, client, 100), 1000)

  // The last instance's connections go silent, as behind a router that forgets them. It notices after 45
  // seconds.
  lines[2]?.freeze()
  await sleep(60_000)
  report('One whose connections went silent, a minute later', await followPublishes(urlOf, client, 100), 1000)

  await api.lagQueries(2000)
  report('Queries 2 s behind the events', await followPublishes(urlOf, client, 100), 3500)
  await stop(sites)
  for (const line of lines) line.close()
}
