import type { LiveEvent } from '@sanity/client'
import { describe, expect, it } from 'vitest'
import { collect, nextEvent, type RunningLake, serverEvents, startLake, startLakeOnDisk } from './support.ts'

const note = (_id: string, more: object = {}) => ({ _id, _type: 'note', ...more })

function follow({ client }: RunningLake, options: { includeDrafts?: boolean } = {}) {
  return collect<LiveEvent>(client.live.events(options))
}

const messages = (events: LiveEvent[]) => events.filter((event) => event.type === 'message')

it('a live stream begins with a welcome, followed by changes', async () => {
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

it('drafts are reported only if requested', async () => {
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

describe('a stream that reconnects', () => {
  /** The first events, up to those of a change that is made afterwards. */
  async function resume({ call, client }: RunningLake, id: string): Promise<string[]> {
    const events = serverEvents(
      await call('/data/live/events/production', { headers: { 'last-event-id': id } }),
    )
    const seen = [await nextEvent(events)]
    await client.create(note('next'))
    while (seen.at(-1)!.event !== 'message') seen.push(await nextEvent(events))
    await events.return(null)
    return seen.map(({ event }) => event)
  }
  const positionOf = async ({ call }: RunningLake) => {
    const events = serverEvents(await call('/data/live/events/production'))
    const { id } = await nextEvent(events)
    await events.return(null)
    return id!
  }

  it('gets a restart event if something has changed in the meantime', async () => {
    const running = await startLake()
    const id = await positionOf(running)
    await running.client.create(note('a'))
    expect(await resume(running, id)).toEqual(['welcome', 'restart', 'message'])
  })

  it('continues if nothing has changed, even across a restart of the lake', async () => {
    const running = await startLakeOnDisk()
    await running.client.create(note('a'))
    const id = await positionOf(running)
    await running.stop()
    expect(await resume(await startLake({ file: running.file }), id)).toEqual(['welcome', 'message'])
  })

  it.each(['unknown', '99'])('from an unknown position gets a restart event: %s', async (id) => {
    expect(await resume(await startLake(), id)).toEqual(['welcome', 'restart', 'message'])
  })
})

it('every query shares a tag with every change, so that clients repeat it', async () => {
  const running = await startLake()
  const live = follow(running, { includeDrafts: true })
  await live.atLeast(1)
  const { syncTags } = await running.client.fetch('*[_id == "a"]', {}, { filterResponse: false })
  await running.client.create(note('drafts.b'))
  const [message] = messages(await live.atLeast(2))
  expect(message).toMatchObject({ tags: expect.arrayContaining([expect.stringMatching(/^s1:/)]) })
  expect(message).toMatchObject({ tags: syncTags })
})
