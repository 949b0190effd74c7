import type { SanityClient } from '@sanity/client'
import { editionType } from '#lib/editions/stored.ts'
import { dateIn } from '#lib/manual/dates.ts'

/** How much of a record is kept. */
export interface Kept {
  count: number
  /** The date of its first edition; `null` when there is none. */
  first: string | null
  latest: string | null
}

const editions = `*[_type == "${editionType}" && string::startsWith(_id, "record.") && !defined(withdrawn)] | order(number asc)`

/** The perspective must be `raw`: ids with a dot are plain documents there. */
export const keptQuery = `{ "count": count(${editions}), "first": ${editions}[0].date, "latest": ${editions}[-1].date }`

/** Asks how much of a record is kept. */
export const askKept = (client: SanityClient): Promise<Kept> =>
  client.fetch<Kept>(keptQuery, {}, { perspective: 'raw', tag: 'record' })

/** "12 editions, from 3 March 2026 on"; `undefined` when there is none. */
export function wordsOfKept({ count, first }: Kept): string | undefined {
  if (count === 0 || !first) return undefined
  return `${count === 1 ? 'one edition' : `${count} editions`}, from ${dateIn('en', 'long', first)} on`
}

/** What an author should know before readers see the record. */
export function questionBeforePublic(kept: Kept): string {
  const words = wordsOfKept(kept)
  return words
    ? `Readers will see the record: ${words}, each as it was, with its reason. Publish?`
    : 'Readers will see the record from now on. It begins with what you publish now, as edition 1. Publish?'
}
