import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { parseManual, revisionOf } from '#lib/manual/index.ts'
import {
  expectedOf,
  nameLeftOut,
  readPage,
  readReceipt,
  receiptQuery,
  type Expected,
  type Receipt,
} from '#sanity/studio/receipt.ts'
import { receiptToast, type ReceiptToast } from '#sanity/studio/receipt-toast.ts'
import { wordsOf } from '#sanity/studio/receipt-words.ts'
import { startContentApi } from '#scripts/harness/content-api.ts'
import type { SeedDocument } from '#sanity/seed/index.ts'
import { answerOf, filledDocuments, withFields } from '#tests/lib/support.ts'

const published: Expected = {
  revision: 'aaaaaaaaaaaa',
  isPublished: true,
  isOnPage: true,
  wasOnPage: false,
  problems: [],
  leftOut: [],
}
const page = (revision: string) => `<dd>${revision}</dd>`

describe('the expected page', () => {
  /** The expectation after a document was published in the revision `new` or, without one, unpublished. */
  const expectedAfter = async (documents: readonly SeedDocument[], id: string, before: object = {}) =>
    expectedOf(await answerOf(withFields(documents, { [id]: { _rev: 'new' } }), receiptQuery, { id }), id, {
      ...before,
      _rev: 'old',
    })

  it('has the revision of the published manual', async () => {
    const { manual } = parseManual(await answerOf(filledDocuments()))
    for (const id of ['manual', 'now'])
      expect(
        await expectedAfter(
          filledDocuments(),
          id,
          filledDocuments().find(({ _id }) => _id === id),
        ),
      ).toEqual({
        ...published,
        revision: revisionOf(manual),
        ...(id === 'manual' ? { href: '/' } : { href: '/#now', number: 1 }),
      })
  })

  const [reading] = filledDocuments().find(({ _id }) => _id === 'now')!.readings as object[]
  it.each([
    ['now', { readings: [{ ...reading, subject: 'Something else' }] }, '§ 1.1 changed'],
    ['now', { readings: [reading, { ...reading, _key: 'more' }] }, 'what was § 1.2 is gone'],
    [
      'now',
      { readings: [{ ...reading, _key: 'more' }, reading] },
      'what was § 1.1 is gone, and what was § 1.2 is now § 1.1',
    ],
    ['now', { readings: [] }, '§ 1 is new'],
    ['now', { readings: [{ ...reading, confirmed: '2020-01-01' }] }, 'the confirmation of § 1.1 changed'],
    ['now', { review: 'yearly' }, 'the rhythm of § 1 changed'],
    ['now', { review: undefined, anchor: 'then' }, 'the rhythm and the address of § 1 changed'],
    [
      'now',
      { review: undefined, readings: [{ ...reading, confirmed: undefined }] },
      'the rhythm and the confirmation in § 1 changed',
    ],
    ['now', { review: undefined, lead: 'Another' }, '§ 1 changed'],
    ['principles', { confirmed: '2020-01-01' }, 'the confirmation of § 2 changed'],
    ['now', { lead: 'Another' }, '§ 1 changed'],
    ['manual', { headline: 'Another' }, 'the opening changed'],
    ['manual', { sections: [] }, '7 sections changed'],
  ])('names what changed in %s, which was with %j: %s', async (id, fields, words) => {
    const before = filledDocuments().find(({ _id }) => _id === id)
    const expected = await expectedAfter(filledDocuments(), id, { ...before, ...fields })
    expect(expected.changed).toBe(words)
  })

  it('is unknown from an answer that is older than the change', async () => {
    const documents = withFields(filledDocuments(), { now: { _rev: 'old' } })
    const answer = await answerOf(documents, receiptQuery, { id: 'now' })
    expect(() => expectedOf(answer, 'now', { _rev: 'old' })).toThrow('not return this change yet')
    const unseen = await answerOf(documents, receiptQuery, { id: 'other' })
    expect(() => expectedOf(unseen, 'other', null)).toThrow('not return this change yet')
  })

  it('has nothing of a document that was unpublished, or that the manual does not list', async () => {
    const others = filledDocuments().filter(({ _id }) => _id !== 'now')
    expect(await expectedAfter(others, 'now')).toMatchObject({ isPublished: false, isOnPage: false })
    const unlisted = [...filledDocuments(), { _id: 'other', _type: 'proseSection' }]
    expect(await expectedAfter(unlisted, 'other')).toMatchObject({ isOnPage: false, problems: [] })
  })

  it('no longer has an unpublished section, if it was on the page before', async () => {
    const now = filledDocuments().find(({ _id }) => _id === 'now')!
    const others = filledDocuments().filter(({ _id }) => _id !== 'now')
    const wasOnPage = async (before: object, id = 'now') =>
      (await expectedAfter(others, id, before)).wasOnPage
    expect(await wasOnPage(now)).toBe(true)
    expect(await wasOnPage({ ...now, readings: [] })).toBe(false)
    expect(await wasOnPage({ ...now, _id: 'other' }, 'other')).toBe(false)
  })

  it('lacks the listed sections that readers do not get, and names them', async () => {
    const [manual, ...sections] = filledDocuments() as [SeedDocument, ...SeedDocument[]]
    const references = ['new', 'gone', 'now', 'empty'].map((_ref) => ({ _key: `${_ref}-2`, _ref }))
    const documents = [
      { ...manual, sections: [...(manual.sections as object[]), ...references] },
      ...withFields(sections, { history: { eyebrow: 'History', entries: [] } }),
      { _id: 'drafts.new', _type: 'proseSection', eyebrow: 'Colophon', title: 'How this is set' },
      // An empty section is not named, since readers miss nothing.
      { _id: 'drafts.empty', _type: 'shelfSection', eyebrow: 'Shelf', anchor: 'empty', shelves: [] },
    ]
    const expected = await expectedAfter(documents, 'manual')
    expect(expected).toMatchObject({ isOnPage: true, problems: [] })
    expect(expected.leftOut.map(({ name, reason }) => [name, reason])).toEqual([
      ['History', 'content'],
      ['Colophon', 'not published'],
      [`Section ${sections.length + 2}`, 'reference'],
      ['Eyebrow', 'reference'],
    ])
    expect(wordsOf({ ...expected, state: 'shown', afterMs: 240 }, 'Manual').description).toBe(
      '“History”: Shifts has no entries. “Colophon” is not published yet. ' +
        `“Section ${sections.length + 2}” leads to "gone", which is not published, or does not exist. “Eyebrow” is already on the page.`,
    )
    expect((await expectedAfter(documents, 'now')).leftOut).toEqual([])
  })

  it('names unpublished and broken sections without a name by their title or their place', async () => {
    const [manual, ...sections] = filledDocuments() as [SeedDocument, ...SeedDocument[]]
    const nameless = { eyebrow: undefined, title: undefined }
    const documents = [
      { ...manual, sections: [...(manual.sections as object[]), { _key: 'new', _ref: 'new' }] },
      ...withFields(sections, { history: nameless }),
      { _id: 'drafts.new', _type: 'proseSection', title: 'How this is set', lead: 'In STIX.' },
    ]
    const place = sections.findIndex(({ _id }) => _id === 'history') + 1
    const { leftOut } = await expectedAfter(documents, 'manual')
    expect(leftOut.map(({ name }) => name)).toEqual([`Section ${place}`, 'How this is set'])
  })

  it('names a section that only the draft of the manual lists', async () => {
    const [manual, ...others] = filledDocuments() as [SeedDocument, ...SeedDocument[]]
    const draft = { ...manual, _id: 'drafts.manual' }
    const documents = [{ ...manual, sections: [] }, ...others, draft]
    expect(await expectedAfter(documents, 'now')).toMatchObject({ isOnPage: false, isInDraft: true })
    const without = [{ ...manual, sections: [] }, ...others, { ...draft, sections: [] }]
    expect(await expectedAfter(without, 'now')).not.toHaveProperty('isInDraft')
  })

  it('has the number in the list, where that counts a draft which readers do not see', async () => {
    const documents = filledDocuments().map((document) =>
      document._id === 'now' ? { ...document, _id: 'drafts.now' } : document,
    )
    const expected = await expectedAfter(documents, 'principles')
    expect(expected).toMatchObject({ number: 1, numberInList: 2 })
    expect(wordsOf({ ...expected, state: 'shown', afterMs: 240 }, 'Rules').description).toBe(
      'Readers see this, after 240 ms. In the list it is § 2, which counts what is not published yet.',
    )
    expect(await expectedAfter(filledDocuments(), 'principles')).not.toHaveProperty('numberInList')
  })

  it('lacks a section with a problem, and names the problem', async () => {
    const documents = withFields(filledDocuments(), { now: { readings: 'nonsense' } })
    const expected = await expectedAfter(documents, 'now')
    expect(expected).toMatchObject({ isOnPage: false, problems: [{ path: 'readings' }] })
    expect((await expectedAfter(documents, 'principles')).problems).toEqual([])
  })
})

