import type { Action } from '@sanity/client'
import { describe, expect, it } from 'vitest'
import { action, post, refusal, startLake } from './support.ts'

const actionError = (index: number, error: object) => ({
  error: {
    type: 'actionError',
    description: expect.stringMatching(/^The action\(s\) failed: /),
    items: [{ error: { description: expect.any(String), ...error }, index }],
  },
})

const pair = { draftId: 'drafts.a', publishedId: 'a' }
const edit = (patch: object) => ({ actionType: action('edit'), ...pair, patch }) as Action
const publish = (guards: object = {}) => ({ actionType: action('publish'), ...pair, ...guards }) as Action

async function start(documents: { _id: string; [field: string]: unknown }[] = []) {
  const running = await startLake()
  const created = documents.map((document) => ({ create: { _type: 'note', ...document } }))
  if (documents.length > 0) await running.client.mutate(created)
  const { client } = running
  return {
    ...running,
    /** Runs actions, including some for which the client has no types. */
    act: (...actions: object[]) => client.action(actions as Action[]),
    contents: () => client.fetch<object[]>('*{..., "_createdAt": null, "_updatedAt": null, "_rev": null}'),
    titles: async () => {
      const documents = await client.fetch<{ _id: string; title: string }[]>('*{_id, title}')
      return Object.fromEntries(documents.map(({ _id, title }) => [_id, title]))
    },
  }
}

describe('create', () => {
  const create = (more: object = {}) => ({
    actionType: action('create'),
    publishedId: 'a',
    attributes: { _id: 'drafts.a', _type: 'note', title: 'new' },
    ifExists: 'fail',
    ...more,
  })

  it('creates a draft', async () => {
    const { act, titles } = await start()
    const { transactionId } = await act(create())
    expect(transactionId).toMatch(/^\w{22}$/)
    expect(await titles()).toEqual({ 'drafts.a': 'new' })
  })

  it('fails if the draft exists, or ignores it, depending on ifExists', async () => {
    const { act, titles } = await start([{ _id: 'drafts.a', title: 'old' }])
    expect(await refusal(act(create()))).toMatchObject({
      status: 409,
      body: actionError(0, { type: 'documentAlreadyExistsError', id: 'drafts.a' }),
    })
    await act(create({ ifExists: 'ignore' }))
    expect(await titles()).toEqual({ 'drafts.a': 'old' })
  })

  it('creates only the draft of its own document', async () => {
    const { act } = await start()
    for (const _id of ['a', 'drafts.b', 'versions.r.a']) {
      const attributes = { _id, _type: 'note' }
      expect(await refusal(act(create({ attributes })))).toMatchObject({
        status: 400,
        body: actionError(0, { type: 'validationError' }),
      })
    }
  })
})

