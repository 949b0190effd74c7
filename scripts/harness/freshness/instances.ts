import { setTimeout as sleep } from 'node:timers/promises'
import type { SanityClient } from '@sanity/client'
import { changeAt, publishChange } from './reads.ts'

export interface Arrivals {
  /**
   * Milliseconds from the acknowledgement of each publish to the first answer of each instance that shows it.
   */
  arrivals: number[]
  /** Answers that show less than an earlier answer of the same instance did. */
  wentBack: string[]
  /** Answers with a status of 500 or more, or none. */
  failed: string[]
}

/** The number of the latest change: they only rise. */
let last = 0

/**
 * Publishes again and again while one reader per instance asks in a loop, and notes when each change arrived
 * where.
 *
 * @param urlOf the addresses of the instances that should answer at that moment: one that is down has none.
 * @param beforePublish called before each publish with its place among them, from 1.
 */
export async function followPublishes(
  urlOf: readonly (() => string | undefined)[],
  client: SanityClient,
  publishes: number,
  beforePublish: (place: number) => Promise<void> = async () => {},
): Promise<Arrivals> {
  const result: Arrivals = { arrivals: [], wentBack: [], failed: [] }
  /** When each change was acknowledged. */
  const acknowledged: number[] = []
  const over = { is: false }
  const first = last + 1
  last += publishes
  const follow = async (at: number) => {
    let newest = -1
    let known: string | undefined
    while (!over.is || newest < last) {
      const url = urlOf[at]?.()
      // An instance that was away owes nothing for that time.
      if (url !== known) newest = -1
      const isFirst = url !== known
      known = url
      if (!url) {
        await sleep(10)
        continue
      }
      const shown = await changeAt(url, '/').catch((error: Error) => {
        if (urlOf[at]?.() === url) result.failed.push(error.message)
        return undefined
      })
      if (shown === undefined) continue
      const now = performance.now()
      if (shown < newest) result.wentBack.push(`instance ${at} showed ${shown} after ${newest}`)
      if (!isFirst)
        for (let change = Math.max(newest + 1, first); change <= shown; change += 1)
          result.arrivals.push(Math.max(0, now - (acknowledged[change] ?? now)))
      newest = Math.max(newest, shown)
      await sleep(5)
    }
  }
  const readers = urlOf.map((_, at) => follow(at))
  for (let change = first; change <= last; change += 1) {
    await beforePublish(change - first + 1)
    await publishChange(client, change)
    acknowledged[change] = performance.now()
    await sleep(60 + ((change * 37) % 120))
  }
  over.is = true
  await Promise.all(readers)
  return result
}

/** The value below which that share of the numbers is. */
export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN
