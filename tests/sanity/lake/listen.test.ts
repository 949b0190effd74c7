import type { ListenEvent, MutationEvent, SanityDocument } from '@sanity/client'
import { Mutation } from '@sanity/mutator'
import { applyPatch, type RawPatch } from 'mendoza'
import { describe, expect, it } from 'vitest'
import {
  action,
  captureDatabase,
  type Collected,
  collect,
  nextEvent,
  refusal,
  remainingEvents,
  type RunningLake,
  serverEvents,
  startLake,
  startLakeOnDisk,
  writeRequest,
} from './support.ts'

type Events = Collected<ListenEvent<SanityDocument>>

interface Effects {
  apply: RawPatch
  revert: RawPatch
}

/** Listens as the Studio does: including drafts, with effects. */
async function listen({ client }: RunningLake, query: string, params = {}, options = {}): Promise<Events> {
  const events = collect(
    client.listen<SanityDocument>(query, params, {
      events: ['welcome', 'mutation', 'reconnect'],
      includeAllVersions: true,
      includeResult: false,
      effectFormat: 'mendoza',
      ...options,
    }),
  )
  await events.atLeast(1)
  return events
}

const mutationsOf = ({ events }: Events) =>
  events.filter((event): event is MutationEvent<SanityDocument> => event.type === 'mutation')

const nth = async (events: Events, count: number) => {
  await events.atLeast(count + 1)
  return mutationsOf(events)[count - 1]!
}

const publish = { actionType: action('publish'), draftId: 'drafts.a', publishedId: 'a' }
const note = (_id: string, more: object = {}) => ({ _id, _type: 'note', ...more })

it('a listener gets a welcome event first, with a name of its own', async () => {
  const running = await startLake()
  const names = await Promise.all(
    ['*', '*[_type == "note"]'].map(async (query) => {
      const [first] = (await listen(running, query)).events
      expect(first).toMatchObject({ type: 'welcome', listenerName: expect.any(String) })
      return (first as { listenerName?: string }).listenerName
    }),
  )
  expect(new Set(names).size).toBe(2)
})

it('an event contains the transition, document, transaction, time and author', async () => {
  const running = await startLake({ clock: () => new Date('2025-11-25T12:00:00.123Z') })
  const events = await listen(running, '*')
  const { _rev: first } = await running.client.create(note('drafts.a', { title: 'A' }))
  await running.client.mutate([{ patch: { id: 'drafts.a', set: { title: 'B' } } }], {
    transactionId: 'second',
  })
  await running.client.mutate([{ delete: { id: 'drafts.a' } }], { transactionId: 'third' })
  await events.atLeast(4)

  const [appeared, updated, disappeared] = mutationsOf(events)
  expect(appeared).toMatchObject({ transition: 'appear', documentId: 'drafts.a', resultRev: first })
  expect(appeared).not.toHaveProperty('previousRev')
  expect(updated).toEqual({
    type: 'mutation',
    eventId: 'second#drafts.a',
    documentId: 'drafts.a',
    transactionId: 'second',
    transition: 'update',
    identity: 'author',
    mutations: [{ patch: { id: 'drafts.a', set: { title: 'B' } } }],
    previousRev: first,
    resultRev: 'second',
    timestamp: '2025-11-25T12:00:00.123001Z',
    visibility: 'query',
    transactionTotalEvents: 1,
    transactionCurrentEvent: 0,
    effects: { apply: expect.any(Array), revert: expect.any(Array) },
  })
  expect(disappeared).toMatchObject({ transition: 'disappear', previousRev: 'second', resultRev: 'third' })
})