describe('edit', () => {
  it('compares ifRevisionID with the published revision when there is no draft', async () => {
    const { act, client, titles } = await start([{ _id: 'a', title: 'published' }])
    expect(await refusal(act(edit({ ifRevisionID: 'older', set: { title: 'late' } })))).toMatchObject({
      status: 409,
    })
    const { _rev } = (await client.getDocument('a')) as { _rev: string }
    await act(edit({ ifRevisionID: _rev, set: { title: 'edited' } }))
    expect(await titles()).toEqual({ a: 'published', 'drafts.a': 'edited' })
  })

  it('patches the draft', async () => {
    const { act, titles } = await start([
      { _id: 'a', title: 'published' },
      { _id: 'drafts.a', title: 'draft' },
    ])
    await act(edit({ set: { title: 'edited' } }))
    expect(await titles()).toEqual({ a: 'published', 'drafts.a': 'edited' })
  })

  it('creates a draft from the published document, with its _createdAt', async () => {
    const { act, client } = await start([
      { _id: 'a', title: 'published', more: [1], _createdAt: '2020-01-01T00:00:00Z' },
    ])
    await act(edit({ unset: ['_empty_action_guard_pseudo_field_'] }), edit({ set: { title: 'edited' } }))
    expect(await client.getDocument('drafts.a')).toMatchObject({
      title: 'edited',
      more: [1],
      _createdAt: '2020-01-01T00:00:00Z',
    })
    expect(await client.getDocument('a')).toMatchObject({ title: 'published' })
  })

  it('changes the revision even if nothing else changes: the Studio waits for it', async () => {
    const { client } = await start([{ _id: 'drafts.a', title: 'draft' }])
    const nothing = edit({ unset: ['_empty_action_guard_pseudo_field_'] })
    const { transactionId } = await client.action(nothing, { transactionId: 'guard' })
    expect(transactionId).toBe('guard')
    expect(await client.getDocument('drafts.a')).toMatchObject({ _rev: 'guard', title: 'draft' })
  })

  it('accepts text patches, keys and revisions, as the Studio sends them', async () => {
    const { act, client } = await start([
      { _id: 'drafts.a', title: 'A title', items: [{ _key: 'x', text: 'one' }, { _key: 'y' }] },
    ])
    const revision = (await client.getDocument('drafts.a'))?._rev
    await act(
      edit({ ifRevisionID: revision, diffMatchPatch: { title: '@@ -1,7 +1,11 @@\n A \n+new \n title\n' } }),
      edit({ diffMatchPatch: { 'items[_key=="x"].text': '@@ -1,3 +1,4 @@\n one\n+!\n' } }),
      edit({ insert: { before: 'items[_key=="y"]', items: [{ _key: 'z' }] } }),
      edit({ unset: ['items[_key=="y"]'] }),
    )
    expect(await client.getDocument('drafts.a')).toMatchObject({
      title: 'A new title',
      items: [{ _key: 'x', text: 'one!' }, { _key: 'z' }],
    })
    expect(await refusal(act(edit({ ifRevisionID: revision, set: { title: 'late' } })))).toMatchObject({
      status: 409,
      body: actionError(0, { type: 'documentRevisionIDDoesNotMatchError', expectedRevisionID: revision }),
    })
  })

  it('of a document that does not exist is not found', async () => {
    const { act } = await start()
    expect(await refusal(act(edit({ set: { title: 'x' } })))).toMatchObject({
      status: 404,
      body: actionError(0, { type: 'documentNotFoundError', id: 'a' }),
    })
  })
})

describe('publish', () => {
  it('replaces the published document by the draft, and deletes the draft', async () => {
    const { act, client, contents } = await start([
      { _id: 'a', title: 'old', gone: true, _createdAt: '2020-01-01T00:00:00Z' },
      { _id: 'drafts.a', title: 'new' },
    ])
    const { transactionId } = await act(publish())
    expect(await contents()).toMatchObject([{ _id: 'a', title: 'new' }])
    const published = await client.getDocument('a')
    expect(published).toMatchObject({ _rev: transactionId, _createdAt: '2020-01-01T00:00:00Z' })
    expect(published).not.toHaveProperty('gone')
  })

  it('works for a document that was never published', async () => {
    const { act, titles } = await start([{ _id: 'drafts.a', title: 'new' }])
    await act(publish())
    expect(await titles()).toEqual({ a: 'new' })
  })

  it('with revision ids succeeds at those revisions only', async () => {
    const { client, act, titles } = await start([
      { _id: 'a', title: 'old' },
      { _id: 'drafts.a', title: 'new' },
    ])
    const rev = (await client.getDocument('a'))!._rev
    for (const guard of [{ ifDraftRevisionId: 'other' }, { ifPublishedRevisionId: 'other' }]) {
      expect(await refusal(act(publish(guard)))).toMatchObject({
        status: 409,
        body: actionError(0, {
          type: 'documentRevisionIDDoesNotMatchError',
          currentRevisionID: rev,
          expectedRevisionID: 'other',
        }),
      })
    }
    expect(await titles()).toEqual({ a: 'old', 'drafts.a': 'new' })
    await act(publish({ ifDraftRevisionId: rev, ifPublishedRevisionId: rev }))
    expect(await titles()).toEqual({ a: 'new' })
  })

  it('with a published revision id fails if nothing is published', async () => {
    const { act } = await start([{ _id: 'drafts.a' }])
    expect(await refusal(act(publish({ ifPublishedRevisionId: 'deleted meanwhile' })))).toMatchObject({
      status: 409,
    })
  })

  it('without a draft is not found', async () => {
    const { act } = await start([{ _id: 'a' }])
    expect(await refusal(act(publish()))).toMatchObject({
      status: 404,
      body: actionError(0, { type: 'documentNotFoundError', id: 'drafts.a' }),
    })
  })

  it('makes references strong that were weak while their target was a draft', async () => {
    const reference = { _type: 'reference', _ref: 'b', _weak: true }
    const { act, client } = await start([
      { _id: 'b' },
      {
        _id: 'drafts.a',
        list: [{ _key: 'k', ...reference, _strengthenOnPublish: { type: 'note' } }],
        stays: { ...reference, _strengthenOnPublish: { type: 'note', weak: true } },
        own: reference,
      },
    ])
    await act(publish())
    expect(await client.getDocument('a')).toMatchObject({
      list: [{ _key: 'k', _type: 'reference', _ref: 'b' }],
      stays: reference,
      own: reference,
    })
    const published = JSON.stringify(await client.getDocument('a'))
    expect(published).not.toContain('_strengthenOnPublish')
    expect(await client.fetch('*[_id == "a"][0].list[0]._weak')).toBeNull()
    expect(await refusal(client.delete('b'))).toMatchObject({ status: 409 })
  })

  it('of a reference to an unpublished document is refused', async () => {
    const { act, titles } = await start([
      { _id: 'drafts.b' },
      { _id: 'drafts.a', to: { _ref: 'b', _weak: true, _strengthenOnPublish: { type: 'note' } } },
    ])
    expect(await refusal(act(publish()))).toMatchObject({
      status: 409,
      body: actionError(0, { type: 'documentReferenceDoesNotExistError', id: 'a', referenceID: 'b' }),
    })
    expect(Object.keys(await titles())).toEqual(['drafts.a', 'drafts.b'])
  })
})

