import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seedWithEditions } from '#scripts/harness/editions/many.ts'
import { startSite } from '#scripts/harness/site.ts'
import { writeArchive } from '#sanity/seed/archive.ts'
import { publishes, requestsPerSecond, type Publishes } from './measure.ts'

/** What a record costs: one figure for each round, except for publishes. */
export interface RecordCost {
  editions: number
  page: number[]
  story: number[]
  published: Publishes
}

/** A site whose manual has a record of so many editions. */
async function startWithEditions(count: number, wrapper: readonly string[]) {
  const dataDir = mkdtempSync(join(tmpdir(), 'operating-manual-'))
  const archive = join(dataDir, 'manual.ndjson')
  writeFileSync(archive, writeArchive(seedWithEditions(count)))
  const env = { ...process.env, DATA_DIR: dataDir }
  const { status, stderr } = spawnSync(process.execPath, ['scripts/seed.ts', archive], {
    env,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  rmSync(archive)
  return startSite({}, dataDir, wrapper)
}

/** Milliseconds in which the command takes a passage out of every edition of a stopped site but the latest. */
function redactionTime(dataDir: string): number {
  const began = performance.now()
  const command = ['scripts/editions.ts', 'redact', 'The headline of day', '--yes']
  const { status, stderr } = spawnSync(process.execPath, command, {
    env: { ...process.env, DATA_DIR: dataDir },
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(stderr)
  return performance.now() - began
}

/** Measures two records side by side: of one edition, and of so many. Redacts the large one in the end. */
export async function recordCosts(
  editions: number,
  { rounds, seconds, writes }: { rounds: number; seconds: number; writes: number },
  wrapper: readonly string[],
): Promise<[one: RecordCost, many: RecordCost, redaction: number]> {
  await using small = await startWithEditions(1, wrapper)
  await using large = await startWithEditions(editions, wrapper)
  const costOf = (count: number): RecordCost => ({
    editions: count,
    page: [],
    story: [],
    published: { times: [], stale: 0 },
  })
  const sites = [
    { site: small, cost: costOf(1) },
    { site: large, cost: costOf(editions) },
  ] as const
  for (const { site } of sites)
    for (const path of ['/', '/editions']) await requestsPerSecond(site.url + path, 1)
  for (let round = 0; round < rounds; round += 1)
    for (const { site, cost } of sites) {
      cost.page.push(await requestsPerSecond(`${site.url}/`, seconds))
      cost.story.push(await requestsPerSecond(`${site.url}/editions`, seconds))
      const { times, stale } = await publishes(site, Math.ceil(writes / rounds))
      cost.published.times.push(...times)
      cost.published.stale += stale
    }
  await large.stop()
  return [sites[0].cost, sites[1].cost, redactionTime(large.dataDir)]
}