describe('a listener gets', () => {
  it('changes of documents that its filter selects before or after the change', async () => {
    const running = await startLake()
    const events = await listen(running, '*[_type == $type && open == true] | order(title) {title}', {
      type: 'note',
    })
    const { client } = running
    await client.create(note('other', { open: false }))
    await client.create({ _id: 'b', _type: 'remark', open: true })
    await client.create(note('a', { open: true }))
    await client.patch('a').set({ title: 'A' }).commit()
    await client.patch('a').set({ open: false }).commit()
    await client.patch('a').set({ title: 'unheard' }).commit()
    await client.patch('a').set({ open: true }).commit()
    await events.atLeast(5)
    const heard = mutationsOf(events).map(({ documentId, transition }) => `${documentId} ${transition}`)
    expect(heard).toEqual(['a appear', 'a update', 'a disappear', 'a appear'])
  })

  it('changes of documents that its filter selects through other documents', async () => {
    const running = await startLake()
    await running.client.create(note('parent', { open: true }))
    const events = await listen(running, '*[up->open == true]')
    await running.client.create(note('child', { up: { _ref: 'parent' } }))
    expect(await nth(events, 1)).toMatchObject({ documentId: 'child', transition: 'appear' })
  })

  it('drafts only if it asks for them', async () => {
    const running = await startLake()
    const published = await listen(running, '*', {}, { includeAllVersions: false })
    const everything = await listen(running, '*')
    await running.client.create(note('drafts.a'))
    await running.client.create(note('b'))
    await Promise.all([published.atLeast(2), everything.atLeast(3)])
    expect(mutationsOf(published).map(({ documentId }) => documentId)).toEqual(['b'])
    expect(mutationsOf(everything).map(({ documentId }) => documentId)).toEqual(['drafts.a', 'b'])
  })

  it('results, previous states and mutations only if it asks for them', async () => {
    const running = await startLake()
    await running.client.create(note('a', { title: 'A' }))
    const full = await listen(running, '*', {}, { includeResult: true, includePreviousRevision: true })
    const bare = await listen(running, '*', {}, { includeMutations: false, effectFormat: undefined })
    await running.client.patch('a').set({ title: 'B' }).commit()
    await running.client.delete('a')
    expect(await nth(full, 1)).toMatchObject({ previous: { title: 'A' }, result: { title: 'B' } })
    expect(await nth(full, 2)).toMatchObject({ previous: { title: 'B' } })
    expect(await nth(full, 2)).not.toHaveProperty('result')
    const event = await nth(bare, 1)
    for (const field of ['result', 'previous', 'mutations', 'effects'])
      expect(event).not.toHaveProperty(field)
  })
})

