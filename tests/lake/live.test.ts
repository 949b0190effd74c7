import { type LiveEvent } from '@sanity/client'
import { describe, expect, test } from 'vitest'
import { collect, nextEvent, type RunningLake, serverEvents, startLake } from './support.ts'

const note = (_id: string, more: object = {}) => ({ _id, _type: 'note', ...more })

function follow({ client }: RunningLake, options: { includeDrafts?: boolean } = {}) {
  return collect<LiveEvent>(client.live.events(options))
}

const messages = (events: LiveEvent[]) => events.filter((event) => event.type === 'message')

test('a live stream begins with a welcome, then tells of changes', async () => {
  const running = await startLake()
  const live = follow(running, { includeDrafts: true })
  await live.atLeast(1)
  await running.client.create(note('a'))
  expect(await live.atLeast(2)).toMatchObject([
    { type: 'welcome', id: expect.any(String) },
    {
      type: 'message',
      id: expect.any(String),
      tags: expect.arrayContaining([expect.stringMatching(/^s1:/)]),
    },
  ])
})

test('drafts are told of to those only who ask for them', async () => {
  const running = await startLake()
  const published = serverEvents(await running.call('/data/live/events/production'))
  const drafts = follow(running, { includeDrafts: true })
  await Promise.all([nextEvent(published), drafts.atLeast(1)])
  await running.client.create(note('drafts.a'))
  await running.client.create(note('b'))
  const heard = messages(await drafts.atLeast(3))
  expect(heard).toHaveLength(2)
  expect(await nextEvent(published)).toMatchObject({ event: 'message', id: heard[1]!.id })
  await published.return(null)
})

describe('a stream that comes back', () => {
  const resume = async ({ call }: RunningLake, id: string) =>
    serverEvents(await call('/data/live/events/production', { headers: { 'last-event-id': id } }))

  test('catches up on what it missed', async () => {
    const running = await startLake()
    const first = serverEvents(await running.call('/data/live/events/production'))
    const { id } = await nextEvent(first)
    await first.return(null)
    await running.client.create(note('a'))
    await running.client.create(note('drafts.b'))
    await running.client.create(note('c'))
    const again = await resume(running, id!)
    const events = [await nextEvent(again), await nextEvent(again), await nextEvent(again)]
    expect(events.map(({ event }) => event)).toEqual(['welcome', 'message', 'message'])
    await running.client.create(note('d'))
    expect(Number((await nextEvent(again)).id)).toBeGreaterThan(Number(events[2]!.id))
    await again.return(null)
  })

  test('catches up across a restart of the lake', async () => {
    const running = await startLake()
    await running.client.create(note('a'))
    const live = serverEvents(await running.call('/data/live/events/production'))
    const { id } = await nextEvent(live)
    await running.client.create(note('b'))
    await running.stop()
    const again = await resume(await startLake({ file: running.file }), id!)
    expect([await nextEvent(again), await nextEvent(again)]).toMatchObject([
      { event: 'welcome' },
      { event: 'message' },
    ])
    await again.return(null)
  })

  test.each(['unknown', '99', '-600'])('from a place that is not known starts over: %s', async (id) => {
    const again = await resume(await startLake(), id)
    const events = [await nextEvent(again), await nextEvent(again)]
    expect(events.map(({ event }) => event)).toEqual(['welcome', 'restart'])
    await again.return(null)
  })
})

describe('the tags of a query meet those of a change that may change its answer', () => {
  const target = { _type: 'reference', _ref: 'target' }
  const content = [note('target', { title: 'T' }), note('a', { to: target }), { _id: 'r', _type: 'remark' }]

  async function meets(query: string, params: Record<string, unknown>, changed: string): Promise<boolean> {
    const running = await startLake()
    await running.client.mutate(content.map((document) => ({ create: document })))
    const live = follow(running, { includeDrafts: true })
    await live.atLeast(1)
    const { syncTags = [] } = await running.client.fetch(query, params, {
      filterResponse: false,
      perspective: 'drafts',
    })
    await running.client.patch(changed).set({ touched: true }).commit()
    const [message] = messages(await live.atLeast(2))
    const tags = message && 'tags' in message ? message.tags : []
    expect(syncTags.length).toBeGreaterThan(0)
    return syncTags.some((tag) => tags.includes(tag))
  }

  test.each<[string, Record<string, unknown>, string]>([
    ['*', {}, 'r'],
    ['count(*[defined(title)])', {}, 'r'],
    ['*[_id == "r"][0]', {}, 'r'],
    ['*[_id == $id][0]', { id: 'r' }, 'r'],
    ['*[_id in $ids]', { ids: ['a', 'r'] }, 'r'],
    ['*[_type == "remark" && defined(title)]', {}, 'r'],
    ['*[_type in ["note", "remark"]] | order(title)', {}, 'r'],
    ['*[_id == "a"]{to->{title}}', {}, 'target'],
    ['*[_id == "r"]{"notes": *[_type == "note"]}', {}, 'a'],
    ['{"a": *[_id == "a"], "r": *[_id == "r"]}', {}, 'r'],
    ['*[_id == "a" || _type == "remark"]', {}, 'r'],
  ])('%s', async (query, params, changed) => {
    expect(await meets(query, params, changed)).toBe(true)
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['*[_id == $id][0]', { id: 'a' }, 'r'],
    ['*[_type == "note"]', {}, 'r'],
    ['*[_id == "a"]{to->{title}}', {}, 'r'],
  ])('and not those of another: %s', async (query, params, changed) => {
    expect(await meets(query, params, changed)).toBe(false)
  })

  test('are few, whatever the query', async () => {
    const { client } = await startLake()
    const ids = Array.from({ length: 200 }, (_, index) => `n${index}`)
    const { syncTags } = await client.fetch('*[_id in $ids]', { ids }, { filterResponse: false })
    expect(syncTags).toHaveLength(1)
  })
})
