import { setTimeout as sleep } from 'node:timers/promises'
import type { SanityClient } from '@sanity/client'

/** Every cached route whose answer says which change it has seen. */
const routes = ['/', '/manual.md', '/manual.json', '/llms.txt', '/now', '/nowhere']

export interface Freshness {
  rounds: number
  reads: number
  /** Reads that began after a publish was acknowledged, and gave what was before it: the route and both changes. */
  stale: string[]
  /** Milliseconds from the acknowledgement to the first answer of each route: the slowest of each round. */
  slowest: number[]
}

const marker = /edit-(\d+)/

/** The number of the change that an answer shows: in the identity line, or in the anchor of Now. */
async function changeIn(url: string, route: string): Promise<number> {
  const response = await fetch(url + route, { redirect: 'manual' })
  const text = (response.headers.get('location') ?? '') + (await response.text())
  if (response.status >= 500) throw new Error(`${route} answered ${response.status}`)
  return Number(marker.exec(text)?.[1] ?? -1)
}

/**
 * Publishes twice in quick succession, round after round, while readers ask for every route in a loop, and counts the reads that are
 * older than what was acknowledged before they began.
 *
 * @param within milliseconds after the acknowledgement in which a read may still be old: none in embedded mode.
 */
export async function readsDuringPublishes(
  url: string,
  client: SanityClient,
  { rounds, readers = 4, within = 0 }: { rounds: number; readers?: number; within?: number },
): Promise<Freshness> {
  let change = 0
  let isOver = false
  const acknowledged: { change: number; at: number }[] = [{ change: 0, at: performance.now() }]
  const owed = (at: number) => acknowledged.findLast((entry) => entry.at + within <= at)?.change ?? 0
  const result: Freshness = { rounds, reads: 0, stale: [], slowest: [] }

  const publish = async () => {
    change += 1
    const mine = change
    await client
      .transaction()
      .patch('manual', (patch) =>
        patch.set({ identity: `Manual edit-${mine}`, headline: `Headline edit-${mine}` }),
      )
      .patch('now', (patch) => patch.set({ anchor: `now-edit-${mine}` }))
      .commit({ visibility: 'async' })
    acknowledged.push({ change: mine, at: performance.now() })
  }
  const read = async (route: string) => {
    const began = performance.now()
    const least = owed(began)
    const shown = await changeIn(url, route)
    result.reads += 1
    if (shown < least) result.stale.push(`${route}: ${shown} instead of ${least}`)
    return performance.now() - began
  }
  const readOn = async (offset: number) => {
    for (let at = offset; !isOver; at += 1) await read(routes[at % routes.length] as string)
  }

  await publish()
  const loops = Array.from({ length: readers }, (_, at) => readOn(at))
  for (let round = 0; round < rounds; round += 1) {
    await publish()
    await sleep((round * 7) % 61)
    await publish()
    if (within > 0) await sleep(within)
    result.slowest.push(Math.max(...(await Promise.all(routes.map(read)))))
  }
  isOver = true
  await Promise.all(loops)
  return result
}
