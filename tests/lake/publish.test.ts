import { describe, expect, test } from 'vitest'
import { startLake, collect } from './support.ts'

describe('first light', () => {
  test('create, query, listen, publish', async () => {
    const { client, log } = await startLake()
    await client.create({ _id: 'drafts.a', _type: 'note', title: 'A' })
    const pair = collect(
      client.listen('*[_id in $ids]', { ids: ['a', 'drafts.a'] }, {
        events: ['welcome', 'mutation'],
        effectFormat: 'mendoza',
        includePreviousRevision: false,
        includeResult: false,
        includeAllVersions: true,
      } as never),
    )
    await pair.atLeast(1)
    await client.action({
      actionType: 'sanity.action.document.publish',
      draftId: 'drafts.a',
      publishedId: 'a',
    })
    await pair.atLeast(3)
    expect(await client.fetch('*[_type == "note"]{_id, title}')).toEqual([{ _id: 'a', title: 'A' }])
    expect(log).toEqual([])
  })
})
