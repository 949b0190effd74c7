import { setTimeout as sleep } from 'node:timers/promises'
import type { SanityClient } from '@sanity/client'

/** Every cached route whose answer contains the number of a change. */
export const routes = ['/', '/manual.md', '/manual.json', '/llms.txt', '/now', '/nowhere'] as const

const marker = /edit-(\d+)/

/**
 * The number of the change in an answer: in the manual's identity or in the anchor of Now. -1 if there is
 * none.
 */
export async function changeAt(url: string, route: string): Promise<number> {
  const response = await fetch(url + route, { redirect: 'manual' })
  const text = (response.headers.get('location') ?? '') + (await response.text())
  if (response.status >= 500) throw new Error(`${url}${route} answered ${response.status}`)
  return Number(marker.exec(text)?.[1] ?? -1)
}

/** Publishes a change that all routes show. Returns the revision that both documents then have. */
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
   * Answers that are older than they should be: the route, the change it showed, and the change that had been
   * acknowledged before the request.
   */
  stale: string[]
}

/** Reads every route once, and records answers with a change older than `least`. */
export async function readAll(url: string, least: number, reads: Reads): Promise<void> {
  await Promise.all(
    routes.map(async (route) => {
      const shown = await changeAt(url, route)
      reads.count += 1
      if (shown < least) reads.stale.push(`${route} showed ${shown} instead of ${least}`)
    }),
  )
}

/** Publishes twice in quick succession, for many rounds, while four readers poll every route. */
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
