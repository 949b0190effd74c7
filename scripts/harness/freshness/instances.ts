import { setTimeout as sleep } from 'node:timers/promises'
import type { SanityClient } from '@sanity/client'
import { changeAt, publishChange } from './reads.ts'

export interface Arrivals {
  /**
   * Milliseconds from the acknowledgement of each publish to the first answer that shows it, for each
   * instance.
   */
  arrivals: number[]
  /** Answers that show an older change than an earlier answer of the same instance. */
  wentBack: string[]
  /** Answers with a status of 500 or more, and requests without an answer. */
  failed: string[]
}

/** The number of the latest change. Numbers only increase. */
let last = 0

/**
 * Publishes changes while one reader per instance polls, and measures when each change arrives at each
 * instance.
 *
 * @param urlOf the current address of each instance; `undefined` while it is down.
 * @param beforePublish called before each publish with its number, from 1.
 */
export async function followPublishes(
  urlOf: readonly (() => string | undefined)[],
  client: SanityClient,
  publishes: number,
  beforePublish: (place: number) => Promise<void> = async () => {},
): Promise<Arrivals> {
  const result: Arrivals = { arrivals: [], wentBack: [], failed: [] }
  /** The time at which each change was acknowledged. */
  const acknowledged: number[] = []
  const over = { is: false }
  const first = last + 1
  last += publishes
  const follow = async (at: number) => {
    let newest = -1
    let known: string | undefined
    while (!over.is || newest < last) {
      const url = urlOf[at]?.()
      // Changes that were published while the instance was down are not measured.
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

/** The percentile of the values; `share` is from 0 to 1. */
export const percentile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? NaN
