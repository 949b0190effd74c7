import type { SanityDocument } from '@sanity/client'
import { applyPatch, type RawPatch } from 'mendoza'
import { describe, expect, it } from 'vitest'
import { action, type RunningLake, startLake, temporaryFile } from './support.ts'

interface HistoryTransaction {
  id: string
  timestamp: string
  author: string
  documentIDs: string[]
  mutations?: object[]
  effects?: Record<string, { apply: RawPatch; revert: RawPatch }>
}

/**
 * One document in five transactions, a minute apart: t1 creates it, t2 and t3 edit, t4 publishes, t5 deletes
 * it with its draft.
 */
async function startWithHistory(options = {}) {
  let minute = 0
  const running = await startLake({ ...options, clock: () => new Date(Date.UTC(2025, 10, 25, 12, minute)) })
  const pair = { draftId: 'drafts.a', publishedId: 'a' }
  const edit = (patch: object) => ({ actionType: action('edit'), ...pair, patch })
  const steps: object[] = [
    { actionType: action('create'), publishedId: 'a', attributes: { _id: 'drafts.a', _type: 'note' } },
    edit({ set: { title: 'one' } }),
    edit({ set: { title: 'two' } }),
    { actionType: action('publish'), ...pair },
    { actionType: action('delete'), publishedId: 'a', includeDrafts: [] },
  ]
  for (const step of steps) {
    minute += 1
    await running.client.action(step as never, { transactionId: `t${minute}` })
  }
  const documents = async (ids: string, query: string) => {
    const response = await running.call(`/data/history/production/documents/${ids}?${query}`)
    return ((await response.json()) as { documents: SanityDocument[] }).documents
  }
  return {
    ...running,
    documents,
    transactions: (ids: string, query = '') => transactions(running, ids, query),
  }
}

async function transactions(
  { call }: RunningLake,
  ids: string,
  query: string,
): Promise<HistoryTransaction[]> {
  const response = await call(`/data/history/production/transactions/${ids}?${query}`)
  expect(response.headers.get('content-type')).toBe('application/x-ndjson')
  const lines = (await response.text()).split('\n').filter((line) => line !== '')
  return lines.map((line) => JSON.parse(line) as HistoryTransaction)
}

const idsOf = (found: HistoryTransaction[]) => found.map(({ id }) => id)

describe('the transactions of documents', () => {
  it('contain their author, time, documents and mutations, oldest first', async () => {
    const { transactions } = await startWithHistory()
    const found = await transactions('a,drafts.a')
    expect(idsOf(found)).toEqual(['t1', 't2', 't3', 't4', 't5'])
    expect(found[1]).toEqual({
      id: 't2',
      timestamp: '2025-11-25T12:02:00.000000Z',
      author: 'author',
      documentIDs: ['drafts.a'],
      mutations: [{ patch: { id: 'drafts.a', set: { title: 'one' } } }],
    })
    expect(found[3]!.documentIDs.toSorted()).toEqual(['a', 'drafts.a'])
  })

  it('include those of the requested documents only', async () => {
    const { transactions } = await startWithHistory()
    expect(idsOf(await transactions('a'))).toEqual(['t4', 't5'])
    expect((await transactions('a'))[0]).toMatchObject({ documentIDs: ['a'] })
    expect(await transactions('nothing')).toEqual([])
  })

  it.each<[string, string[]]>([
    ['reverse=true', ['t5', 't4', 't3', 't2', 't1']],
    ['limit=2', ['t1', 't2']],
    ['reverse=true&limit=2', ['t5', 't4']],
    ['fromTransaction=t2&toTransaction=t4', ['t2', 't3', 't4']],
    ['fromTransaction=&toTransaction=t2', ['t1', 't2']],
    ['reverse=true&toTransaction=t3&limit=2', ['t3', 't2']],
  ])('can be paged: %s', async (query, expected) => {
    const { transactions } = await startWithHistory()
    expect(idsOf(await transactions('a,drafts.a', query))).toEqual(expected)
  })

  it.each(['1e400', '-1', '0', 'two'])('a limit of %s is refused', async (limit) => {
    const { call } = await startWithHistory()
    expect((await call(`/data/history/production/transactions/a?limit=${limit}`)).status).toBe(400)
  })

  it('contain effects that lead through every state, forwards and backwards', async () => {
    const { transactions, documents } = await startWithHistory()
    const found = await transactions('drafts.a', 'effectFormat=mendoza&excludeMutations=true')
    let current: unknown = null
    for (const { id, effects, mutations } of found) {
      expect(mutations).toBeUndefined()
      const { apply, revert } = effects!['drafts.a']!
      const before = current
      current = applyPatch(current, apply)
      const [document] = await documents('drafts.a', `revision=${id}`)
      expect(current).toEqual(document ? { ...document, _rev: undefined } : null)
      expect(applyPatch(current, revert)).toEqual(before)
    }
    expect(found).toHaveLength(4)
  })
})

describe('documents in the past', () => {
  it('are returned as they were after a transaction', async () => {
    const { documents } = await startWithHistory()
    expect(await documents('drafts.a', 'revision=t2')).toMatchObject([{ title: 'one', _rev: 't2' }])
    expect(await documents('a,drafts.a', 'revision=t3')).toMatchObject([{ _id: 'drafts.a', title: 'two' }])
    expect(await documents('a,drafts.a', 'revision=t4')).toMatchObject([
      { _id: 'a', title: 'two', _rev: 't4' },
    ])
    expect(await documents('a,drafts.a', 'revision=t5')).toEqual([])
    expect(await documents('a', 'revision=unknown')).toEqual([])
  })

  it('are returned after their deletion, too', async () => {
    const { documents } = await startWithHistory()
    expect(await documents('a,drafts.a,nothing', 'lastRevision=true')).toMatchObject([
      { _id: 'a', _rev: 't4' },
      { _id: 'drafts.a', _rev: 't3' },
    ])
  })

  it('need a revision in the request', async () => {
    const { call } = await startWithHistory()
    expect((await call('/data/history/production/documents/a')).status).toBe(400)
  })
})

it('history survives a restart', async () => {
  const first = await startWithHistory({ file: temporaryFile() })
  await first.stop()
  const again = await startLake({ file: first.file })
  expect(idsOf(await transactions(again, 'a,drafts.a', ''))).toEqual(['t1', 't2', 't3', 't4', 't5'])
})
