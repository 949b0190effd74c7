import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { LastGood } from '#sanity/content/last-good.ts'
import type { ContentChange } from '#sanity/content/answer.ts'
import { PublishedContent } from '#sanity/content/published-content.ts'

let dataDir: string
let lines: string[]
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'published-content-'))
  lines = []
  for (const level of ['info', 'warn'] as const)
    vi.spyOn(console, level).mockImplementation((line: string) => void lines.push(line))
})
afterEach(() => {
  vi.restoreAllMocks()
  rmSync(dataDir, { recursive: true, force: true })
})

/** A thirtieth of the actual times. */
const timing = {
  maxLagMs: 300,
  maxWaitMs: 20,
  retryDelaysMs: {
    changed: { first: 2, most: 16 },
    failed: { first: 30, most: 150 },
    'in part': { first: 150, most: 2000 },
  },
}

const manual = (headline: string, second = 0, rev = headline) => ({
  _id: 'manual',
  _type: 'manual',
  _rev: rev,
  _createdAt: '2026-11-26T09:00:00Z',
  _updatedAt: `2026-11-26T10:00:${String(second).padStart(2, '0')}Z`,
  identity: 'Manual',
  headline,
  sections: [],
})

/** Published content with an API that returns the result of `answer`. */
function contentOf(answer: () => unknown, { isFollowed = true, mayLag = false } = {}) {
  const content = new PublishedContent({
    fetch: async () => answer(),
    lastGood: new LastGood(dataDir, 'test'),
    isFollowed,
    mayLag,
    timing,
  })
  onTestFinished(() => content.close())
  const shown = async () => {
    const loaded = await content.load()
    return loaded.state === 'unseen' ? loaded.state : [loaded.state, loaded.manual.opening.headline]
  }
  return { content, shown }
}

/** Waits until the API has been queried this many more times. */
const asksAgain = (fetch: { mock: { calls: unknown[] } }, times: number) => {
  const before = fetch.mock.calls.length
  return vi.waitFor(() => expect(fetch.mock.calls.length).toBeGreaterThanOrEqual(before + times))
}

const down = () => {
  throw new Error('down')
}

