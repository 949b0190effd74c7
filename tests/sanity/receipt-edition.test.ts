import type { SanityClient } from '@sanity/client'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writeRecord } from '#sanity/editions/ledger.ts'
import { questionBeforePublic, askKept } from '#sanity/studio/editions/kept.ts'
import { saveWhy } from '#sanity/studio/editions/why.ts'
import {
  editionNewsOf,
  editionQuery,
  wordsOfEdition,
  wordsOfRecord,
  wordsOfWhy,
} from '#sanity/studio/receipt-edition.ts'
import { seedDocuments } from '#sanity/seed/index.ts'
import { startContentApi, type ContentApi } from '#scripts/harness/content-api.ts'

const settle = 30
let api: ContentApi
let client: SanityClient
let now: number

beforeEach(async () => {
  now = Date.UTC(2026, 10, 26, 10)
  api = await startContentApi({ seed: seedDocuments, clock: () => new Date(now) })
  client = api.writer
})
afterEach(() => api[Symbol.asyncDispose]())

const publish = async (fields: Record<string, unknown>, minutes = 0) => {
  now += minutes * 60_000
  await client.patch('manual').set(fields).commit()
}
const keep = () => writeRecord(client, settle)
const news = async (id = 'manual') => editionNewsOf(await client.fetch(editionQuery, { id }))
const words = async () => wordsOfEdition(await news(), now)

it('does not mention editions while there is no record', async () => {
  expect(await news()).toEqual({ state: 'off' })
  expect(await words()).toBeUndefined()
})

it('asks whether to begin a record when the manual is a week old, unless the author has chosen', async () => {
  await publish({ headline: 'One.' }, 7 * 24 * 60 - 1)
  expect(await news()).toEqual({ state: 'off' })
  await publish({ headline: 'Two.' }, 1)
  const { _createdAt } = (await client.getDocument('manual'))!
  expect(await news()).toEqual({ state: 'off', askAbout: _createdAt })
  await publish({ record: 'off' })
  expect(await news()).toEqual({ state: 'off' })
})

it('confirms a saved reason and a saved correction, and says nothing without either', () => {
  expect(wordsOfWhy({ reason: 'I no longer believe it.', isCorrection: false })).toBe(
    'Saved: “I no longer believe it.”',
  )
  expect(wordsOfWhy({ reason: 'A slip', isCorrection: true })).toBe('Saved: “A slip”, only a correction')
  expect(wordsOfWhy({ reason: '', isCorrection: true })).toBe('Saved: only a correction')
  expect(wordsOfWhy({ reason: undefined, isCorrection: false })).toBeUndefined()
})

it('waits until the edition is stored, then names it and the end of its open time', async () => {
  await publish({ record: 'private', headline: 'One.' })
  expect(await news()).toBeUndefined()
  await keep()
  expect(await words()).toMatch(/^Edition 1, open until \d\d:\d\d: what you publish before then/)
  await publish({ headline: 'Two.' }, 60)
  expect(await news()).toBeUndefined()
  await keep()
  expect(await words()).toContain('Edition 2, open until')
  now += settle * 60_000
  expect(await words()).toBe('Edition 2.')
})

it('says that the record has begun, goes on, is shown to others or is kept no more, and is silent otherwise', async () => {
  const said = async (before: unknown, record: string, minutes = 60) => {
    await publish({ record }, minutes)
    await keep()
    return wordsOfRecord(before, await news())
  }
  expect(await said(undefined, 'public')).toBe('The record has begun, and is public: readers see it.')
  expect(await said('public', 'public', 1)).toBeUndefined()
  expect(await said('public', 'private')).toBe('The record is private now: only you see it, under Record.')
  expect(await said('private', 'public')).toBe('The record is public now: readers see it.')
  expect(await said('public', 'off')).toBe(
    'The record is no longer kept. What was kept stays, and nobody is shown it.',
  )
  expect(await said('off', 'off')).toBeUndefined()
  expect(await said('off', 'private')).toBe(
    'The record goes on, and is private: only you see it, under Record.',
  )
  expect(wordsOfRecord('off', { state: 'none' })).toBeUndefined()
  expect(wordsOfRecord('off', undefined)).toBeUndefined()
})

it('names no edition for a change that readers cannot see', async () => {
  await publish({ record: 'public' })
  await keep()
  now += 3_600_000
  await client.patch('principles').set({ review: 'yearly' }).commit()
  await keep()
  expect(await news('principles')).toEqual({ state: 'none', record: 'public' })
})

it('says that an open edition was withdrawn', async () => {
  await publish({ record: 'public', headline: 'One.' })
  await keep()
  await publish({ headline: 'Two.' }, 60)
  await keep()
  await publish({ headline: 'One.' }, 1)
  await keep()
  expect(await words()).toBe('This is edition 1 again: edition 2 was taken back before it closed.')
})

it('names the edition in which a section was removed', async () => {
  await publish({ record: 'public' })
  await keep()
  now += 3_600_000
  await client.delete('history')
  await keep()
  expect(await news('history')).toMatchObject({ state: 'in', edition: { number: 2 } })
})

it('stores a reason as one line, and a correction, in one patch', async () => {
  await publish({ record: 'public' })
  await keep()
  const id = 'record.edition-1'
  const saved = await saveWhy(client, id, { reason: ' I no longer\nbelieve it. ', correction: true })
  expect(saved).toEqual({ reason: 'I no longer believe it.', correction: true })
  expect(await client.getDocument(id)).toMatchObject({ reason: 'I no longer believe it.', correction: true })
  await saveWhy(client, id, { reason: '', correction: false })
  const stored = await client.getDocument(id)
  expect([stored?.['reason'], stored?.['correction']]).toEqual([undefined, false])
})

it('stores no reason in a withdrawn edition, whose number the next one will have', async () => {
  await publish({ record: 'public', headline: 'One.' })
  await keep()
  await publish({ headline: 'Two.' }, 60)
  await keep()
  await publish({ headline: 'One.' }, 1)
  await keep()
  await expect(saveWhy(client, 'record.edition-2', { reason: 'Because', correction: false })).rejects.toThrow(
    'no longer there',
  )
})

it('says how many editions become public, and from which day', async () => {
  expect(questionBeforePublic(await askKept(client))).toContain('edition 1')
  await publish({ record: 'private' })
  await keep()
  await publish({ headline: 'Two.' }, 60 * 24)
  await keep()
  expect(questionBeforePublic(await askKept(client))).toBe(
    'Readers will see the record: 2 editions, from 26 November 2026 on, each as it was, with its reason. Publish?',
  )
})
