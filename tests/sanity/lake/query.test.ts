import { describe, expect, it } from 'vitest'
import { post, refusal, type RunningLake, startLake } from './support.ts'

/** Not in the order of ids. */
const notes: { _id: string; _type: string; [field: string]: unknown }[] = [
  { _id: 'c', _type: 'note', title: 'C' },
  { _id: 'drafts.a', _type: 'note', title: 'A, drafted' },
  { _id: 'a', _type: 'note', title: 'A', see: { _type: 'reference', _ref: 'c' } },
  { _id: 'drafts.c', _type: 'note', title: 'C, drafted' },
  { _id: 'drafts.b', _type: 'note', title: 'B, never published' },
]

async function startWithNotes(): Promise<RunningLake> {
  const running = await startLake()
  await running.client.mutate(notes.map((note) => ({ create: note })))
  return running
}

it.each([
  ['a query of thousands of terms', `${'1+'.repeat(6000)}1`],
  ['a deeply nested query', `${'['.repeat(3000)}${']'.repeat(3000)}`],
])('%s is refused as a bad request, not as a bug', async (_what, query) => {
  const { client, log } = await startLake()
  expect(await refusal(client.fetch(query))).toMatchObject({ status: 400 })
  expect(log).toEqual([])
})

it('a request for a source map gets a warning that there is none', async () => {
  const { call } = await startLake()
  const ask = async (more: string) =>
    (await call(`/data/query/production?query=1${more}`)).json() as Promise<{ warnings?: string[] }>
  for (const wanted of ['true', 'withKeyArraySelector'])
    expect((await ask(`&resultSourceMap=${wanted}`)).warnings?.join()).toContain(
      'resultSourceMap was ignored',
    )
  for (const more of ['', '&resultSourceMap=false']) expect(await ask(more)).not.toHaveProperty('warnings')
})

describe('perspectives', () => {
  const ids = (perspective: 'raw' | 'published' | 'drafts') => async () =>
    (await startWithNotes()).client.fetch('*[]._id', {}, { perspective })

  it('raw returns every document as stored, in the order of ids', async () => {
    expect(await ids('raw')()).toEqual(['a', 'c', 'drafts.a', 'drafts.b', 'drafts.c'])
  })

  it('published returns published documents, and no drafts', async () => {
    const { client } = await startWithNotes()
    const found = await client.fetch('*{_id, _originalId, title}', {}, { perspective: 'published' })
    expect(found).toEqual([
      { _id: 'a', _originalId: 'a', title: 'A' },
      { _id: 'c', _originalId: 'c', title: 'C' },
    ])
  })

  it('an id with a dot counts as published, unless it is a draft or a version', async () => {
    const { client } = await startLake()
    const ids = ['my.section', 'drafts.other', 'versions.release.other']
    await client.mutate(ids.map((_id) => ({ create: { _id, _type: 'note' } })))
    for (const perspective of ['published', 'drafts'] as const)
      expect(await client.fetch('*[]._id', {}, { perspective })).toContain('my.section')
    expect(await client.fetch('*[]._id', {}, { perspective: 'published' })).toEqual(['my.section'])
  })

  it('drafts returns drafts in place of published documents, under published ids', async () => {
    const { client } = await startWithNotes()
    const found = await client.fetch('*{_id, _originalId, title}', {}, { perspective: 'drafts' })
    expect(found).toEqual([
      { _id: 'a', _originalId: 'drafts.a', title: 'A, drafted' },
      { _id: 'b', _originalId: 'drafts.b', title: 'B, never published' },
      { _id: 'c', _originalId: 'drafts.c', title: 'C, drafted' },
    ])
  })

  it('references lead to the documents of the perspective', async () => {
    const { client } = await startWithNotes()
    await client.patch('drafts.a').set({ see: notes[2]!.see }).commit()
    const query = '*[_id == "a"][0].see->title'
    expect(await client.fetch(query, {}, { perspective: 'published' })).toBe('C')
    expect(await client.fetch(query, {}, { perspective: 'drafts' })).toBe('C, drafted')
  })

  it('a query without one returns published documents, and before API version 2025-02-19 all', async () => {
    const { clientWith } = await startWithNotes()
    const count = (apiVersion: string) =>
      clientWith({ apiVersion, perspective: undefined as never }).fetch('count(*)')
    expect(await count('2025-02-19')).toBe(2)
    expect(await count('2026-01-01')).toBe(2)
    expect(await count('X')).toBe(2)
    expect(await count('2021-06-07')).toBe(5)
    expect(await count('1')).toBe(5)
  })

  it('previewDrafts is an alias of drafts', async () => {
    const { call } = await startWithNotes()
    const response = await call('/data/query/production?query=count(*)&perspective=previewDrafts')
    expect(await response.json()).toMatchObject({ result: 3 })
  })

  it.each(['rASAP', 'raw,drafts'])('%s is refused: there are no releases here', async (perspective) => {
    const { call } = await startLake()
    const response = await call(`/data/query/production?query=*&perspective=${perspective}`)
    expect(await response.json()).toEqual({
      statusCode: 400,
      error: 'Bad Request',
      message: expect.stringContaining('perspective'),
    })
  })
})