describe('a transaction', () => {
  it('causes one event per document, with the mutations of that document only', async () => {
    const running = await startLake()
    await running.client.mutate([{ create: note('a', { title: 'old' }) }, { create: note('drafts.a') }])
    const both = await listen(running, '*[_id in $ids]', { ids: ['a', 'drafts.a'] })
    const one = await listen(running, '*[_id == "a"]')
    await running.client.action(publish)
    await Promise.all([both.atLeast(3), one.atLeast(2)])

    const [first, second] = mutationsOf(both)
    expect([first, second]).toMatchObject([
      { transactionTotalEvents: 2, transactionCurrentEvent: 0 },
      { transactionTotalEvents: 2, transactionCurrentEvent: 1 },
    ])
    const byId = Object.fromEntries(mutationsOf(both).map((event) => [event.documentId, event]))
    expect(byId['drafts.a']).toMatchObject({
      transition: 'disappear',
      mutations: [{ delete: { id: 'drafts.a' } }],
    })
    expect(byId.a).toMatchObject({
      transition: 'update',
      mutations: [{ createOrReplace: { _id: 'a', _type: 'note' } }],
    })
    expect(mutationsOf(one)).toMatchObject([{ documentId: 'a', transactionTotalEvents: 1 }])
  })

  it('that is refused, a dry run, or without effect is not announced', async () => {
    const running = await startLake()
    const { client } = running
    await client.create(note('a', { title: 'A' }))
    const events = await listen(running, '*')
    await refusal(client.transaction().create(note('b')).create(note('a')).commit())
    await client.create(note('c'), { dryRun: true })
    await client.patch('a').set({ title: 'A' }).commit()
    await client.mutate([{ create: note('d') }, { delete: { id: 'd' } }])
    await client.create(note('last'))
    expect(await nth(events, 1)).toMatchObject({ documentId: 'last' })
  })

  it('that could not be stored is not announced', async () => {
    const { running, database } = await captureDatabase(startLake)
    const events = await listen(running, '*')
    database.exec('PRAGMA query_only = ON')
    expect(await refusal(running.client.create(note('a')))).toMatchObject({ status: 503 })
    database.exec('PRAGMA query_only = OFF')
    await running.client.create(note('b'))
    expect(await nth(events, 1)).toMatchObject({ documentId: 'b' })
  })

  it('can be queried by every listener that gets its event', async () => {
    const running = await startLake()
    const events = await listen(running, '*')
    const writing = running.client.create(note('a'))
    const { documentId, resultRev } = await nth(events, 1)
    expect(await running.client.getDocument(documentId)).toMatchObject({ _rev: resultRev })
    await writing
  })

  it('is announced in commit order, with each revision following the last', async () => {
    const running = await startLake()
    const events = await listen(running, '*[_id == "a"]')
    await running.client.create(note('a', { count: 0 }))
    await Promise.all(Array.from({ length: 20 }, () => running.client.patch('a').inc({ count: 1 }).commit()))
    await events.atLeast(22)
    const heard = mutationsOf(events)
    for (const [index, event] of heard.entries()) {
      expect(event.previousRev).toBe(heard[index - 1]?.resultRev)
      expect(index === 0 || event.timestamp > heard[index - 1]!.timestamp).toBe(true)
    }
  })

  it('is announced before the next one, even if its filter takes longer', async () => {
    const running = await startLake()
    const events = await listen(running, '*[_type == "note" && to->_type != "remark"]')
    const many = Array.from({ length: 50 }, (_, index) => ({
      create: note(`n${String(index).padStart(2, '0')}`),
    }))
    const requests = [writeRequest(...many), writeRequest({ create: note('last') })]
    await Promise.all(requests.map((request) => running.lake.fetch(request)))
    await events.atLeast(52)
    expect(mutationsOf(events).map(({ documentId }) => documentId)).toEqual([
      ...many.map(({ create }) => create._id),
      'last',
    ])
  })

  it('that the Studio waits for is announced even if it changes nothing', async () => {
    const running = await startLake()
    await running.client.create(note('drafts.a'))
    const events = await listen(running, '*')
    const patch = { unset: ['_empty_action_guard_pseudo_field_'] }
    const edit = { actionType: action('edit'), draftId: 'drafts.a', publishedId: 'a', patch }
    await running.client.action(edit, { transactionId: 'guard' })
    expect(await nth(events, 1)).toMatchObject({ transactionId: 'guard', transition: 'update' })
  })
})

