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

/** Thirty times as fast as in use. */
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

/** Content of an API that answers what `answer` gives. */
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

/** Waits until the content was asked for that many times more. */
const asksAgain = (fetch: { mock: { calls: unknown[] } }, times: number) => {
  const before = fetch.mock.calls.length
  return vi.waitFor(() => expect(fetch.mock.calls.length).toBeGreaterThanOrEqual(before + times))
}

const down = () => {
  throw new Error('down')
}

describe('published content', () => {
  it('is asked for once until it changes', async () => {
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

  it('is asked for by every load where nobody tells of changes', async () => {
    const fetch = vi.fn<() => unknown>(() => manual('one'))
    const { shown } = contentOf(fetch, { isFollowed: false })
    await shown()
    await shown()
    expect(fetch).toHaveBeenCalledTimes(2)
  })

  it('is never what a slow answer brings that began before a change', async () => {
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

  it('is looked at again until an announced change can be seen, and then expires what was made before', async () => {
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

  it('is not asked for again for ever, and the operator is told', async () => {
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

  it('does not go back when the content API answers with something older, but believes it after a while', async () => {
    let answer = manual('new', 5)
    const { content, shown } = contentOf(() => answer, { mayLag: true })
    await shown()
    answer = manual('old', 1)
    content.expire()
    expect(await shown()).toEqual(['last good', 'new'])
    await vi.waitFor(async () => expect(await shown()).toEqual(['current', 'old']))
  })

  it('may go back at once where the content API never lags: somebody put an older copy in', async () => {
    let answer = manual('new', 5)
    const { content, shown } = contentOf(() => answer)
    await shown()
    answer = manual('old', 1)
    content.expire([{ id: 'manual', rev: 'other' }])
    expect(await shown()).toEqual(['current', 'old'])
  })

  it('is looked at again for a while after a gap, in which anything may have changed', async () => {
    let answer = manual('old')
    const { content, shown } = contentOf(() => answer, { mayLag: true })
    content.expire()
    expect(await shown()).toEqual(['current', 'old'])
    answer = manual('new', 1)
    await vi.waitFor(async () => expect(await shown()).toEqual(['current', 'new']))
  })

  it('does not bring back what was deleted, nor the first of two changes in one second', async () => {
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

    expect(await next(manual('three', 0, 'r3'), { id: 'manual', rev: 'r3' })).toMatchObject({
      state: 'current',
      manual: { opening: { headline: 'three' } },
    })
    expect(await next(manual('two', 0, 'r2'), { id: 'x', rev: 'x2' })).toMatchObject({
      state: 'last good',
      manual: { opening: { headline: 'three' } },
    })
  })

  it('is not withheld for its date when it is at the announced revision', async () => {
    let answer = manual('one', 30)
    const { content, shown } = contentOf(() => answer, { mayLag: true })
    await shown()
    answer = manual('imported', 1)
    content.expire([{ id: 'manual', rev: 'imported', time: '2026-11-26T10:00:31Z' }])
    expect(await shown()).toEqual(['current', 'imported'])
  })

  it('is not waited for long when it is known to be away, and arrives all the same', async () => {
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

  it('is the last good content while the API is away, waited for once, and current again by itself', async () => {
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

  it('is unseen where there has never been any, and the operator is told what fills an empty dataset', async () => {
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

  it('is looked at again by itself while it is shown in part, and keeps the better last good content', async () => {
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

  it('has nothing of what was published before, in memory or on the disk, once that is to be forgotten', async () => {
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

  it('keeps the last good content where the content API is away when it is to be forgotten', async () => {
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
