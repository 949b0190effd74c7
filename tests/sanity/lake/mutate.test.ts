import { describe, expect, it } from 'vitest'
import { post, refusal, type RunningLake, startLake, writeRequest } from './support.ts'

/** The client's error for a transaction that was refused because of the item at this index. */
const mutationError = (index: number, error: object) => ({
  error: {
    type: 'mutationError',
    description: expect.stringMatching(/^The mutation\(s\) failed: /),
    items: [{ error: { description: expect.any(String), ...error }, index }],
  },
})

const stored = async ({ client }: RunningLake, id: string) => {
  const { _createdAt, _updatedAt, _rev, ...content } = (await client.getDocument(id)) ?? { missing: id }
  return content
}

const reference = (_ref: string, more: object = {}) => ({ _type: 'reference', _ref, ...more })

it.each(['заголовок', 'a\nevent: disconnect', 'a b', '', 'x'.repeat(129)])(
  'a transaction id %j is refused: ids are sent in headers and streams',
  async (transactionId) => {
    const { call } = await startLake()
    const body = { mutations: [{ create: { _type: 'note' } }], transactionId }
    expect((await call('/data/mutate/production', post(body))).status).toBe(400)
    const actions = [{ actionType: 'sanity.action.document.discard', draftId: 'drafts.a' }]
    expect((await call('/data/actions/production', post({ actions, transactionId }))).status).toBe(400)
  },
)

it('a query that does not select documents is refused', async () => {
  const { client } = await startLake()
  await client.create({ _id: 'a', _type: 'note', title: 'A' })
  const patch = { patch: { query: '*[_type == "note"]{title}', set: { title: 'B' } } }
  expect(await refusal(client.mutate([patch as never]))).toMatchObject({
    status: 400,
    body: mutationError(0, { description: expect.stringContaining('must select documents') }),
  })
})

describe('creating', () => {
  it('stores the document, and returns it', async () => {
    const { client } = await startLake()
    const created = await client.create({ _id: 'a', _type: 'note', title: 'A' })
    expect(created).toMatchObject({ _id: 'a', _type: 'note', title: 'A', _rev: expect.any(String) })
    expect(await client.getDocument('a')).toEqual(created)
  })

  it('generates an id where there is none, or only a prefix', async () => {
    const { client } = await startLake()
    const { _id } = await client.create({ _type: 'note' })
    expect(_id).toMatch(/^\w{22}$/)
    const draft = await client.create({ _id: 'drafts.', _type: 'note' })
    expect(draft._id).toMatch(/^drafts\.\w{22}$/)
  })

  it('a document that exists is a conflict', async () => {
    const { client } = await startLake()
    await client.create({ _id: 'a', _type: 'note' })
    expect(await refusal(client.create({ _id: 'a', _type: 'note' }))).toMatchObject({
      status: 409,
      body: mutationError(0, { type: 'documentAlreadyExistsError', id: 'a' }),
    })
  })

  it('if it does not exist leaves an existing document alone', async () => {
    const running = await startLake()
    await running.client.create({ _id: 'a', _type: 'note', title: 'first' })
    await running.client.createIfNotExists({ _id: 'a', _type: 'note', title: 'second' })
    await running.client.createIfNotExists({ _id: 'b', _type: 'note', title: 'third' })
    expect(await stored(running, 'a')).toMatchObject({ title: 'first' })
    expect(await stored(running, 'b')).toMatchObject({ title: 'third' })
  })

  it('or replacing replaces the document, and keeps its _createdAt', async () => {
    let now = new Date('2025-11-25T12:00:00Z')
    const { client } = await startLake({ clock: () => now })
    await client.create({ _id: 'a', _type: 'note', title: 'A', more: true })
    now = new Date('2025-11-26T12:00:00Z')
    const replaced = await client.createOrReplace({ _id: 'a', _type: 'remark', title: 'B' })
    expect(replaced).toEqual({
      _id: 'a',
      _type: 'remark',
      title: 'B',
      _rev: expect.any(String),
      _createdAt: '2025-11-25T12:00:00Z',
      _updatedAt: '2025-11-26T12:00:00Z',
    })
  })

  it('keeps a given _createdAt, as in an import', async () => {
    const { client } = await startLake()
    const _createdAt = '2020-01-01T00:00:00Z'
    expect(await client.create({ _type: 'note', _createdAt } as never)).toMatchObject({ _createdAt })
  })

  it.each(['#x', '-a', 'a..b', 'a.-b', 'x'.repeat(129)])('with the id %s is refused', async (_id) => {
    const { client } = await startLake()
    expect(await refusal(client.create({ _id, _type: 'note' }))).toMatchObject({
      status: 400,
      body: mutationError(0, {
        type: 'validationError',
        description: `Malformed document ID: "${_id}"`,
      }),
    })
  })

  it('needs a _type', async () => {
    const { call } = await startLake()
    const response = await call('/data/mutate/production', post({ mutations: [{ create: { _id: 'a' } }] }))
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject(mutationError(0, { type: 'validationError' }))
  })
})

