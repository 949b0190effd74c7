/**
 * Purges the history of documents that ever contained a passage. Divergence: hosted Sanity has no such call.
 * (Both have the option `purge` on actions that delete, for the history of one document.)
 */

import { z } from 'zod'
import { readBody } from './body.ts'
import type { SanityDocument } from './documents.ts'
import { httpError } from './errors.ts'
import { type Route, route } from './router.ts'
import type { Store } from './store.ts'

const purgeBody = z.object({ passage: z.string().trim().min(1) })

interface Options {
  holdsPassage?: (value: unknown, passage: string) => boolean
  onPurge?: () => Promise<void>
}

/** Finds a passage in the JSON of a value, as it is stored. */
const holdsBytes = (value: unknown, passage: string) =>
  JSON.stringify(value).includes(JSON.stringify(passage).slice(1, -1))

export function purgeRoutes(store: Store, { holdsPassage = holdsBytes, onPurge }: Options): Route[] {
  return [
    route('POST /data/purge/:dataset', 'write', async ({ request }) => {
      const { passage } = await readBody(purgeBody, request)
      const isHolding = (document: SanityDocument) => holdsPassage(document, passage)
      const holders = store.dataset.sorted.filter(isHolding).map(({ _id }) => _id)
      if (holders.length > 0)
        throw httpError(409, `The passage still stands in ${holders.join(', ')}: nothing was purged`)
      const revisions = store.purge((_id, past) => holdsPassage(past, passage))
      await onPurge?.()
      return Response.json({ revisions })
    }),
  ]
}
