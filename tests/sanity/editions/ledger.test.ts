import { createClient } from '@sanity/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readEnv } from '#lib/env.ts'
import { readText, textFormat } from '#lib/editions/text.ts'
import { canonicalJson } from '#lib/manual/revision.ts'
import { publishedFetcher } from '#sanity/content/connection.ts'
import { manualQuery } from '#sanity/content/queries.ts'
import { seedDocuments } from '#sanity/seed/index.ts'
import type { EditionsPath } from '#lib/published-paths.ts'
import { aroundWrites, dying, startWorld, type World } from '#scripts/harness/editions/world.ts'

let world: World
const lines: string[] = []

beforeEach(async () => {
  lines.length = 0
  vi.spyOn(console, 'warn').mockImplementation((line: string) => void lines.push(line))
  vi.spyOn(console, 'info').mockImplementation((line: string) => void lines.push(line))
  world = await startWorld({ seed: seedDocuments })
})
afterEach(async () => {
  await world[Symbol.asyncDispose]()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const instance = (...given: Parameters<World['start']>) => world.start(...given)
const stored = () => world.stored()
const publish = (set: Record<string, unknown>, id?: string) => world.publish(set, id)
const begin = (record = 'public') => publish({ record })
const pass = (minutes: number) => world.pass(minutes)

/** Several test runs may share a machine. */
const patient = { timeout: 20_000 }
vi.setConfig({ testTimeout: 60_000 })

/** Waits until the record has this many editions. */
const hasEditions = (count: number) =>
  vi.waitFor(async () => expect((await stored()).map(({ number }) => number)).toHaveLength(count), patient)

describe('the record', () => {
  it('does not begin while it is off or its setting is invalid', async () => {
    const { record } = instance()
    await publish({ headline: 'Another' })
    await publish({ record: 'everything' })
    await record.lookNow()
    expect(record.state).toBe('off')
    expect(await stored()).toEqual([])
    expect(await record.load()).toBeUndefined()
  })

  it('begins with the published text, dated by the Content Lake', async () => {
    const { record } = instance()
    pass(5)
    await begin()
    await hasEditions(1)
    const [one] = await stored()
    expect(one).toMatchObject({
      _id: 'record.edition-1',
      number: 1,
      date: '2026-11-26T10:05:00Z',
      closesAt: '2026-11-26T10:35:00.000Z',
      format: textFormat,
    })
    expect(JSON.parse(one!.text)).toMatchObject({ opening: { headline: expect.any(String) as string } })
    expect((await record.load())?.latest.number).toBe(1)
  })

  it('gets one edition from a hundred notifications at once in three processes', async () => {
    const processes = [instance(), instance(), instance()]
    await begin()
    await hasEditions(1)
    pass(60)
    for (let round = 2; round < 6; round += 1) {
      await publish({ headline: `Round ${round}` })
      for (let time = 0; time < 100; time += 1) for (const { record } of processes) record.look(time % 5)
      await hasEditions(round)
      for (const { record } of processes) await record.lookNow()
      expect((await stored()).map(({ number }) => number)).toEqual(
        Array.from({ length: round }, (_, at) => at + 1),
      )
      pass(60)
    }
    expect(lines.filter((line) => line.includes('without end'))).toEqual([])
  })

  it('rewrites an open edition, and withdraws it if its text becomes that of the one before', async () => {
    instance()
    await begin()
    await hasEditions(1)
    pass(60)
    const before = await world.client.getDocument('manual')
    await publish({ headline: 'Second' })
    await hasEditions(2)
    pass(10)
    await publish({ headline: 'Second, again' })
    await vi.waitFor(async () => expect((await stored())[1]?.text).toContain('Second, again'), patient)
    expect((await stored())[1]).toMatchObject({ date: '2026-11-26T11:10:00Z' })
    await publish({ headline: before?.headline })
    await hasEditions(1)
    pass(60)
    await publish({ headline: 'Third' })
    await hasEditions(2)
    expect((await stored())[1]).toMatchObject({ number: 2, text: expect.stringContaining('Third') as string })
  })

  it('gets no edition from what readers cannot see: a confirmation, or a field that no page shows', async () => {
    const { record } = instance()
    await begin()
    await hasEditions(1)
    pass(60)
    const [one] = await stored()
    await publish({ confirmed: '2026-11-26', review: 'weekly' }, 'principles')
    await publish({ nobodyReadsThis: 'x' })
    await record.lookNow()
    expect(await stored()).toEqual([one])
  })

  it('shows an edition on pages before it is written', async () => {
    const { record, published } = instance({}, { intercept: (writer) => dying(writer, 'before') })
    await begin()
    published.expire()
    expect((await record.load())?.list.map(({ number, date }) => [number, date])).toEqual([
      [1, '2026-11-26T10:00:00Z'],
    ])
    expect(await stored()).toEqual([])
  })

  it.each(['SANITY_API_READ_TOKEN', 'SANITY_API_WRITE_TOKEN'])(
    'is neither written nor shown without %s, and the log says so once',
    async (name) => {
      instance()
      await begin()
      await hasEditions(1)
      world.api.setAccess({ isPublic: true })
      const { record } = instance({ [name]: '' })
      pass(60)
      expect(await record.load()).toBeUndefined()
      await record.lookNow()
      await record.lookNow()
      expect(lines).toEqual([`The record of editions is not kept: it needs ${name}, which is not set`])
      expect(record.state).toBe('no tokens')
    },
  )

  it('is neither written nor shown by an older version', async () => {
    const { record } = instance()
    await begin()
    await hasEditions(1)
    const [one] = await stored()
    await world.client.create({
      ...one,
      _id: 'record.edition-2',
      _type: 'edition',
      number: 2,
      format: textFormat + 1,
    })
    pass(60)
    await publish({ headline: 'By the older version' })
    await vi.waitFor(() => expect(record.state).toBe('newer format'), patient)
    await record.lookNow()
    expect(lines).toEqual([
      `The record of editions is not kept: record.edition-2 is in format ${textFormat + 1}, and this version of the project knows formats up to ${textFormat}`,
    ])
    expect(await record.load()).toBeUndefined()
    expect(await stored()).toHaveLength(2)
    await world.client.delete('record.edition-2')
    await publish({ headline: 'After the rollback' })
    await hasEditions(2)
    await vi.waitFor(async () => expect((await record.load())?.latest.number).toBe(2), patient)
  })

  it('fails no page when the content API refuses it, and catches up later', async () => {
    const { record } = instance()
    await begin()
    await hasEditions(1)
    pass(60)
    await record.load()
    world.api.failWith((request, response) => {
      response.writeHead(request.url?.includes('now()') || request.method === 'POST' ? 500 : 503).end()
    })
    expect((await record.load())?.latest.number).toBe(1)
    world.api.failWith()
    // Retries, because the failure closed connections.
    await vi.waitFor(() => publish({ headline: 'After the failure' }), patient)
    await hasEditions(2)
  })

  it('logs once that it can be neither read nor written, however often that is tried', async () => {
    const { record } = instance()
    await begin()
    await hasEditions(1)
    let tries = 0
    world.api.failWith((request, response) => {
      if (decodeURIComponent(request.url ?? '').includes('now()')) tries += 1
      response.writeHead(401, { 'content-type': 'application/json' }).end('{"message":"Refused"}')
    })
    await vi.waitFor(async () => {
      void record.changed()
      await record.lookNow()
      expect(tries).toBeGreaterThan(10)
    }, patient)
    world.api.failWith()
    expect(lines.filter((line) => line.includes('Refused')).length).toBeGreaterThan(0)
    expect(lines).toEqual([...new Set(lines)])
  })

  it('expires cached pages for a new reason, but not for what readers cannot see', async () => {
    const { record, published } = instance()
    await begin()
    await hasEditions(1)
    await record.lookNow()
    await record.load()
    const { generation } = published
    await record.lookNow()
    expect(published.generation).toBe(generation)
    await world.client.patch('record.edition-1').set({ reason: 'Because.' }).commit()
    await vi.waitFor(() => expect(published.generation).toBeGreaterThan(generation), patient)
    expect((await record.load())?.latest.reason).toBe('Because.')
  })

  it('is kept, but not shown to readers, while it is private', async () => {
    const { record } = instance()
    await begin('private')
    await hasEditions(1)
    expect(await record.load()).toBeUndefined()
    expect((await record.loadForAuthor())?.latest.number).toBe(1)
  })

  it('dates the deletion of a section by the Content Lake’s clock', async () => {
    instance()
    await begin()
    await hasEditions(1)
    pass(90)
    await world.client.delete('history')
    await hasEditions(2)
    expect((await stored())[1]).toMatchObject({
      date: expect.stringMatching(/^2026-11-26T11:30:00/) as string,
    })
  })

  it('dates a deletion by its own time, even if no process was running then', async () => {
    const before = instance()
    await begin()
    await hasEditions(1)
    pass(90)
    world.kill(before)
    await world.client.delete('history')
    pass(600)
    const { record } = instance()
    await record.lookNow()
    expect((await stored())[1]?.date).toMatch(/^2026-11-26T11:30:00/)
  })

  it('dates an edition by its own changes, not by later ones that are not part of the text', async () => {
    const before = instance()
    await begin()
    await hasEditions(1)
    pass(90)
    world.kill(before)
    await publish({ headline: 'Another' })
    pass(60)
    await publish({ confirmed: '2026-11-26' }, 'principles')
    pass(60)
    await instance().record.lookNow()
    expect((await stored())[1]?.date).toBe('2026-11-26T11:30:00Z')
  })

  it('gets no edition of an older text from a process that has missed a publish', async () => {
    const [ahead, behind] = [
      instance({ EDITION_SETTLE_MINUTES: '0' }),
      instance({ EDITION_SETTLE_MINUTES: '0' }),
    ]
    await begin()
    await hasEditions(1)
    for (const { record } of [ahead, behind]) await record.lookNow()
    world.instances.delete(behind)
    pass(1)
    await publish({ headline: 'Second' })
    await hasEditions(2)
    await ahead.record.lookNow()
    await behind.record.lookNow()
    expect((await stored()).map(({ text }) => text.includes('Second'))).toEqual([false, true])
  })

  it('has no text twice when a slow process rewrites an edition after another process has made the next one', async () => {
    await begin()
    await instance().record.lookNow()
    const [held, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const slow = instance(
      {},
      {
        intercept: (writer) =>
          aroundWrites(writer, async (write) => {
            held.resolve()
            await released.promise
            return write()
          }),
      },
    )
    for (const other of world.instances) if (other !== slow) world.kill(other)
    await publish({ headline: 'Two' })
    await held.promise
    world.instances.clear()
    // The same words, published again once the edition is closed.
    pass(60)
    await publish({ headline: 'Two', unseen: true })
    await instance().record.lookNow()
    expect(await stored()).toHaveLength(2)
    released.resolve()
    await slow.record.lookNow()
    const headlines = (await stored()).map(({ text }) => readText(text, textFormat).opening.headline)
    expect(headlines).toEqual(['I build systems to understand them.', 'Two'])
  })

  it('is written correctly while queries lag behind notifications and writes', async () => {
    const processes = Array.from({ length: 3 }, () => instance({}, { mayLag: true }))
    await begin()
    await hasEditions(1)
    await world.api.lagQueries(300)
    for (let round = 2; round < 5; round += 1) {
      pass(60)
      await publish({ headline: `Round ${round}` })
      await vi.waitFor(async () => expect((await record()).at(-1)).toContain(`Round ${round}`), patient)
      for (const { record } of processes) await record.lookNow()
    }
    expect(await record()).toHaveLength(4)

    /** The record without the lag of queries. */
    async function record() {
      const found = Array.from({ length: 6 }, (_, at) => world.client.getDocument(`record.edition-${at + 1}`))
      return (await Promise.all(found)).flatMap((document) => (document ? [String(document.text)] : []))
    }
  })

  it('uses the stored closing time, whatever the setting of the next process is', async () => {
    const first = instance()
    await begin()
    await hasEditions(1)
    world.kill(first)
    const second = instance({ EDITION_SETTLE_MINUTES: '0' })
    pass(29)
    await publish({ headline: 'Still in the first' })
    await vi.waitFor(async () => expect((await stored())[0]?.text).toContain('Still in the first'), patient)
    expect(await stored()).toMatchObject([{ number: 1, closesAt: '2026-11-26T10:29:00.000Z' }])
    world.kill(second)
    instance({ EDITION_SETTLE_MINUTES: '600' })
    pass(1)
    await publish({ headline: 'In the second' })
    await hasEditions(2)
    expect((await stored()).map(({ closesAt }) => closesAt)).toEqual([
      '2026-11-26T10:29:00.000Z',
      '2026-11-26T20:30:00.000Z',
    ])
  })

  it('expires cached pages when an edition closes, without another publish', async () => {
    vi.useFakeTimers({
      toFake: ['Date', 'setTimeout', 'clearTimeout'],
      now: world.now,
      shouldAdvanceTime: true,
    })
    const { record, published } = instance()
    await begin()
    await hasEditions(1)
    await record.lookNow()
    await record.load()
    const { generation } = published
    await vi.advanceTimersByTimeAsync(28 * 60_000)
    expect(published.generation).toBe(generation)
    await vi.advanceTimersByTimeAsync(3 * 60_000)
    expect(published.generation).toBe(generation + 1)
  })

  it('gets no edition if a newer version only adds empty fields to the stored text', async () => {
    const { record } = instance()
    await begin()
    await hasEditions(1)
    const [one] = await stored()
    const older = canonicalJson(withoutEmpty(JSON.parse(one!.text)))
    expect(older).not.toBe(one!.text)
    await world.client.patch(one!._id).set({ text: older }).commit()
    pass(60)
    await record.lookNow()
    expect(await stored()).toMatchObject([{ number: 1, text: older }])
  })

  it('keeps a broken section through further editions, and gets no edition from its return', async () => {
    instance()
    await begin()
    await hasEditions(1)
    pass(60)
    await publish({ anchor: 'No Anchor' }, 'principles')
    await publish({ headline: 'Meanwhile' })
    await hasEditions(2)
    pass(60)
    await publish({ anchor: 'principles' }, 'principles')
    const { record } = instance()
    await record.lookNow()
    const [, two, ...more] = await stored()
    expect(more).toEqual([])
    const text = readText(two!.text, textFormat)
    expect(text.unavailable).toEqual(['principles'])
    expect(text.sections.map(({ _id }) => _id)).toContain('principles')
    expect(JSON.parse(two!.changes)).toMatchObject({ entries: [{ name: 'Opening' }] })
  })

  it('gets one edition of everything that changed while it was off', async () => {
    const { record } = instance()
    await begin()
    await hasEditions(1)
    await publish({ record: 'off' })
    expect(await record.load()).toBeUndefined()
    for (const headline of ['One', 'Two', 'Three']) {
      pass(60)
      await publish({ headline })
    }
    await record.lookNow()
    expect(await stored()).toHaveLength(1)
    pass(60)
    await begin()
    await hasEditions(2)
    expect((await stored())[1]?.text).toContain('Three')
  })

  const addresses: EditionsPath[] = [
    { kind: 'story', part: 1 },
    { kind: 'edition', number: 1, isMarkdown: false },
    { kind: 'edition', number: 1, isMarkdown: true },
    { kind: 'differences', from: 1, to: 2 },
    { kind: 'on', day: '2026-11-26' },
    { kind: 'feed' },
  ]

  it.each(['private', 'off', 'nonsense'])(
    'has no addresses for readers once it is %s, even if it was public before',
    async (value) => {
      vi.setSystemTime(world.now)
      const { record } = instance()
      await begin()
      await hasEditions(1)
      pass(60)
      await publish({ headline: 'Second' })
      await hasEditions(2)
      const has = () => Promise.all(addresses.map((asked) => record.has(asked)))
      expect(await has()).toEqual(addresses.map(() => true))
      await publish({ record: value })
      expect(await has()).toEqual(addresses.map(() => false))
      expect(await record.load()).toBeUndefined()
      expect(await stored()).toHaveLength(2)
    },
  )

  it('cannot be read without a token, even in a public dataset', async () => {
    instance()
    await begin('private')
    await hasEditions(1)
    world.api.setAccess({ isPublic: true })
    const anybody = createClient({ ...world.client.config(), token: undefined } as never)
    expect(await anybody.fetch('*[_type == "manual"][0].record')).toBe('private')
    for (const query of ['count(*[_type == "edition"])', 'count(*[_id match "record.*"])'])
      expect([query, await anybody.fetch<number>(query)]).toEqual([query, 0])
    expect(await anybody.fetch('*[_id == "record.edition-1"][0].text')).toBeNull()
    // The manual itself can be read without a token.
    const fetched = publishedFetcher(readEnv({ ...world.api.env, SANITY_API_READ_TOKEN: '' }))
    expect(await fetched(manualQuery)).toMatchObject({ record: 'private' })
  })
})

/** A text without empty fields, which an older version might not have known. */
const withoutEmpty = (value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(withoutEmpty)
  const isEmpty = (child: unknown) => child === null || (Array.isArray(child) && child.length === 0)
  const fields = Object.entries(value).filter(
    ([name, child]) => !isEmpty(child) || ['sections', 'unavailable'].includes(name),
  )
  return Object.fromEntries(fields.map(([name, child]) => [name, withoutEmpty(child)]))
}