describe('unpublish', () => {
  const unpublish = { actionType: action('unpublish'), ...pair }

  it('turns the published document into a draft', async () => {
    const { act, titles } = await start([{ _id: 'a', title: 'published' }])
    await act(unpublish)
    expect(await titles()).toEqual({ 'drafts.a': 'published' })
  })

  it('keeps an existing draft', async () => {
    const { act, titles } = await start([
      { _id: 'a', title: 'published' },
      { _id: 'drafts.a', title: 'draft' },
    ])
    await act(unpublish)
    expect(await titles()).toEqual({ 'drafts.a': 'draft' })
  })

  it('is refused while another document refers to it', async () => {
    const { act } = await start([{ _id: 'a' }, { _id: 'b', to: { _ref: 'a' } }])
    expect(await refusal(act(unpublish))).toMatchObject({
      status: 409,
      body: actionError(0, { type: 'documentHasExistingReferencesError', referencingIDs: ['b'] }),
    })
  })

  it('of a document that is not published is not found', async () => {
    const { act } = await start([{ _id: 'drafts.a' }])
    expect(await refusal(act(unpublish))).toMatchObject({ status: 404 })
  })
})

describe.each([
  ['version.discard', 'versionId'],
  ['discard', 'draftId'],
])('%s', (name, field) => {
  const discard = (id: string) => ({ actionType: action(name), [field]: id })

  it('deletes the draft', async () => {
    const { act, titles } = await start([
      { _id: 'a', title: 'published' },
      { _id: 'drafts.a', title: 'draft' },
    ])
    await act({ ...discard('drafts.a'), purge: false })
    expect(await titles()).toEqual({ a: 'published' })
  })

  it('deletes nothing but drafts', async () => {
    const { act, titles } = await start([{ _id: 'a', title: 'published' }])
    expect(await refusal(act(discard('a')))).toMatchObject({ status: 400 })
    expect(await refusal(act(discard('drafts.a')))).toMatchObject({ status: 404 })
    expect(await titles()).toEqual({ a: 'published' })
  })
})

describe('replaceDraft', () => {
  const replace = (attributes: object) => ({
    actionType: action('replaceDraft'),
    publishedId: 'a',
    attributes: { _type: 'note', ...attributes },
  })

  it('replaces the draft by an older state, for a restore', async () => {
    const { act, titles } = await start([{ _id: 'drafts.a', title: 'newer' }])
    await act(replace({ _id: 'drafts.a', title: 'older' }))
    expect(await titles()).toEqual({ 'drafts.a': 'older' })
  })

  it('replaces only drafts', async () => {
    const { act } = await start([{ _id: 'a', title: 'published' }])
    expect(await refusal(act(replace({ _id: 'a' })))).toMatchObject({ status: 400 })
  })
})