describe('a receipt', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const pass = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds))
  const receiptOf = async (...reading: Parameters<typeof readReceipt>) => {
    const receipt = readReceipt(...reading)
    await vi.advanceTimersByTimeAsync(60_000)
    return receipt
  }

  it('says when the page first showed the published content', async () => {
    const pages = ['old', 'old', published.revision]
    const receipt = await receiptOf(
      async () => published,
      async () => {
        await pass(20)
        return page(pages.shift()!)
      },
    )
    expect(receipt).toEqual({ ...published, state: 'shown', afterMs: 160 })
  })

  it('accepts content that somebody else has published in the meantime', async () => {
    const revisions = [published.revision, 'bbbbbbbbbbbb']
    const ask = vi.fn<() => Promise<Expected>>(async () => ({
      ...published,
      revision: revisions.shift() ?? 'bbbbbbbbbbbb',
    }))
    const receipt = await receiptOf(ask, async () => page('bbbbbbbbbbbb'))
    expect(receipt).toMatchObject({ state: 'shown', revision: 'bbbbbbbbbbbb' })
    expect(ask).toHaveBeenCalledTimes(2)
  })

  it('says after ten seconds that the page does not show the change, polling less and less often', async () => {
    const looks: number[] = []
    const begun = performance.now()
    const receipt = await receiptOf(
      async () => published,
      async () => {
        looks.push(performance.now() - begun)
        return page('old')
      },
    )
    expect(receipt).toEqual({ state: 'not shown', revision: published.revision })
    expect(looks.length).toBeLessThan(30)
    expect(looks.at(-1)).toBe(10_000)
  })

  it('says that the result is unknown when the last request failed', async () => {
    const silent = await receiptOf(
      async () => published,
      async () => {
        throw new Error('The page answered with status 503.')
      },
    )
    expect(silent).toEqual({ state: 'unknown', why: 'The page answered with status 503.' })
    const recovered = vi
      .fn<() => Promise<Expected>>(async () => published)
      .mockRejectedValueOnce(new Error('No answer'))
    expect(await receiptOf(recovered, async () => page(published.revision))).toMatchObject({ state: 'shown' })
  })
})

