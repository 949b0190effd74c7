/**
 * The parts of Sanity's API that the site, the Studio's actions and the commands rely on. Always tested with
 * the embedded Content Lake. With the variables that `npm run test:hosted` names, also tested with a Sanity
 * project; there, only documents made by these tests are changed.
 */
import { randomUUID } from 'node:crypto'
import { ClientError, type SanityClient } from '@sanity/client'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { ContentChange } from '#sanity/content/answer.ts'
import { listenToContent } from '#sanity/content/listener.ts'
import { manualQuery } from '#sanity/content/queries.ts'
import { readerBy } from '#sanity/editions/connection.ts'
import { readMoment } from '#sanity/editions/record.ts'
import { lastStateOf } from '#sanity/preview/last-state.ts'
import { publishedBefore } from '#sanity/studio/actions/restore-published.ts'
import { missingVariables } from '#scripts/harness/hosted-project.ts'
import { embeddedApi, hostedApi, type Api } from './apis.ts'

const missing = missingVariables().map(({ name }) => name)

describe('the embedded Content Lake', () => {
  contract(embeddedApi)
})
describe.skipIf(missing.length > 0)(
  `hosted Sanity${missing.map((name) => `, ${name} not set`).join('')}`,
  () => {
    contract(hostedApi)
  },
)

/** A kind of section, which the site's listener follows. No manual lists these documents. */
const _type = 'proseSection'