describe('published content', () => {
  it('is queried once until it changes', async () => {
    const fetch = vi.fn<() => unknown>(() => manual('one'))
    const { content, shown } = contentOf(fetch)
    expect([await shown(), await shown()]).toEqual([
      ['current', 'one'],
      ['current', 'one'],
    ])
    expect(fetch).toHaveBeenCalledTimes(1)
    const before = content.generation
    content.expire()
    expect(content.generation).toBeGreaterThan(before)
    await shown()
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('is queried by every load if changes are not followed', async () => {
    const fetch = vi.fn<() => unknown>(() => manual('one'))
    const { shown } = contentOf(fetch, { isFollowed: false })
    await shown()
    await shown()
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('is never replaced by a slow answer to a query from before a change', async () => {
    const slow = Promise.withResolvers<unknown>()
    const answers = [slow.promise, Promise.resolve(manual('new', 1))]
    const { content, shown } = contentOf(() => answers.shift())
    const early = shown()
    content.expire()
    expect(await shown()).toEqual(['current', 'new'])
    slow.resolve(manual('old'))
    expect(await early).toEqual(['current', 'new'])
    expect(await shown()).toEqual(['current', 'new'])
  })

  it('is queried again until it includes an announced change, and then expires pages', async () => {
    let answer = manual('old')
    const fetch = vi.fn<() => unknown>(() => answer)
    const { content, shown } = contentOf(fetch, { mayLag: true })
    await shown()
    content.expire([{ id: 'manual', rev: 'new', time: '2026-11-26T10:00:00.500000Z' }])
    expect(await shown()).toEqual(['last good', 'old'])
    const lagging = content.generation
    await asksAgain(fetch, 3)
    expect(await shown()).toEqual(['last good', 'old'])
    expect(content.generation).toBe(lagging)
    answer = manual('new')
    await vi.waitFor(async () => expect(await shown()).toEqual(['current', 'new']))
    expect(content.generation).toBeGreaterThan(lagging)
    expect(lines).toEqual([])
  })

  it('is not queried for ever if the change never appears, and a line is logged', async () => {
    const fetch = vi.fn<() => unknown>(() => manual('old'))
    const { content, shown } = contentOf(fetch, { mayLag: true })
    content.expire([{ id: 'manual', rev: 'never', time: '2026-11-26T10:00:00.500000Z' }])
    expect(await shown()).toEqual(['last good', 'old'])
    await vi.waitFor(async () => expect(await shown()).toEqual(['current', 'old']))
    expect(lines).toEqual([
      'The content API announced a change of "manual" and has not shown it for 0.3 seconds',
    ])
    const asked = fetch.mock.calls.length
    content.expire()
    await shown()
    expect(fetch).toHaveBeenCalledTimes(asked + 1)
  })

  it('is not replaced by an older answer, except after some time', async () => {
    let answer = manual('new', 5)
    const { content, shown } = contentOf(() => answer, { mayLag: true })
    await shown()
    answer = manual('old', 1)
    content.expire()
    expect(await shown()).toEqual(['last good', 'new'])
    await vi.waitFor(async () => expect(await shown()).toEqual(['current', 'old']))
  })

  it('is replaced by an older answer at once if the API cannot lag', async () => {
    let answer = manual('new', 5)
    const { content, shown } = contentOf(() => answer)
    await shown()
    answer = manual('old', 1)
    content.expire([{ id: 'manual', rev: 'other' }])
    expect(await shown()).toEqual(['current', 'old'])
  })

  it('is queried again for some time after a gap, in which anything may have changed', async () => {
    let answer = manual('old')
    const { content, shown } = contentOf(() => answer, { mayLag: true })
    content.expire()
    expect(await shown()).toEqual(['current', 'old'])
    answer = manual('new', 1)
    await vi.waitFor(async () => expect(await shown()).toEqual(['current', 'new']))
  })

  it('brings back neither a deleted section nor the first of two changes within a second', async () => {
    const document = { _id: 'p', _type: 'proseSection', _rev: 'p1', _updatedAt: '2026-11-26T10:00:00Z' }
    const listed = { ...manual('one'), sections: [{ _key: 'p', _ref: 'p', document }] }
    const gone = { ...listed, sections: [{ _key: 'p', _ref: 'p', document: null }] }
    let answer: unknown = listed
    const { content } = contentOf(() => answer, { mayLag: true })
    const next = async (value: unknown, ...changes: ContentChange[]) => {
      answer = value
      content.expire(changes)
      return content.load()
    }
    await content.load()
    expect(await next(gone, { id: 'p' })).toMatchObject({ state: 'current' })
    expect(await next(listed, { id: 'x', rev: 'x1' })).toMatchObject({ state: 'last good' })
    answer = gone
    await vi.waitFor(async () => expect(await content.load()).toMatchObject({ state: 'current' }))

    const time = '2026-11-26T10:00:00.500Z'
    content.expire([{ id: 'manual', rev: 'r2', time }])
    expect(await next(manual('three', 0, 'r3'), { id: 'manual', rev: 'r3', time })).toMatchObject({
      state: 'current',
      manual: { opening: { headline: 'three' } },
    })
    expect(await next(manual('two', 0, 'r2'), { id: 'x', rev: 'x2' })).toMatchObject({
      state: 'last good',
      manual: { opening: { headline: 'three' } },
    })
  })

  it('is the second of two changes within a second, even if only the first was announced', async () => {
    let answer = manual('one', 0, 'r1')
    const { content, shown } = contentOf(() => answer, { mayLag: true })
    await shown()
    answer = manual('two', 1, 'r2')
    content.expire([{ id: 'manual', rev: 'r2', time: '2026-11-26T10:00:01.100Z' }])
    expect(await shown()).toEqual(['current', 'two'])
    answer = manual('three', 1, 'r3')
    // The listener was cut off while it happened.
    content.expire()
    expect((await shown())[1]).toBe('three')
    // From a replica that lags.
    answer = manual('two', 1, 'r2')
    content.expire()
    expect((await shown())[1]).toBe('three')
  })

  it('follows a lagging API while changes keep coming', async () => {
    let answer = manual('r1', 1)
    const { content, shown } = contentOf(() => answer, { mayLag: true })
    await shown()
    for (let change = 2; change < 40; change += 1) {
      content.expire([{ id: 'manual', rev: `r${change}`, time: `2026-11-26T10:00:${change + 10}.500Z` }])
      // Ten changes late, and now and then by a replica that is another one behind.
      answer = manual(`r${Math.max(1, change - 10)}`, change)
      expect(await shown()).toEqual(['last good', `r${Math.max(1, change - 10)}`])
      answer = manual(`r${Math.max(1, change - 11)}`, change)
      content.expire([{ id: 'other', rev: `o${change}` }])
      expect(await shown()).toEqual(['last good', `r${Math.max(1, change - 10)}`])
    }
  })

  it('is accepted at the announced revision, whatever its date', async () => {
    let answer = manual('one', 30)
    const { content, shown } = contentOf(() => answer, { mayLag: true })
    await shown()
    answer = manual('imported', 1)
    content.expire([{ id: 'manual', rev: 'imported', time: '2026-11-26T10:00:31Z' }])
    expect(await shown()).toEqual(['current', 'imported'])
  })

  it('is not awaited for long while the API is known to be away, and still used when it arrives', async () => {
    const slow = Promise.withResolvers<unknown>()
    let answer: () => unknown = () => manual('one')
    const { content, shown } = contentOf(() => answer(), { mayLag: true })
    await shown()
    answer = down
    content.expire()
    await shown()
    answer = () => slow.promise
    content.expire()
    expect(await shown()).toEqual(['last good', 'one'])
    slow.resolve(manual('two', 1))
    await vi.waitFor(async () => expect(await shown()).toEqual(['current', 'two']))
  })

  it('is the last good content while the API is away, and becomes current by itself', async () => {
    let answer: () => unknown = () => manual('one')
    const fetch = vi.fn<() => unknown>(() => answer())
    const { content, shown } = contentOf(fetch)
    await shown()
    answer = down
    content.expire()
    expect(await shown()).toEqual(['last good', 'one'])
    const asked = fetch.mock.calls.length
    expect(await shown()).toEqual(['last good', 'one'])
    expect(fetch).toHaveBeenCalledTimes(asked)
    const failing = content.generation
    await asksAgain(fetch, 3)
    expect(content.generation).toBe(failing)
    answer = () => manual('two', 1)
    await vi.waitFor(async () => expect(await shown()).toEqual(['current', 'two']))
    expect(content.generation).toBeGreaterThan(failing)
    expect(lines).toEqual([
      'The content API gave no manual; readers get the last good content: down',
      'The content API gives a manual again: readers get current content',
    ])
  })

  it('is unseen if there has never been any, and the log says how to fill an empty dataset', async () => {
    let answer: () => unknown = () => null
    const { shown } = contentOf(() => answer())
    expect(await shown()).toBe('unseen')
    answer = () => manual('first')
    await vi.waitFor(async () => expect(await shown()).toEqual(['current', 'first']))
    expect(lines).toEqual([
      expect.stringMatching(/readers get 503.*no published manual in the dataset.*npm run seed/),
      'The content API gives a manual now: readers get current content',
    ])
  })

  it("is queried again while a section is broken, and keeps that section's last good content", async () => {
    const section = {
      _id: 'p',
      _type: 'proseSection',
      _rev: 'p',
      eyebrow: 'About',
      title: 'About',
      anchor: 'about',
    }
    const whole = {
      ...manual('one'),
      sections: [{ _key: 'p', _ref: 'p', document: { ...section, body: [paragraph('Words')] } }],
    }
    const inPart = { ...whole, headline: 'two', sections: [{ _key: 'p', _ref: 'p', document: section }] }
    let answer: () => unknown = () => whole
    const { content } = contentOf(() => answer())
    const sections = async () => {
      const loaded = await content.load()
      return loaded.state === 'unseen'
        ? undefined
        : [loaded.state, loaded.manual.opening.headline, loaded.manual.sections.length]
    }
    expect(await sections()).toEqual(['current', 'one', 1])
    answer = () => inPart
    content.expire()
    expect(await sections()).toEqual(['current', 'two', 0])
    answer = down
    content.expire()
    expect(await sections()).toEqual(['last good', 'two', 1])
    answer = () => inPart
    await vi.waitFor(async () => expect(await sections()).toEqual(['current', 'two', 0]))
    answer = () => whole
    await vi.waitFor(async () => expect(await sections()).toEqual(['current', 'one', 1]))
  })

  it('contains nothing from before, in memory or on disk, after forget', async () => {
    const section = { _id: 'p', _type: 'proseSection', _rev: 'p', eyebrow: 'About', anchor: 'about' }
    const listed = (document: object) => ({
      ...manual('one'),
      sections: [{ _key: 'p', _ref: 'p', document: { ...section, ...document } }],
    })
    let answer: () => unknown = () => listed({ body: [paragraph('We left Zebrafinch.')] })
    const { content } = contentOf(() => answer())
    const kept = () => readFileSync(join(dataDir, 'last-good.json'), 'utf8')
    await content.load()
    answer = () => listed({ body: 'broken' })
    content.expire()
    await content.load()
    await vi.waitFor(() => expect(kept()).toContain('Zebrafinch'))
    const { generation } = content
    await content.forget()
    expect(kept()).not.toContain('Zebrafinch')
    expect(content.generation).toBeGreaterThan(generation)
    answer = down
    content.expire()
    const loaded = await content.load()
    expect([loaded.state, JSON.stringify(loaded).includes('Zebrafinch')]).toEqual(['last good', false])
  })

  it('keeps the last good content if the API is away during forget', async () => {
    let answer: () => unknown = () => manual('one')
    const { content, shown } = contentOf(() => answer())
    await shown()
    answer = down
    await content.forget()
    expect(await shown()).toEqual(['last good', 'one'])
  })
})

const paragraph = (text: string) => ({
  _key: 'k',
  _type: 'block',
  style: 'normal',
  markDefs: [],
  children: [{ _key: 's', _type: 'span', marks: [], text }],
})