describe('the page for the receipt', () => {
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('is requested as a reader requests it, and an error is not taken for it', async () => {
    const fetch = vi.fn<() => Promise<Response>>(async () => new Response('page'))
    vi.stubGlobal('fetch', fetch)
    const { signal } = new AbortController()
    expect(await readPage(signal)).toBe('page')
    expect(fetch).toHaveBeenCalledWith('/', { credentials: 'omit', cache: 'no-store', signal })
    fetch.mockResolvedValue(new Response('page', { status: 503 }))
    await expect(readPage(signal)).rejects.toThrow('status 503')
  })
})

describe('a receipt that names sections which readers do not get', () => {
  const leftOut = (missingId: string) => ({
    name: 'Section 9',
    reason: 'reference' as const,
    problems: [{ path: 'sections[8]', place: ['sections', 8], message: `leads to "${missingId}"` }],
    missingId,
  })
  const receipt = (...ids: string[]): Receipt => ({
    ...published,
    state: 'shown',
    afterMs: 1,
    leftOut: ids.map(leftOut),
  })

  it('calls a deleted one by its name, published or not, whatever its type', async () => {
    await using api = await startContentApi()
    const client = api.writer
    await client.create({ _id: 'shelf', _type: 'shelfSection', eyebrow: 'Shelf' })
    await client.create({ _id: 'drafts.attic', _type: 'proseSection', title: 'What is up there' })
    await client.create({ _id: 'blank', _type: 'former', anchor: 'blank' })
    for (const id of ['shelf', 'drafts.attic', 'blank']) await client.delete(id)
    const named = await nameLeftOut(client, receipt('shelf', 'attic', 'blank', 'never'))
    expect(wordsOf(named, 'Manual').description).toBe(
      '“Shelf” was deleted: restore it, or remove its line from the manual. ' +
        '“What is up there” was deleted: restore it, or remove its line from the manual. ' +
        '“Section 9” was deleted: restore it, or remove its line from the manual. ' +
        '“Section 9” leads to "never".',
    )
    expect(await nameLeftOut(client, receipt())).toEqual(receipt())
  })

  it('is left as it is when the history cannot be read', async () => {
    await using api = await startContentApi()
    api.failWith((_request, response) => response.writeHead(500).end())
    expect(await nameLeftOut(api.writer.withConfig({ maxRetries: 0 }), receipt('shelf'))).toEqual(
      receipt('shelf'),
    )
  })
})