describe('patching', () => {
  const before = {
    _id: 'a',
    _type: 'note',
    title: 'The quick fox',
    count: 5,
    items: [
      { _key: 'k1', text: 'one' },
      { _key: 'k2', text: 'two' },
    ],
    empty: [],
  }
  const patched = async (patch: object) => {
    const running = await startLake()
    await running.client.create(before)
    await running.client.mutate([{ patch: { id: 'a', ...patch } } as never])
    return stored(running, 'a')
  }
  const k = (number: number, text: string) => ({ _key: `k${number}`, text })

  it.each<[string, object, object]>([
    ['set', { set: { title: 'New', 'nested.deep': 1 } }, { title: 'New', nested: { deep: 1 } }],
    ['set by key', { set: { 'items[_key=="k2"].text': 'zwei' } }, { items: [k(1, 'one'), k(2, 'zwei')] }],
    [
      'setIfMissing',
      { setIfMissing: { title: 'No', other: 'Yes' } },
      { title: 'The quick fox', other: 'Yes' },
    ],
    ['unset', { unset: ['count'] }, { count: undefined }],
    ['unset by key', { unset: ['items[_key=="k1"]'] }, { items: [k(2, 'two')] }],
    ['unset of a missing field', { unset: ['nothing', 'items[_key=="k9"]'] }, {}],
    ['inc', { inc: { count: 2 } }, { count: 7 }],
    ['dec', { dec: { count: 2 } }, { count: 3 }],
    [
      'diffMatchPatch',
      { diffMatchPatch: { title: '@@ -1,13 +1,14 @@\n The \n-quick\n+slower\n  fox\n' } },
      { title: 'The slower fox' },
    ],
    [
      'diffMatchPatch by key',
      { diffMatchPatch: { 'items[_key=="k1"].text': '@@ -1,3 +1,4 @@\n one\n+!\n' } },
      { items: [k(1, 'one!'), k(2, 'two')] },
    ],
    [
      'insert before',
      { insert: { before: 'items[0]', items: [k(0, 'zero')] } },
      { items: [k(0, 'zero'), k(1, 'one'), k(2, 'two')] },
    ],
    [
      'insert after a key',
      { insert: { after: 'items[_key=="k1"]', items: [k(3, 'three')] } },
      { items: [k(1, 'one'), k(3, 'three'), k(2, 'two')] },
    ],
    [
      'insert at the end',
      { insert: { after: 'items[-1]', items: [k(3, 'three')] } },
      { items: [k(1, 'one'), k(2, 'two'), k(3, 'three')] },
    ],
    ['insert into an empty list', { insert: { after: 'empty[-1]', items: [1] } }, { empty: [1] }],
    [
      'insert replace',
      { insert: { replace: 'items[_key=="k1"]', items: [k(3, 'three')] } },
      { items: [k(3, 'three'), k(2, 'two')] },
    ],
    [
      'all at once, in a fixed order',
      { inc: { fresh: 1 }, set: { title: 'x' }, setIfMissing: { fresh: 1 }, unset: ['items'] },
      { fresh: 2, title: 'x', items: undefined },
    ],
  ])('%s', async (_name, patch, change) => {
    expect(await patched(patch)).toEqual({ ...before, ...change })
  })

  it('appends to a list that setIfMissing has just created, as the Studio does', async () => {
    const running = await startLake()
    await running.client.create({ _id: 'a', _type: 'note' })
    await running.client.patch('a').setIfMissing({ tags: [] }).append('tags', ['x']).commit()
    expect(await stored(running, 'a')).toMatchObject({ tags: ['x'] })
  })

  it('a document that does not exist is not found', async () => {
    const { client } = await startLake()
    expect(await refusal(client.patch('nothing').set({ title: 'x' }).commit())).toMatchObject({
      status: 404,
      body: mutationError(0, {
        type: 'documentNotFoundError',
        description: 'The document with the ID "nothing" was not found',
        id: 'nothing',
      }),
    })
  })

  it('with a revision id succeeds at that revision only', async () => {
    const running = await startLake()
    const { _rev } = await running.client.create({ _id: 'a', _type: 'note' })
    await running.client.patch('a').ifRevisionId(_rev).set({ title: 'in time' }).commit()
    const late = running.client.patch('a').ifRevisionId(_rev).set({ title: 'too late' }).commit()
    expect(await refusal(late)).toMatchObject({
      status: 409,
      body: mutationError(0, {
        type: 'documentRevisionIDDoesNotMatchError',
        expectedRevisionID: _rev,
        currentRevisionID: expect.any(String),
      }),
    })
    expect(await stored(running, 'a')).toMatchObject({ title: 'in time' })
  })

  it('without effect leaves the revision as it is', async () => {
    const { client } = await startLake()
    const created = await client.create({ _id: 'a', _type: 'note', title: 'A' })
    const { results } = await client.mutate([{ patch: { id: 'a', set: { title: 'A' } } }], {
      returnDocuments: false,
    })
    expect(results).toEqual([{ id: 'a', operation: 'none' }])
    expect(await client.getDocument('a')).toEqual(created)
  })

  it.each<[string, object]>([
    ['a number is added to text', { inc: { title: 1 } }],
    ['a number is added to nothing', { inc: { nothing: 1 } }],
    ['a text patch is applied to a number', { diffMatchPatch: { count: '@@ -1 +1 @@\n-5\n+6\n' } }],
    ['the id is changed', { set: { _id: 'b' } }],
    ['the type is changed', { set: { _type: 'remark' } }],
    ['a path is malformed', { set: { 'items[[': 1 } }],
    ['a text patch is malformed', { diffMatchPatch: { title: 'nonsense' } }],
    ['an operation is unknown', { merge: { title: 'x' } }],
  ])('is refused where %s', async (_name, patch) => {
    const running = await startLake()
    await running.client.create(before)
    const refused = await refusal(running.client.mutate([{ patch: { id: 'a', ...patch } } as never]))
    expect([400, 409]).toContain(refused.status)
    expect(refused.body).toMatchObject(mutationError(0, {}))
    expect(await stored(running, 'a')).toEqual(before)
  })
})