describe('a listener can keep a copy of the document', () => {
  /** The events and states of one document over its life, changed by mutations and by actions. */
  async function follow(): Promise<{ heard: MutationEvent<SanityDocument>[]; states: unknown[] }> {
    const running = await startLake()
    const { client } = running
    const events = await listen(running, '*[_id == "drafts.a"]')
    const states: unknown[] = []
    const edit = (patch: object) =>
      client.action({ actionType: action('edit'), draftId: 'drafts.a', publishedId: 'a', patch })
    const steps: (() => Promise<unknown>)[] = [
      () => client.create(note('drafts.a', { title: 'A', tags: [], keyed: [{ _key: 'k', text: 'x' }] })),
      () => edit({ set: { title: 'The title' }, inc: {} }),
      () => edit({ diffMatchPatch: { title: '@@ -1,9 +1,9 @@\n-The\n+One\n  titl\n' } }),
      () => edit({ insert: { after: 'tags[-1]', items: ['ä', '🙂'] }, unset: ['keyed[_key=="k"].text'] }),
      () => client.action(publish),
      () => edit({ set: { title: 'Again' } }), // creates the draft from the published document
      () => client.createOrReplace(note('drafts.a', { title: 'Replaced' })),
      () =>
        client
          .patch('drafts.a')
          .setIfMissing({ more: { deep: [] } })
          .commit(),
      () => client.delete('drafts.a'),
    ]
    for (const step of steps) {
      await step()
      states.push((await client.getDocument('drafts.a')) ?? null)
    }
    await events.atLeast(steps.length + 1)
    return { heard: mutationsOf(events), states }
  }

  const withoutRevision = (document: unknown) => {
    if (!document) return null
    const { _rev, ...rest } = document as SanityDocument
    return rest
  }

  const withoutTime = (document: unknown) => {
    const { _updatedAt, ...rest } = (document ?? {}) as SanityDocument
    return rest
  }

  it('by applying effects, and go back by reverting them', async () => {
    const { heard, states } = await follow()
    let current: unknown = null
    for (const [index, event] of heard.entries()) {
      const { apply, revert } = (event as unknown as { effects: Effects }).effects
      const before = current
      current = applyPatch(current, apply)
      expect(current).toEqual(withoutRevision(states[index]))
      expect(applyPatch(current, revert)).toEqual(before)
    }
  })

  it('by replaying the mutations, as the Studio does', async () => {
    const { heard, states } = await follow()
    let current: SanityDocument | null = null
    for (const [index, event] of heard.entries()) {
      const { mutations, transactionId, resultRev, timestamp } = event
      const replay = new Mutation({ mutations, transactionId, resultRev, timestamp } as never)
      current = replay.apply(current as never) as SanityDocument | null
      expect(withoutTime(current)).toEqual(withoutTime(states[index]))
    }
  })
})

