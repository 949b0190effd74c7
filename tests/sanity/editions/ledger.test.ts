import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient, type SanityClient } from '@sanity/client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { readEnv } from '#lib/env.ts'
import { textFormat } from '#lib/editions/text.ts'
import { publishedFetcher } from '#sanity/content/connection.ts'
import { LastGood } from '#sanity/content/last-good.ts'
import { PublishedContent } from '#sanity/content/published-content.ts'
import { manualQuery } from '#sanity/content/queries.ts'
import { recordClients } from '#sanity/editions/connection.ts'
import { EditionRecord } from '#sanity/editions/edition-record.ts'
import { seedDocuments } from '#sanity/seed/index.ts'
import { startContentApi, type ContentApi } from '#scripts/harness/content-api.ts'

let api: ContentApi
let now: number
let client: SanityClient
let directory: string
const instances: { published: PublishedContent; record: EditionRecord }[] = []
const lines: string[] = []

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'editions-'))
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

beforeEach(async () => {
  now = Date.UTC(2026, 10, 26, 10)
  lines.length = 0
  vi.spyOn(console, 'warn').mockImplementation((line: string) => void lines.push(line))
  vi.spyOn(console, 'info').mockImplementation((line: string) => void lines.push(line))
  api = await startContentApi({
    seed: seedDocuments,
    clock: () => new Date(now),
    onPublish: (types) => {
      for (const { published, record } of instances) {
        if (types.every((type) => type === 'edition')) void record.changed()
        else {
          published.expire()
          record.look()
        }
      }
    },
  })
  client = createClient({
    projectId: 'manual',
    dataset: 'production',
    apiVersion: '2026-01-01',
    apiHost: api.url,
    useProjectHostname: false,
    useCdn: false,
    token: api.env.SANITY_API_WRITE_TOKEN!,
    perspective: 'raw',
  })
})
afterEach(async () => {
  for (const { published, record } of instances.splice(0)) {
    record.close()
    await record.lookNow()
    published.close()
  }
  await api[Symbol.asyncDispose]()
  vi.restoreAllMocks()
})

let directories = 0

/** A process that follows the content, with a directory of its own. */
function instance(changes: Record<string, string> = {}) {
  const env = readEnv({ ...api.env, ...changes })
  const ask = publishedFetcher(env)
  const published = new PublishedContent({
    fetch: () => ask(manualQuery),
    lastGood: new LastGood(join(directory, `${(directories += 1)}`), 'test'),
    isFollowed: true,
    mayLag: false,
  })
  const record = new EditionRecord({
    published,
    ...recordClients(env),
    settle: env.EDITION_SETTLE_MINUTES,
    isFollowed: true,
    timing: { settle: 1, again: 5, mostAgain: 50 },
  })
  instances.push({ published, record })
  return { published, record }
}

interface Stored {
  _id: string
  _rev: string
  number: number
  date: string
  closesAt: string
  changes: string
  text: string
  reason?: string
}
const stored = () =>
  client.fetch<Stored[]>('*[_type == "edition" && !defined(withdrawn)] | order(number asc)')

const publish = (set: Record<string, unknown>, id = 'manual') => client.patch(id).set(set).commit()
const begin = (record = 'public') => publish({ record })
const pass = (minutes: number) => (now += minutes * 60_000)

/** Waits until the record has so many editions. */
/** Several suites share a machine. */
const patient = { timeout: 20_000 }
vi.setConfig({ testTimeout: 60_000 })

const hasEditions = (count: number) =>
  vi.waitFor(async () => expect((await stored()).map(({ number }) => number)).toHaveLength(count), patient)

describe('the record', () => {
  it('is not begun while it is off, also where its value is broken', async () => {
    const { record } = instance()
    await publish({ headline: 'Another' })
    await publish({ record: 'everything' })
    await record.lookNow()
    expect(record.state).toBe('off')
    expect(await stored()).toEqual([])
    expect(await record.load()).toBeUndefined()
  })

  it('begins with what is published, dated by the Content Lake', async () => {
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

  it('has one edition after a hundred notifications at once in three processes', async () => {
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

  it('rewrites an open edition, and withdraws it when it comes to say what the one before says', async () => {
    instance()
    await begin()
    await hasEditions(1)
    pass(60)
    const before = await client.getDocument('manual')
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

  it('makes no edition of what readers cannot see: a confirmation, a field that no page shows', async () => {
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

  it('says on a page what is not written yet', async () => {
    const { record, published } = instance({ SANITY_API_WRITE_TOKEN: '' })
    await begin()
    published.expire()
    expect((await record.load())?.list.map(({ number, date }) => [number, date])).toEqual([
      [1, '2026-11-26T10:00:00Z'],
    ])
    expect(await stored()).toEqual([])
  })

  it('needs both tokens, and says so in one line', async () => {
    const { record } = instance({ SANITY_API_WRITE_TOKEN: '' })
    await begin()
    await vi.waitFor(() => expect(lines).toHaveLength(1), patient)
    await record.lookNow()
    expect(lines).toEqual([
      'The record of editions is not kept: it needs SANITY_API_WRITE_TOKEN, which is not set',
    ])
    expect(record.state).toBe('no tokens')
  })

  it('is not gone on with by an older version, which shows no editions then', async () => {
    const { record } = instance()
    await begin()
    await hasEditions(1)
    const [one] = await stored()
    await client.create({
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
    expect(await record.load()).toBeUndefined()
    expect(await stored()).toHaveLength(2)
    await client.delete('record.edition-2')
    await publish({ headline: 'After the rollback' })
    await hasEditions(2)
    await vi.waitFor(async () => expect((await record.load())?.latest.number).toBe(2), patient)
  })

  it('does not fail a page when the content API refuses it, and is made up for later', async () => {
    const { record } = instance()
    await begin()
    await hasEditions(1)
    pass(60)
    await record.load()
    api.failWith((request, response) => {
      response.writeHead(request.url?.includes('now()') || request.method === 'POST' ? 500 : 503).end()
    })
    expect((await record.load())?.latest.number).toBe(1)
    api.failWith()
    // Connections were closed with it.
    await vi.waitFor(() => publish({ headline: 'After the failure' }), patient)
    await hasEditions(2)
  })

  it('expires what is cached for a reason, and for nothing that readers cannot see', async () => {
    const { record, published } = instance()
    await begin()
    await hasEditions(1)
    await record.lookNow()
    await record.load()
    const { generation } = published
    await record.lookNow()
    expect(published.generation).toBe(generation)
    await client.patch('record.edition-1').set({ reason: 'Because.' }).commit()
    await vi.waitFor(() => expect(published.generation).toBeGreaterThan(generation), patient)
    expect((await record.load())?.latest.reason).toBe('Because.')
  })

  it('keeps a private record, and shows nothing of it', async () => {
    const { record } = instance()
    await begin('private')
    await hasEditions(1)
    expect(await record.load()).toBeUndefined()
    expect((await record.loadForAuthor())?.latest.number).toBe(1)
  })

  it('dates the taking away of a section by the Content Lake, which leaves no document with a date', async () => {
    instance()
    await begin()
    await hasEditions(1)
    pass(90)
    await client.delete('history')
    await hasEditions(2)
    expect((await stored())[1]).toMatchObject({
      date: expect.stringMatching(/^2026-11-26T11:30:00/) as string,
    })
  })
})