describe('deleting', () => {
  it('removes the document, and succeeds again when repeated', async () => {
    const { client } = await startLake()
    await client.create({ _id: 'a', _type: 'note' })
    const options = { returnDocuments: false } as const
    expect((await client.delete('a', options)).results).toEqual([{ id: 'a', operation: 'delete' }])
    expect((await client.delete('a', options)).results).toEqual([{ id: 'a', operation: 'none' }])
    expect(await client.getDocument('a')).toBeUndefined()
  })
})

describe('by query', () => {
  it('patches and deletes the selected documents, including drafts', async () => {
    const { client } = await startLake()
    for (const _id of ['a', 'drafts.a', 'b']) await client.create({ _id, _type: 'note', done: _id === 'b' })
    await client
      .patch({ query: '*[done == $done]', params: { done: false } })
      .set({ seen: true })
      .commit()
    expect(await client.fetch('*[seen == true]._id')).toEqual(['a', 'drafts.a'])
    await client.delete({ query: '*[_type == "note" && seen]' })
    expect(await client.fetch('*._id')).toEqual(['b'])
    await client.patch(['b', 'none']).set({ last: true }).commit()
    expect(await client.fetch('*[last]._id')).toEqual(['b'])
  })

  it('selects among the documents as they are at that point of the transaction', async () => {
    const { client } = await startLake()
    await client.create({ _id: 'old', _type: 'secret' })
    await client.mutate([
      { createOrReplace: { _id: 'drafts.new', _type: 'secret' } },
      { patch: { id: 'drafts.new', set: { used: true } } },
      { delete: { query: '*[_type == "secret" && !defined(used)]' } },
    ])
    expect(await client.fetch('*._id')).toEqual(['drafts.new'])
  })

  it('with a syntax error is refused like a query', async () => {
    const { client } = await startLake()
    expect(await refusal(client.delete({ query: '*[' }))).toMatchObject({
      status: 400,
      body: { error: { type: 'queryParseError' } },
    })
  })

  it('or by id: one of the two is required', async () => {
    const { call } = await startLake()
    const response = await call('/data/mutate/production', post({ mutations: [{ delete: {} }] }))
    expect(response.status).toBe(400)
  })
})

