import type { SanityClient } from '@sanity/client'
import { editionType } from '#lib/editions/stored.ts'
import { dateIn } from '#lib/manual/dates.ts'

/** The size of a record. */
export interface Kept {
  count: number
  /** The date of its first edition; `null` if there is none. */
  first: string | null
  latest: string | null
}

const editions = `*[_type == "${editionType}" && string::startsWith(_id, "record.") && !defined(withdrawn)] | order(number asc)`

/** Needs the perspective `raw`, in which ids with a dot are ordinary documents. */
export const keptQuery = `{ "count": count(${editions}), "first": ${editions}[0].date, "latest": ${editions}[-1].date }`

/** Fetches the size of the record. */
export const askKept = (client: SanityClient): Promise<Kept> =>
  client.fetch<Kept>(keptQuery, {}, { perspective: 'raw', tag: 'record' })

/** "12 editions, from 3 March 2026 on"; `undefined` if there are none. */
export function wordsOfKept({ count, first }: Kept): string | undefined {
  if (count === 0 || !first) return undefined
  return `${count === 1 ? 'one edition' : `${count} editions`}, from ${dateIn('en', 'long', first)} on`
}

/** The question to confirm before readers see the record. */
export function questionBeforePublic(kept: Kept): string {
  const words = wordsOfKept(kept)
  return words
    ? `Readers will see the record: ${words}, each as it was, with its reason. Publish?`
    : 'Readers will see the record from now on. It begins with what you publish now, as edition 1. Publish?'
}