describe('queries', () => {
  it('accept parameters in the URL or, when long, in the body', async () => {
    const { client } = await startWithNotes()
    const titles = (padding: string) =>
      client.fetch('*[title in $titles && $padding != ""].title', { titles: ['A', 'C'], padding })
    expect(await titles('short')).toEqual(['A', 'C'])
    expect(await titles('x'.repeat(20_000))).toEqual(['A', 'C'])
  })

  it('without a result return null', async () => {
    const { client } = await startLake()
    expect(await client.fetch('*[_id == "nothing"][0]', {}, { filterResponse: false })).toMatchObject({
      result: null,
    })
  })

  it('return their text, unless told not to', async () => {
    const { client } = await startLake()
    const told = await client.fetch('count(*)', {}, { filterResponse: false })
    expect(told).toMatchObject({ query: 'count(*)', result: 0, ms: expect.any(Number) })
    const untold = await client.fetch('count(*)', {}, { filterResponse: false, returnQuery: false })
    expect(untold).not.toHaveProperty('query')
  })

  it('include a write as soon as it is acknowledged', async () => {
    const { client } = await startLake()
    for (let count = 1; count <= 20; count += 1) {
      await client.create({ _type: 'note' })
      expect(await client.fetch('count(*)')).toBe(count)
    }
  })

  it('know the time, the user and the dataset', async () => {
    const { client } = await startLake({ clock: () => new Date('2025-11-25T12:00:00Z') })
    expect(await client.fetch('[now(), identity(), sanity::projectId(), sanity::dataset()]')).toEqual([
      '2025-11-25T12:00:00.000Z',
      'author',
      'manual',
      'production',
    ])
  })

  it('with a syntax error are refused with its position', async () => {
    const { client } = await startLake()
    const { status, message, body } = await refusal(client.fetch('*[_type == ]'))
    expect(status).toBe(400)
    expect(body).toEqual({
      error: {
        type: 'queryParseError',
        description: expect.any(String),
        query: '*[_type == ]',
        start: 10,
        end: 12,
      },
    })
    expect(message).toContain('*[_type == ]') // the client draws a frame around the position
  })

  it.each(['nonsense::function()', '*[text::query("a")]'])(
    'that cannot be run are refused: %s',
    async (query) => {
      const { client } = await startWithNotes()
      expect(await refusal(client.fetch(query))).toMatchObject({
        status: 400,
        body: { error: { type: 'queryParseError', query } },
      })
    },
  )

  it('with a malformed parameter or body are refused', async () => {
    const { call } = await startLake()
    const path = '/data/query/production'
    expect((await call(`${path}?query=*&$id=unquoted`)).status).toBe(400)
    expect((await call(path, { method: 'POST', body: '{' })).status).toBe(400)
    expect((await call(path, post({ params: {} }))).status).toBe(400)
  })
})

describe('documents by id', () => {
  it('are returned in the requested order, with null for missing ones', async () => {
    const { client } = await startWithNotes()
    expect(await client.getDocument('c')).toMatchObject({ _id: 'c', title: 'C' })
    expect(await client.getDocument('nothing')).toBeUndefined()
    const [draft, nothing, published] = await client.getDocuments(['drafts.a', 'nothing', 'a'])
    expect([draft?._id, nothing, published?._id]).toEqual(['drafts.a', null, 'a'])
  })

  it('are listed as omitted if they do not exist', async () => {
    const { call } = await startWithNotes()
    const response = await call('/data/doc/production/a,drafts.z')
    expect(await response.json()).toMatchObject({
      documents: [{ _id: 'a' }],
      omitted: [{ id: 'drafts.z', reason: 'existence' }],
    })
  })

  it('can be requested without content, to check whether they exist', async () => {
    const { call } = await startWithNotes()
    const response = await call('/data/doc/production/a,z?excludeContent=true')
    expect(await response.json()).toEqual({ documents: [], omitted: [{ id: 'z', reason: 'existence' }] })
  })

  it('have times in seconds, and the id of their last transaction as revision', async () => {
    const { client } = await startLake({ clock: () => new Date('2025-11-25T12:00:00.123Z') })
    await client.mutate([{ create: { _id: 'a', _type: 'note' } }], { transactionId: 'first' })
    expect(await client.getDocument('a')).toEqual({
      _id: 'a',
      _type: 'note',
      _rev: 'first',
      _createdAt: '2025-11-25T12:00:00Z',
      _updatedAt: '2025-11-25T12:00:00Z',
    })
  })
})

it('the reference check before a deletion reports none from other datasets', async () => {
  const { call } = await startLake()
  const path = '/data/references/production/documents/a/to?excludeInternalReferences=true&excludePaths=true'
  expect(await (await call(path)).json()).toEqual({ totalCount: 0, references: [] })
})