describe('generated keys', () => {
  it('are added to every object in an array that has none, at any depth', async () => {
    const running = await startLake()
    const { client } = running
    const items = [
      { text: 'a', marks: [{ name: 'b' }, 'c'] },
      { _key: 'mine', text: 'd' },
    ]
    await client.create({ _id: 'a', _type: 'note', items }, { autoGenerateArrayKeys: true })
    const _key = expect.stringMatching(/\w+/)
    const keyed = [
      { _key, text: 'a', marks: [{ _key, name: 'b' }, 'c'] },
      { _key: 'mine', text: 'd' },
    ]
    expect(await stored(running, 'a')).toMatchObject({ items: keyed })
    await client
      .patch('a')
      .append('items', [{ text: 'e' }])
      .commit({ autoGenerateArrayKeys: true })
    expect(await stored(running, 'a')).toMatchObject({ items: [...keyed, { _key, text: 'e' }] })
    const keys = await client.fetch<string[]>('*[0].items[]._key')
    expect(new Set(keys).size).toBe(3)
  })

  it('are not added unless requested', async () => {
    const running = await startLake()
    await running.client.create({ _id: 'a', _type: 'note', items: [{ text: 'a' }] })
    expect(await stored(running, 'a')).toMatchObject({ items: [{ text: 'a' }] })
  })
})