describe('a listener whose connection breaks', () => {
  it('gets a reconnect event, and then a welcome', async () => {
    const running = await startLake()
    const events = await listen(running, '*')
    running.server.closeAllConnections()
    await events.atLeast(3)
    expect(events.events.map(({ type }) => type)).toEqual(['welcome', 'reconnect', 'welcome'])
    await running.client.create(note('a'))
    await events.atLeast(4)
    expect(mutationsOf(events)).toMatchObject([{ documentId: 'a' }])
  })

  it('gets exactly the events it missed, if it asks to resume', async () => {
    const running = await startLake()
    const { client } = running
    await client.mutate([{ create: note('a') }, { create: note('drafts.a', { title: 'A' }) }])
    const ids = { ids: ['a', 'drafts.a'] }
    const resuming = await listen(running, '*[_id in $ids]', ids, {
      events: ['welcome', 'mutation', 'reconnect', 'reset', 'welcomeback'],
      enableResume: true,
    })
    const heardBefore = await client.patch('drafts.a').set({ title: 'B' }).commit()
    await resuming.atLeast(2)

    running.server.closeAllConnections()
    await resuming.atLeast(3)
    const staying = await listen(running, '*[_id in $ids]', ids)
    await client.patch('drafts.a').set({ title: 'C' }).commit()
    await client.create(note('other'))
    await client.action(publish)
    await staying.atLeast(4)
    await resuming.atLeast(7)
    expect(resuming.events.map(({ type }) => type)).toEqual([
      'welcome',
      'mutation',
      'reconnect',
      'welcomeback',
      'mutation',
      'mutation',
      'mutation',
    ])
    const [first, ...missed] = mutationsOf(resuming)
    expect(first).toMatchObject({ transactionId: heardBefore._rev })
    const byDocument = (events: MutationEvent<SanityDocument>[]) =>
      Object.fromEntries(events.map((event) => [event.eventId, { ...event, transactionCurrentEvent: 0 }]))
    expect(byDocument(missed)).toEqual(byDocument(mutationsOf(staying)))
  })

  /** Listens as a client that reconnects, and returns its first events. */
  async function comeBack({ call }: RunningLake, lastEventId: string, options = '&enableResume=true') {
    const response = await call(`/data/listen/production?query=*${options}`, {
      headers: { 'last-event-id': lastEventId },
    })
    const events = serverEvents(response)
    return { first: await nextEvent(events), events }
  }

  it('gets the events from before a restart, and then new ones', async () => {
    const before = await startLakeOnDisk()
    const { _rev: heard } = await before.client.create(note('a'))
    await before.client.create(note('b'))
    await before.stop()
    const running = await startLake({ file: before.file })
    const { first, events } = await comeBack(running, heard)
    expect(first).toMatchObject({ event: 'welcomeback', data: { listenerName: expect.any(String) } })
    await running.client.create(note('c'))
    expect([await nextEvent(events), await nextEvent(events)]).toMatchObject([
      { event: 'mutation', data: { documentId: 'b', transition: 'appear' } },
      { event: 'mutation', data: { documentId: 'c' } },
    ])
    await events.return(null)
  })

  it.each([
    ['does not ask to be resumed', null, ''],
    ['sends a position that this file does not have', 'elsewhere', '&enableResume=true'],
  ])('gets a plain welcome where it %s', async (_what, position, options) => {
    const running = await startLake()
    const { _rev: known } = await running.client.create(note('a'))
    const { _rev: newest } = await running.client.create(note('b'))
    const { first, events } = await comeBack(running, position ?? known, options)
    expect(first).toMatchObject({ event: 'welcome', id: newest })
    await events.return(null)
  })

  it('gets a plain welcome after it missed too many transactions', async () => {
    const running = await startLake()
    const { client } = running
    const { _rev: longAgo } = await client.create(note('a'))
    const { _rev: lately } = await client.create(note('b'))
    for (let count = 0; count < 500; count += 1) await client.patch('a').set({ count }).commit()
    for (const [position, event] of [
      [longAgo, 'welcome'],
      [lately, 'welcomeback'],
    ] as const) {
      const { first, events } = await comeBack(running, position)
      expect(first).toMatchObject({ event })
      await events.return(null)
    }
  })

  it('is disconnected when the lake closes', async () => {
    const { lake, call } = await startLake()
    const listening = async () => {
      const events = serverEvents(await call('/data/listen/production?query=*'))
      await nextEvent(events)
      return events
    }
    const events = await listening()
    await lake.close()
    expect(await events.next()).toMatchObject({ done: true })
  })

  it('is disconnected when it does not read', async () => {
    const { lake, client } = await startLake()
    const headers = { authorization: 'Bearer write-token-for-tests' }
    const url = 'http://localhost/lake/vX/data/listen/production?query=*&includeResult=true'
    const response = await lake.fetch(new Request(url, { headers }))
    const text = 'x'.repeat(3_000_000)
    for (const id of ['a', 'b']) await client.create(note(id, { text }))
    const heard = await remainingEvents(serverEvents(response))
    expect(heard.map(({ event }) => event)).toEqual(['welcome', 'mutation'])
  })
})

describe('an invalid query for a listener', () => {
  it.each(['*[', 'count(*)', '"text"', '{"a": *}'])('is refused in the stream: %s', async (query) => {
    const { call } = await startLake()
    const response = await call(`/data/listen/production?query=${encodeURIComponent(query)}`)
    expect(response.status).toBe(200)
    const events = serverEvents(response)
    expect(await nextEvent(events)).toMatchObject({
      event: 'channelError',
      data: { error: { type: 'queryParseError', description: expect.any(String), query } },
    })
    expect(await events.next()).toMatchObject({ done: true })
  })

  it("makes the client's listener fail", async () => {
    const { client } = await startLake()
    await expect(collect(client.listen('*[')).atLeast(1)).rejects.toThrow('end of query')
  })
})

it('a stream is not cached, buffered or transformed, and says when to reconnect', async () => {
  const { call } = await startLake()
  const response = await call('/data/listen/production?query=*')
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  expect((await reader.read()).value).toMatch(/^retry: 2000\n\n/)
  await reader.cancel()
})