describe('delete', () => {
  const remove = (...includeDrafts: string[]) => ({
    actionType: action('delete'),
    publishedId: 'a',
    includeDrafts,
  })

  it('deletes the published document and the named draft', async () => {
    const { act, titles } = await start([{ _id: 'a' }, { _id: 'drafts.a' }, { _id: 'b' }])
    await act(remove('drafts.a'))
    expect(Object.keys(await titles())).toEqual(['b'])
  })

  it('is refused when there is a draft that it does not name', async () => {
    const { act, titles } = await start([{ _id: 'a' }, { _id: 'drafts.a' }])
    expect(await refusal(act(remove()))).toMatchObject({ status: 400 })
    expect(await refusal(act(remove('drafts.b')))).toMatchObject({ status: 400 })
    expect(Object.keys(await titles())).toEqual(['a', 'drafts.a'])
  })

  it('of a document that does not exist is not found', async () => {
    const { act } = await start()
    expect(await refusal(act(remove()))).toMatchObject({ status: 404 })
  })

  it('is refused while another document refers to it', async () => {
    const { act } = await start([{ _id: 'a' }, { _id: 'drafts.b', to: { _ref: 'a' } }])
    expect(await refusal(act(remove()))).toMatchObject({
      status: 409,
      body: actionError(0, { type: 'documentHasExistingReferencesError' }),
    })
  })
})

describe('several actions', () => {
  it('are one transaction, whose id becomes the revision of all changed documents', async () => {
    const { client } = await start([{ _id: 'drafts.a', title: 'a' }, { _id: 'drafts.b' }])
    const discardB = { actionType: action('version.discard'), versionId: 'drafts.b' } as Action
    await client.action([edit({ set: { title: 'x' } }), publish(), discardB], { transactionId: 'mine' })
    expect(await client.fetch('*{_id, _rev, title}')).toEqual([{ _id: 'a', _rev: 'mine', title: 'x' }])
  })

  it('all take effect, or none', async () => {
    const { act, titles } = await start([{ _id: 'drafts.a', title: 'before' }])
    const unpublishB = { actionType: action('unpublish'), draftId: 'drafts.b', publishedId: 'b' }
    expect(await refusal(act(edit({ set: { title: 'x' } }), publish(), unpublishB))).toMatchObject({
      status: 404,
      body: actionError(2, { type: 'documentNotFoundError', id: 'b' }),
    })
    expect(await titles()).toEqual({ 'drafts.a': 'before' })
  })

  it('in a dry run change nothing, and fail as they would otherwise', async () => {
    const { client, titles } = await start([{ _id: 'drafts.a', title: 'draft' }])
    const options = { dryRun: true }
    expect(await client.action(publish(), options)).toEqual({ transactionId: expect.any(String) })
    expect(await refusal(client.action(publish({ ifDraftRevisionId: 'x' }), options))).toMatchObject({
      status: 409,
    })
    expect(await titles()).toEqual({ 'drafts.a': 'draft' })
  })

  it('with a used transaction id are refused as already done', async () => {
    const { client } = await start([{ _id: 'drafts.a' }])
    await client.action(edit({ set: { title: 'x' } }), { transactionId: 'mine' })
    expect(await refusal(client.action(publish(), { transactionId: 'mine' }))).toMatchObject({
      status: 409,
      body: { error: { type: 'transactionAlreadyExistsError' } },
    })
  })
})

describe('an action that this lake does not have', () => {
  it.each(['release.create', 'document.version.create', 'document.variant.create', 'nonsense'])(
    '%s is refused with a message',
    async (name) => {
      const { act } = await start()
      expect(await refusal(act({ actionType: `sanity.action.${name}` }))).toMatchObject({
        status: 400,
        body: actionError(0, {
          type: 'validationError',
          description: `This lake has no action "sanity.action.${name}"`,
        }),
      })
    },
  )

  it('a known action without a required field is refused, naming the field', async () => {
    const { act } = await start()
    expect(await refusal(act({ actionType: action('publish'), draftId: 'drafts.a' }))).toMatchObject({
      status: 400,
      message: expect.stringContaining('publishedId'),
    })
  })

  it.each([{}, { actions: [] }, { actions: [{}] }, 'x'])(
    'a body without valid actions is refused: %j',
    async (body) => {
      const { call } = await start()
      expect((await call('/data/actions/production', post(body))).status).toBe(400)
    },
  )
})
