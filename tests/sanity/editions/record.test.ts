import { expect, it } from 'vitest'
import { editionId } from '#lib/editions/stored.ts'
import { readerBy } from '#sanity/editions/connection.ts'
import { readMoment, readRecordBy } from '#sanity/editions/record.ts'
import { seedWithEditions } from '#scripts/harness/editions/many.ts'
import { startWorld } from '#scripts/harness/editions/world.ts'

it('reading only the changed editions gives the same record as reading all', async () => {
  await using world = await startWorld({ seed: () => seedWithEditions(60) })
  const { ask, lastChange } = readerBy(world.client)
  const asked: unknown[] = []
  const reader = {
    lastChange,
    ask: (query: string, params?: Record<string, unknown>) => {
      asked.push(params?.ids ?? 'all')
      return ask(query, params)
    },
  }
  const first = await readRecordBy(reader)
  expect([first.editions.length, first.latest?.edition.number]).toEqual([60, 60])
  expect(await readRecordBy(reader, first)).toMatchObject({ editions: first.editions })
  expect(asked).toEqual(['all', 'all'])

  await world.client.patch(editionId(7)).set({ reason: 'Said later.' }).commit()
  await world.client.delete(editionId(60))
  asked.length = 0
  const [again, whole] = [await readRecordBy(reader, first), await readRecordBy(readerBy(world.client))]
  expect(asked).toEqual(['all', [editionId(7)]])
  expect([again.editions, again.latest, again.previous]).toEqual([
    whole.editions,
    whole.latest,
    whole.previous,
  ])
  expect(again.editions.find(({ number }) => number === 7)?.reason).toBe('Said later.')
  expect(again.editions).toHaveLength(59)
})

it('a look reads only what decides on the next edition, however many there are', async () => {
  await using world = await startWorld({ seed: () => seedWithEditions(60) })
  const { record, published } = await readMoment(readerBy(world.client))
  expect(record.documents.map(({ _id }) => _id)).toEqual([60, 59, 58].map(editionId))
  expect([record.latest?.edition.number, record.previous?.edition.number]).toEqual([60, 59])
  expect(published?.manual.record).toBe('public')
})