describe('a transaction', () => {
  it('takes effect completely or not at all', async () => {
    const { client } = await startLake()
    await client.create({ _id: 'a', _type: 'note', title: 'before' })
    const transaction = client
      .transaction()
      .create({ _id: 'b', _type: 'note' })
      .patch('a', { set: { title: 'after' } })
      .patch('nothing', { set: { title: 'x' } })
    expect(await refusal(transaction.commit())).toMatchObject({
      status: 404,
      body: mutationError(2, { type: 'documentNotFoundError' }),
    })
    expect(await client.fetch('*{_id, title}')).toEqual([{ _id: 'a', title: 'before' }])
  })

  it('returns one result per mutation, in order', async () => {
    const { client } = await startLake()
    await client.create({ _id: 'a', _type: 'note' })
    const result = await client.mutate(
      [
        { create: { _id: 'b', _type: 'note' } },
        { patch: { id: 'a', set: { title: 'A' } } },
        { createIfNotExists: { _id: 'a', _type: 'note' } },
        { delete: { id: 'b' } },
      ],
      { returnDocuments: false, transactionId: 'mine' },
    )
    expect(result).toEqual({
      transactionId: 'mine',
      documentIds: ['b', 'a', 'a', 'b'],
      results: [
        { id: 'b', operation: 'create' },
        { id: 'a', operation: 'update' },
        { id: 'a', operation: 'none' },
        { id: 'b', operation: 'delete' },
      ],
    })
  })

  it('gives its id to the changed documents, and cannot be repeated', async () => {
    const { client } = await startLake()
    const create = (_id: string) =>
      client.mutate([{ create: { _id, _type: 'note' } }], { transactionId: 'once' })
    await create('a')
    expect(await client.getDocument('a')).toMatchObject({ _rev: 'once' })
    expect(await refusal(create('b'))).toMatchObject({
      status: 409,
      body: { error: { type: 'transactionAlreadyExistsError' } },
    })
    expect(await client.getDocument('b')).toBeUndefined()
  })

  it('in a dry run returns what it would have done', async () => {
    const { client } = await startLake()
    const created = await client.create({ _id: 'a', _type: 'note', title: 'A' }, { dryRun: true })
    expect(created).toMatchObject({ _id: 'a', title: 'A' })
    expect(await client.fetch('count(*)')).toBe(0)
    expect(await refusal(client.patch('a').set({ x: 1 }).commit({ dryRun: true }))).toMatchObject({
      status: 404,
    })
  })

  it('waits for the one before it, so that no increment is lost', async () => {
    const running = await startLake()
    await running.client.create({ _id: 'a', _type: 'note', count: 0 })
    // Passed directly to the lake, since a network would put them in sequence.
    const increments = Array.from({ length: 30 }, () =>
      running.lake.fetch(writeRequest({ patch: { query: '*[_id == "a"]', inc: { count: 1 } } })),
    )
    for (const { status } of await Promise.all(increments)) expect(status).toBe(200)
    expect(await stored(running, 'a')).toMatchObject({ count: 30 })
  })

  it('may be large, up to a limit', async () => {
    const { client, call } = await startLake()
    await client.create({ _id: 'a', _type: 'note', text: 'x'.repeat(2_000_000) })
    expect(await client.fetch('length(*[0].text)')).toBe(2_000_000)
    const response = await call('/data/mutate/production', { method: 'POST', body: 'x'.repeat(10_000_001) })
    expect(response.status).toBe(413)
  })

  it.each(['{', '{}', '{"mutations": {}}', '{"mutations": [], "transactionId": 7}', '[]'])(
    'that is malformed is refused: %s',
    async (body) => {
      const { call } = await startLake()
      const response = await call('/data/mutate/production', { method: 'POST', body })
      expect(response.status).toBe(400)
      expect(await response.json()).toMatchObject({ statusCode: 400, error: 'Bad Request' })
    },
  )
})

describe('references', () => {
  it('must lead to existing documents', async () => {
    const { client } = await startLake()
    const broken = client.create({ _id: 'a', _type: 'note', list: [{ to: reference('b') }] })
    expect(await refusal(broken)).toMatchObject({
      status: 409,
      body: mutationError(0, {
        type: 'documentReferenceDoesNotExistError',
        description: 'Document "a" references non-existent document "b"',
        id: 'a',
        referenceID: 'b',
      }),
    })
  })

  it('keep their target from being deleted, even from a draft', async () => {
    const { client } = await startLake()
    await client.create({ _id: 'b', _type: 'note' })
    await client.create({ _id: 'drafts.a', _type: 'note', to: reference('b') })
    expect(await refusal(client.delete('b'))).toMatchObject({
      status: 409,
      body: mutationError(0, {
        type: 'documentHasExistingReferencesError',
        description: 'Document "b" cannot be deleted as there are references to it from "drafts.a"',
        id: 'b',
        referencingIDs: ['drafts.a'],
      }),
    })
  })

  it('are checked at the end of the transaction, whatever its order', async () => {
    const { client } = await startLake()
    await client.mutate([
      { create: { _id: 'a', _type: 'note', to: reference('b') } },
      { create: { _id: 'b', _type: 'note', to: reference('a') } },
    ])
    await client.mutate([{ delete: { id: 'a' } }, { delete: { id: 'b' } }])
    expect(await client.fetch('count(*)')).toBe(0)
  })

  it('that are weak, or lead to another dataset, are not checked', async () => {
    const { client } = await startLake()
    const to = [reference('b', { _weak: true }), reference('c', { _dataset: 'other' })]
    await client.create({ _id: 'a', _type: 'note', to })
    await client.create({ _id: 'b', _type: 'note' })
    await client.delete('b')
    expect(await client.fetch('*._id')).toEqual(['a'])
  })
})
