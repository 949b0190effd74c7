import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { lastGoodFile } from '#sanity/content/last-good.ts'
import { authorClient } from './author-client.ts'
import type { Site } from './site.ts'

/**
 * Makes the record public, and waits until its first edition is stored, and the last good content kept: then
 * the site has nothing left to write.
 */
export async function beginRecord(site: Site): Promise<void> {
  const client = authorClient(site)
  await client.patch('manual').set({ record: 'public' }).commit()
  const lastGood = join(site.dataDir, lastGoodFile)
  const isKept = () => existsSync(lastGood) && readFileSync(lastGood, 'utf8').includes('"record":"public"')
  const patience = Date.now() + 20_000
  while (!(await client.getDocument('record.edition-1')) || !isKept())
    if (Date.now() > patience) throw new Error('The first edition is not written')
}

/** Distinct addresses in the record that do not exist while it has one edition. */
function addressOf(at: number): string {
  const number = at + 2
  const day = new Date(Date.UTC(1990, 0, 1 + at)).toISOString().slice(0, 10)
  const kinds = [
    `/editions/${number}`,
    `/editions/${number}.md`,
    `/editions/1..${number}`,
    `/editions/${number}..${number + 1}`,
    `/editions/part/${number}`,
    `/on/${day}`,
    `/on/${number % 10_000}-13-45`,
    `/editions/%3${number % 10}${number}`,
  ]
  return kinds[at % kinds.length]!
}

export interface UnknownEditions {
  statuses: Record<string, number>
  /** Files that were created, deleted or resized, in the data and the build directory. */
  filesChanged: string[]
  /** The process's memory in bytes, before and after; 0 where it cannot be read. */
  memory: [before: number, after: number]
}

/**
 * Requests that many distinct unknown editions, comparisons, parts and days, of a record with one edition.
 */
export async function askForUnknownEditions(site: Site, count: number): Promise<UnknownEditions> {
  const statuses: Record<string, number> = {}
  let asked = 0
  const ask = async () => {
    while (asked < count) {
      const response = await fetch(site.url + addressOf((asked += 1)), { redirect: 'manual' })
      await response.arrayBuffer()
      statuses[response.status] = (statuses[response.status] ?? 0) + 1
    }
  }
  const files = filesOf(site)
  const before = memoryOf(site.pid)
  await Promise.all(Array.from({ length: 8 }, ask))
  const after = memoryOf(site.pid)
  const now = filesOf(site)
  const filesChanged = [...new Set([...files.keys(), ...now.keys()])].filter(
    (name) => files.get(name) !== now.get(name),
  )
  return { statuses, filesChanged, memory: [before, after] }
}

/** The size of each file in the directories that the site can write to. */
function filesOf({ dataDir }: Site): Map<string, number> {
  return new Map(
    [dataDir, process.env.NEXT_DIST_DIR ?? '.next'].flatMap((directory) =>
      readdirSync(directory, { recursive: true, encoding: 'utf8' }).map((name): [string, number] => {
        const path = join(directory, name)
        return [path, statSync(path, { throwIfNoEntry: false })?.size ?? 0]
      }),
    ),
  )
}

/** The resident memory of a process in bytes. Linux only; 0 elsewhere. */
function memoryOf(pid: number): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024
  } catch {
    return 0
  }
}
