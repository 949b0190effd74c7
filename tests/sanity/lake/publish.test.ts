import { expect, it } from 'vitest'
import { startLake } from './support.ts'

it('onPublish is called once per transaction that changes published documents, before its author gets the answer', async () => {
  const reported: string[] = []
  const { lake, client } = await startLake({ onPublish: (types) => reported.push(types.join()) })
  await client
    .transaction()
    .create({ _id: 'a', _type: 'note' })
    .create({ _id: 'b', _type: 'note' })
    .commit()
    .then(() => reported.push('answered'))
  await client.delete('a').then(() => reported.push('answered'))
  expect(reported).toEqual(['note,note', 'answered', 'note', 'answered'])
  await lake.close()
})

it('onPublish is not called for drafts, unchanged documents and refused transactions', async () => {
  let reports = 0
  const { client } = await startLake({ onPublish: () => void (reports += 1) })
  await client.create({ _id: 'a', _type: 'note', text: 'same' })
  expect(reports).toBe(1)
  await client.createOrReplace({ _id: 'drafts.a', _type: 'note' })
  await client.patch('a').set({ text: 'same' }).commit()
  await client.create({ _id: 'b', _type: 'note' }, { dryRun: true })
  await expect(client.create({ _id: 'a', _type: 'note' })).rejects.toThrow(/already exists/)
  expect(reports).toBe(1)
})