describe('the toast of a receipt', () => {
  /** The statuses of the toasts that are shown, by id. */
  const shown = new Map<string, string | undefined>()
  const push: Parameters<typeof receiptToast>[0] = ({ id = '', status, duration }) => {
    shown.delete(id)
    // Sanity's toasts close at once then.
    if (duration !== 0.01) shown.set(id, status)
    return id
  }
  const [manual, now, shelf] = ['manual', 'now', 'shelf'].map((id) => receiptToast(push, id)) as [
    ReceiptToast,
    ReceiptToast,
    ReceiptToast,
  ]
  beforeEach(() => {
    for (const toast of [manual, now, shelf]) toast.withdraw()
  })

  it('takes the place of the one of another document, as soon as there is news', () => {
    manual.say({ status: 'success', title: '“Manual” is live' })
    expect(manual.isLatest()).toBe(true)
    now.say({ status: 'info', title: '“Now”: reading the page…' })
    expect([...shown]).toEqual([['receipt-now', 'info']])
    expect(manual.isLatest()).toBe(false)
    now.say({ status: 'success', title: '“Now” is live' })
    shelf.say({ status: 'success', title: '“Shelf” is confirmed as of today, in the draft' })
    expect([...shown]).toEqual([['receipt-shelf', 'success']])
  })

  it('is the only one of its document, and is withdrawn only while nothing else has been said there', () => {
    const withdrawFirst = now.say({ status: 'error', title: '“Now” is not published' })
    const withdraw = now.say({ status: 'error', title: '“Now” is not published' })
    withdrawFirst()
    expect([...shown]).toEqual([['receipt-now', 'error']])
    withdraw()
    expect([...shown]).toEqual([])
    now.say({ status: 'success', title: '“Now” is live' })
    withdraw()
    expect([...shown]).toEqual([['receipt-now', 'success']])
  })

  it('leaves a warning and an error of another document where they are, and neither replaces news', () => {
    manual.say({ status: 'success', title: '“Manual” is live' })
    now.say({ status: 'warning', title: 'The confirmation of “Now” is not undone' })
    shelf.say({ status: 'error', title: '“Shelf” is not published' })
    expect([...shown.keys()]).toEqual(['receipt-manual', 'receipt-now', 'receipt-shelf'])
    manual.say({ status: 'warning', title: 'Readers do not see “Manual” as it is yet' })
    now.say({ status: 'success', title: '“Now” is live' })
    expect([...shown]).toEqual([
      ['receipt-shelf', 'error'],
      ['receipt-manual', 'warning'],
      ['receipt-now', 'success'],
    ])
  })
})

describe('the words of a receipt', () => {
  const shown = (expected: Partial<Expected>, afterMs = 240.4) =>
    wordsOf({ ...published, ...expected, state: 'shown', afterMs }, 'Now')

  it('report what was seen', () => {
    expect(shown({ changed: '§ 1.1 changed', href: '/#now' })).toEqual({
      status: 'success',
      title: '“Now” is live: § 1.1 changed',
      description: 'Readers see this, after 240 ms.',
      href: '/#now',
    })
    expect(shown({}, 1240)).toMatchObject({
      title: '“Now” is live',
      description: 'Readers see this, after 1.2 s.',
    })
    const gone = { isPublished: false, isOnPage: false }
    expect(shown({ ...gone, wasOnPage: true })).toEqual({
      status: 'success',
      title: 'Readers no longer see “Now”, after 240 ms',
    })
    expect(shown(gone).title).toBe('Readers do not see “Now”, and did not before')
  })

  it('do not claim that readers see a part that the page leaves out', () => {
    const problems = [{ path: 'title', place: ['title'], message: 'is empty' }]
    expect(shown({ isOnPage: false, problems })).toEqual({
      status: 'warning',
      title: 'Readers do not see “Now”: it has errors',
      description: 'Title is empty.',
    })
    expect(shown({ problems }).title).toBe('Readers see “Now”, except the fields with errors')
    const leftOut = [{ name: 'Colophon', reason: 'not published' as const, problems: [] }]
    expect(shown({ leftOut })).toEqual({
      status: 'warning',
      title: 'Readers see “Now”, but not every section it lists',
      description: '“Colophon” is not published yet.',
    })
    expect(shown({ problems, leftOut }).description).toBe('Title is empty. “Colophon” is not published yet.')
    expect(shown({ isOnPage: false }).title).toBe('Readers do not see “Now”: the manual does not list it')
    expect(shown({ isOnPage: false }).description).toMatch(/^Add it to the sections/)
    expect(shown({ isOnPage: false, isInDraft: true }).description).toBe(
      'Its draft does: publish the manual.',
    )
  })

  it('say what to check', () => {
    const late = wordsOf({ state: 'not shown', revision: published.revision }, 'Now')
    expect(late).toMatchObject({ status: 'warning', title: 'Readers do not see “Now” as it is yet' })
    for (const clue of [published.revision, 'webhook', '/readyz']) expect(late.description).toContain(clue)
    expect(wordsOf({ state: 'unknown', why: 'No answer.' }, 'Now').description).toContain('No answer.')
  })
})
