import { setTimeout as sleep } from 'node:timers/promises'
import type { SanityClient } from '@sanity/client'

/** Every cached route whose answer says which change it shows. */
export const routes = ['/', '/manual.md', '/manual.json', '/llms.txt', '/now', '/nowhere'] as const

const marker = /edit-(\d+)/

/**
 * The number of the change that an answer shows, in the line that names the manual or in the anchor of Now:
 * -1 where it shows none.
 */
export async function changeAt(url: string, route: string): Promise<number> {
  const response = await fetch(url + route, { redirect: 'manual' })
  const text = (response.headers.get('location') ?? '') + (await response.text())
  if (response.status >= 500) throw new Error(`${url}${route} answered ${response.status}`)
  return Number(marker.exec(text)?.[1] ?? -1)
}

/** Publishes a change that all routes show, and gives the ids and the revision of the documents. */
export async function publishChange(client: SanityClient, change: number): Promise<string> {
  const { transactionId } = await client
    .transaction()
    .patch('manual', (patch) => patch.set({ identity: `Manual edit-${change}` }))
    .patch('now', (patch) => patch.set({ anchor: `now-edit-${change}` }))
    .commit({ visibility: 'async' })
  return transactionId
}

export interface Reads {
  count: number
  /**
   * Those that show less than they should: the route, what it showed, and what had been acknowledged before
   * it was asked for.
   */
  stale: string[]
}

/** Reads every route once, and notes which show less than `least`. */
export async function readAll(url: string, least: number, reads: Reads): Promise<void> {
  await Promise.all(
    routes.map(async (route) => {
      const shown = await changeAt(url, route)
      reads.count += 1
      if (shown < least) reads.stale.push(`${route} showed ${shown} instead of ${least}`)
    }),
  )
}

/**
 * Publishes twice in quick succession, round after round, while four readers ask for every route in a loop.
 */
export async function publishTwiceWhileRead(
  url: string,
  client: SanityClient,
  rounds: number,
): Promise<Reads> {
  const reads: Reads = { count: 0, stale: [] }
  let acknowledged = 0
  const over = { is: false }
  const publish = async () => {
    const next = acknowledged + 1
    await publishChange(client, next)
    acknowledged = next
  }
  const readOn = async () => {
    while (!over.is) await readAll(url, acknowledged, reads)
  }
  await publish()
  const readers = Array.from({ length: 4 }, readOn)
  for (let round = 0; round < rounds; round += 1) {
    await publish()
    await sleep((round * 7) % 61)
    await publish()
    await readAll(url, acknowledged, reads)
  }
  over.is = true
  await Promise.all(readers)
  return reads
}