function contract(connect: () => Promise<Api>) {
  let api: Api
  let made: string[] = []
  beforeAll(async () => {
    api = await connect()
  })
  afterAll(() => api[Symbol.asyncDispose]())
  afterEach(async () => {
    // Drafts first, and referring documents before the documents they refer to.
    const drafts = made.map((id) => `drafts.${id}`)
    await api.author.mutate([...drafts, ...made.toReversed()].map((id) => ({ delete: { id } })))
    made = []
  })

  /** An id that no other run uses. The document is deleted after the test. */
  const newId = (prefix = 'contract-') => {
    const id = `${prefix}${randomUUID()}`
    made.push(id)
    return id
  }
  const titles = (client: SanityClient, ids: string[], perspective: 'raw' | 'published' | 'drafts') =>
    client.fetch<string[]>('*[_id in $ids] | order(title).title', { ids }, { perspective })
  const publishing = (id: string) => ({
    actionType: 'sanity.action.document.publish' as const,
    draftId: `drafts.${id}`,
    publishedId: id,
  })

  it('returns published documents, drafts in their place, or both, depending on the perspective', async () => {
    const id = newId()
    await api.author.create({ _id: id, _type, title: 'Published' })
    await api.author.create({ _id: `drafts.${id}`, _type, title: 'Draft' })
    const ids = [id, `drafts.${id}`]
    expect(await titles(api.reader, ids, 'published')).toEqual(['Published'])
    expect(await titles(api.reader, ids, 'drafts')).toEqual(['Draft'])
    expect(await titles(api.reader, ids, 'raw')).toEqual(['Draft', 'Published'])
  })

  it("answers the page's query, even if there is no manual", async () => {
    const answer = await api.reader.fetch<unknown>(manualQuery, {}, { perspective: 'published' })
    expect(answer === null || (answer as { _type: string })._type).toBe(answer === null || 'manual')
  })

  it('answers a query that is too long for a URL', async () => {
    const ids = Array.from({ length: 1000 }, () => `contract-${randomUUID()}`)
    expect(await api.reader.fetch('count(*[_id in $ids])', { ids })).toBe(0)
  })

  it('lets the read token read drafts, but not write', async () => {
    const id = newId()
    expect(await statusOf(api.reader.create({ _id: id, _type }))).toBe(403)
    await api.author.create({ _id: `drafts.${id}`, _type })
    expect(await statusOf(api.reader.delete(`drafts.${id}`))).toBe(403)
    expect(await statusOf(api.reader.action(publishing(id)))).toBe(403)
    expect(await api.reader.getDocument(`drafts.${id}`)).toMatchObject({ _type })
  })

  it('returns no drafts, and no documents with a dot in their id, without a token', async () => {
    const [id, dotted] = [newId(), newId('contract.')]
    await api.author.create({ _id: `drafts.${id}`, _type })
    await api.author.create({ _id: dotted, _type })
    const seen = api.nobody.fetch<unknown[]>('*[_id in $ids]', { ids: [`drafts.${id}`, dotted] })
    // A public dataset returns public documents only. A private one, and the embedded lake, refuse.
    expect(await seen.catch((error: unknown) => (error as ClientError).statusCode)).toEqual(
      expect.toSatisfy((answer: unknown) => [401, 403].includes(answer as number) || isEmpty(answer)),
    )
  })

  it('counts an id with a dot as published, unless it begins with drafts or versions', async () => {
    const id = newId('contract.')
    await api.author.create({ _id: id, _type, title: 'Dotted' })
    expect(await titles(api.reader, [id], 'published')).toEqual(['Dotted'])
  })

  it('returns the published content and the record of one moment in the perspective raw', async () => {
    const published = await api.reader.fetch<unknown>(manualQuery, {}, { perspective: 'published' })
    const { answer, record } = await readMoment(readerBy(api.reader))
    expect(answer).toEqual(published)
    expect(Math.abs(Date.parse(record.now) - Date.now())).toBeLessThan(60_000)
  })

  it('says when a published document last changed, even after it was deleted', async () => {
    const id = newId()
    const { lastChange } = readerBy(api.reader)
    await api.author.create({ _id: id, _type, title: 'There' })
    const made = await vi.waitFor(async () => Date.parse((await lastChange([id])) ?? 'never'), 20_000)
    await api.author.delete(id)
    await vi.waitFor(async () => expect(Date.parse((await lastChange([id]))!)).toBeGreaterThan(made), 20_000)
    expect(await lastChange([newId()])).toBeUndefined()
  })

  it('keeps the dates of a created document, which archives need', async () => {
    const id = newId()
    const dates = { _createdAt: '2020-01-02T03:04:05Z', _updatedAt: '2021-02-03T04:05:06Z' }
    await api.author.mutate([{ create: { _id: id, _type, ...dates } }])
    const kept = await api.reader.getDocument(id)
    const instants = [kept?._createdAt, kept?._updatedAt].map((date) => Date.parse(date ?? ''))
    expect(instants).toEqual(Object.values(dates).map((date) => Date.parse(date)))
  })

  it('applies a transaction completely or not at all', async () => {
    const [id, other] = [newId(), newId()]
    await api.author.create({ _id: id, _type, title: 'First' })
    const transaction = api.author
      .transaction()
      .create({ _id: other, _type })
      .create({ _id: id, _type, title: 'Second' })
    expect(await statusOf(transaction.commit())).toBe(409)
    expect(await api.reader.getDocuments([id, other])).toEqual([
      expect.objectContaining({ title: 'First' }),
      null,
    ])
  })

  it('refuses a patch of an outdated revision', async () => {
    const id = newId()
    const { _rev } = await api.author.create({ _id: id, _type, title: 'First' })
    await api.author.patch(id).set({ title: 'Second' }).commit()
    expect(await statusOf(api.author.patch(id).ifRevisionId(_rev).set({ title: 'Third' }).commit())).toBe(409)
    expect(await api.reader.getDocument(id)).toMatchObject({ title: 'Second' })
  })

  it('refuses to delete a document to which another refers', async () => {
    const [id, referring] = [newId(), newId()]
    await api.author.create({ _id: id, _type })
    await api.author.create({ _id: referring, _type, other: { _type: 'reference', _ref: id } })
    expect(await statusOf(api.author.delete(id))).toBe(409)
    expect(await api.reader.getDocument(id)).toMatchObject({ _type })
  })

  it('publishes a draft by an action, and keeps the earlier version in the history', async () => {
    const id = newId()
    for (const title of ['First', 'Second']) {
      await api.author.createOrReplace({ _id: `drafts.${id}`, _type, title })
      await api.author.action(publishing(id))
    }
    const published = await api.reader.getDocument(id)
    expect(published).toMatchObject({ title: 'Second' })
    expect(await api.reader.getDocument(`drafts.${id}`)).toBeFalsy()
    const before = await publishedBefore(api.author, id, published?._rev)
    const { documents } = await api.author.request<{ documents: object[] }>({
      url: `/data/history/${api.author.config().dataset}/documents/${id}`,
      query: { revision: before?._rev ?? '' },
    })
    expect(documents).toMatchObject([{ title: 'First' }])
  })

  it.each([
    ['discarded before', true, 'Published'],
    ['deleted with it', false, 'Drafted'],
  ])(
    'keeps the last state of a deleted document in the history, whose draft was %s',
    async (_, isGone, title) => {
      const id = newId()
      await api.author.create({ _id: id, _type, title: 'Published' })
      await api.author.create({ _id: `drafts.${id}`, _type, title: 'Drafted' })
      if (isGone) await api.author.delete(`drafts.${id}`)
      await api.author.action({
        actionType: 'sanity.action.document.delete',
        publishedId: id,
        includeDrafts: isGone ? [] : [`drafts.${id}`],
      })
      await expect.poll(() => lastStateOf(api.author, id), { timeout: 10_000 }).toMatchObject({ title })
    },
  )

  it('deletes the history of documents deleted with `purge`, even under an id with a dot', async () => {
    const id = newId('contract.')
    const { _rev: revision } = await api.author.create({ _id: id, _type, title: 'Said once' })
    await api.author.action({
      actionType: 'sanity.action.document.delete',
      publishedId: id,
      includeDrafts: [],
      purge: true,
    })
    const { documents } = await api.author.request<{ documents: object[] }>({
      url: `/data/history/${api.author.config().dataset}/documents/${id}`,
      query: { revision },
    })
    expect(JSON.stringify(documents)).not.toContain('Said once')
  })

  it("notifies the site's listener of each change, with the revision that a query then returns", async () => {
    const changes: (readonly ContentChange[] | undefined)[] = []
    const onChange = (change?: readonly ContentChange[]) => void changes.push(change)
    const listener = listenToContent(api.reader, { onChange, whileDisconnected: () => {} })
    onTestFinished(() => listener.close())
    const heardOf = (id: string) => changes.flatMap((list) => list ?? []).filter((change) => change.id === id)
    await vi.waitFor(() => expect(listener.state).toBe('connected'), 10_000)
    // Called without changes after a gap, such as the time before the connection.
    expect(changes[0]).toBeUndefined()

    const id = newId()
    await api.author.create({ _id: `drafts.${id}`, _type })
    await api.author.action(publishing(id))
    await vi.waitFor(() => expect(heardOf(id)).toHaveLength(1), 10_000)
    const published = await api.reader.getDocument(id)
    expect(heardOf(id)[0]).toEqual({ id, rev: published?._rev, time: expect.any(String) })
    expect(Date.parse(heardOf(id)[0]?.time ?? '')).toBeGreaterThanOrEqual(
      Date.parse(published?._updatedAt ?? ''),
    )

    await api.author.delete(id)
    await vi.waitFor(() => expect(heardOf(id)).toHaveLength(2), 10_000)
    expect(heardOf(id)[1]?.rev).toBeUndefined()
  })
}

const statusOf = (request: Promise<unknown>) =>
  request.then(
    () => 'accepted',
    (error: unknown) => {
      if (error instanceof ClientError) return error.statusCode
      throw error
    },
  )

const isEmpty = (value: unknown) => Array.isArray(value) && value.length === 0
