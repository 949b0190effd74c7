import { BufferedDocument, Mutation } from '@sanity/mutator'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { committedBefore } from '#sanity/lake/streams.client.ts'
import { keepUnsavedEdits, revived } from '#sanity/studio/keep-unsaved-edits.client.ts'

const id = 'drafts.note'
type Mutations = ConstructorParameters<typeof Mutation>[0]['mutations']

beforeAll(() => {
  // unsaved-edits.client.ts needs this function of a browser.
  vi.stubGlobal('addEventListener', () => {})
  keepUnsavedEdits()
})

/** One tab's copy of a draft. The test sends what a Content Lake would send. */
function openTab(draft: object | null) {
  const copy = new BufferedDocument(draft && ({ _id: id, _type: 'note', _rev: 'first', ...draft } as never))
  const sent: Parameters<NonNullable<BufferedDocument['commitHandler']>>[0][] = []
  copy.commitHandler = (message) => sent.push(message)
  return {
    copy,
    sent,
    type: (set: object) => {
      copy.add(new Mutation({ mutations: [{ patch: { id, set } }] } as never))
      void copy.commit()
    },
    arrive: (transactionId: string, previousRev: string | undefined, mutations: Mutations) =>
      copy.arrive(new Mutation({ transactionId, previousRev, resultRev: transactionId, mutations } as never)),
    words: () => copy.LOCAL && { title: copy.LOCAL['title'], lead: copy.LOCAL['lead'] },
  }
}

const deleted = [{ delete: { id } }] as Mutations
/**
 * The mutations with which a lake applies an edit without a draft: it creates one from the published document
 * first.
 */
const madeAnew = ({ mutation }: { mutation: Mutation }) =>
  [{ create: { _id: id, _type: 'note', title: 'A', lead: 'published' } }, ...mutation.mutations] as Mutations

describe('a tab’s copy of a draft that is published in another tab', () => {
  it('matches the stored draft when an edit was in progress', () => {
    const { type, arrive, sent, words } = openTab({ title: 'A', lead: 'old' })
    type({ title: 'A B' })
    arrive('published', 'first', deleted)
    expect(words()).toBe(null)
    const [edit] = sent
    arrive(edit!.mutation.transactionId!, undefined, madeAnew(edit!))
    edit!.success()
    expect(words()).toEqual({ title: 'A B', lead: 'published' })
  })

  it('matches the stored draft when its creation was in progress', () => {
    const { copy, type, arrive, sent, words } = openTab(null)
    const create = { createIfNotExists: { _id: id, _type: 'note', title: 'old', lead: 'old' } }
    copy.add(new Mutation({ mutations: [create] } as never))
    type({ title: 'old B' })
    const { mutation, success } = sent[0]!
    arrive(mutation.transactionId!, undefined, [
      { create: { _id: id, _type: 'note', title: 'A B', lead: 'published' } },
    ] as Mutations)
    success()
    expect(words()).toEqual({ title: 'A B', lead: 'published' })
  })

  it.each(['before it was sent', 'while another was under way'])('sends an edit made %s', (when) => {
    const { copy, type, arrive, sent, words } = openTab({ title: 'A', lead: 'old' })
    if (when !== 'before it was sent') type({ lead: 'mine' })
    copy.add(new Mutation({ mutations: [{ patch: { id, set: { title: 'A B' } } }] } as never))
    if (when !== 'before it was sent') void copy.commit()
    arrive('published', 'first', deleted)
    void copy.commit()
    let revision: string | undefined
    for (let index = 0; index < sent.length; index += 1) {
      const edit = sent[index]!
      const { transactionId, mutations } = edit.mutation
      arrive(transactionId!, revision, revision === undefined ? madeAnew(edit) : mutations)
      revision = transactionId
      edit.success()
    }
    expect(words()?.title).toBe('A B')
    expect(copy.document.HEAD).toMatchObject({ title: 'A B' })
  })

  it('sends an edit again when sending failed', async () => {
    const { type, arrive, sent, words } = openTab({ title: 'A', lead: 'old' })
    type({ title: 'A B' })
    arrive('published', 'first', deleted)
    sent[0]!.failure()
    await expect.poll(() => sent.length, { timeout: 3000 }).toBe(2)
    arrive(sent[1]!.mutation.transactionId!, undefined, madeAnew(sent[1]!))
    sent[1]!.success()
    expect(words()).toEqual({ title: 'A B', lead: 'published' })
  })

  it('sends edits together that were made while another was in progress', () => {
    const { type, sent, arrive, words } = openTab({ title: 'A', lead: 'old' })
    type({ title: 'A B' })
    for (const title of ['A B C', 'A B C D', 'A B C D E']) type({ title })
    expect(sent).toHaveLength(1)
    sent[0]!.success()
    expect(sent).toHaveLength(2)
    sent[1]!.success()
    expect(sent).toHaveLength(2)
    for (const [index, { mutation }] of sent.entries())
      arrive(
        mutation.transactionId!,
        index === 0 ? 'first' : sent[0]!.mutation.transactionId,
        mutation.mutations,
      )
    expect(words()?.title).toBe('A B C D E')
  })

  it.each(['before', 'after'])(
    'keeps the edit that is being sent when the draft is read again, as it was %s that edit',
    (when) => {
      const { copy, type, sent, arrive, words } = openTab({ title: 'A', lead: 'old' })
      type({ title: 'A B' })
      type({ title: 'A B C' })
      const { mutation, success } = sent[0]!
      const own = mutation.transactionId!
      const stored = when === 'after' ? { _rev: own, title: 'A B' } : { _rev: 'first', title: 'A' }
      copy.reset({ _id: id, _type: 'note', lead: 'old', ...stored } as never)
      expect(words()).toEqual({ title: 'A B C', lead: 'old' })
      if (when === 'before') arrive(own, 'first', mutation.mutations)
      success()
      arrive(sent[1]!.mutation.transactionId!, own, sent[1]!.mutation.mutations)
      sent[1]!.success()
      expect(words()).toEqual({ title: 'A B C', lead: 'old' })
      expect(copy.document.isConsistent()).toBe(true)
    },
  )

  it('drops an edit that is refused', () => {
    const { copy, type, sent, words } = openTab({ title: 'A', lead: 'old' })
    type({ title: 'A B' })
    sent[0]!.cancel(Object.assign(new Error('Insufficient permissions'), { statusCode: 403 }))
    expect(words()).toEqual({ title: 'A', lead: 'old' })
    expect(copy.document.isConsistent()).toBe(true)
  })

  it('has nothing to save when an edit is undone before it is sent', () => {
    const { copy, type, sent, arrive } = openTab({ title: 'A', lead: 'old' })
    const states: boolean[] = []
    copy.onConsistencyChanged = (isConsistent) => states.push(isConsistent)
    type({ title: 'A B' })
    type({ title: 'A B C' })
    type({ title: 'A B' })
    const { mutation, success } = sent[0]!
    arrive(mutation.transactionId!, 'first', mutation.mutations)
    success()
    expect(sent).toHaveLength(1)
    expect(states.at(-1)).toBe(true)
  })

  it('does not redraw the form when the event matches the edit', () => {
    const { copy, type, arrive, sent } = openTab({ title: 'A', lead: 'old' })
    let redrawn = 0
    copy.onRebase = () => (redrawn += 1)
    type({ title: 'A B' })
    const { mutation, success } = sent[0]!
    arrive(mutation.transactionId!, 'first', mutation.mutations)
    success()
    expect(redrawn).toBe(0)
  })
})

describe('a tab’s copy of a draft whose edit was committed, but the answer was lost', () => {
  const edited = { _id: id, _type: 'note', title: 'A B', lead: 'old' }

  it.each([
    ['its edit', (edit: string) => edit],
    ['an edit of another tab after it', () => 'of another tab'],
  ])('has the edit once when it is sent again, and the draft was read with %s as the last', (_, revision) => {
    const { copy, type, sent, words } = openTab({ title: 'A', lead: 'old' })
    type({ title: 'A B' })
    const { mutation, success } = sent[0]!
    copy.reset({ ...edited, _rev: revision(mutation.transactionId!) } as never)
    committedBefore.add(mutation.transactionId!)
    success()
    expect(words()?.title).toBe('A B')
    expect(copy.document.isConsistent()).toBe(true)
    type({ title: 'A B C' })
    expect(sent[1]?.mutation.apply(edited as never)).toMatchObject({ title: 'A B C' })
  })
})

describe('a tab’s copy of a draft that is deleted', () => {
  const gone = Object.assign(new Error('not found'), { statusCode: 404 })

  it.each(['before its edit is refused', 'after its edit is refused'])(
    'creates the draft again when it hears of that %s',
    async (when) => {
      const { copy, type, arrive, sent, words } = openTab({ title: 'A', lead: 'old' })
      const notices: unknown[] = []
      const listening = revived.subscribe((content) => notices.push(content))
      type({ title: 'A B' })
      if (when.startsWith('before')) arrive('deleted', 'first', deleted)
      sent[0]!.cancel(gone)
      if (when.startsWith('after')) arrive('deleted', 'first', deleted)
      await expect.poll(() => sent.length).toBe(2)
      const [, again] = sent
      expect(again!.mutation.mutations).toMatchObject([
        { create: { _id: id, _type: 'note', title: 'A B', lead: 'old' } },
      ])
      arrive(again!.mutation.transactionId!, undefined, again!.mutation.mutations)
      again!.success()
      expect(words()).toEqual({ title: 'A B', lead: 'old' })
      await expect.poll(() => notices).toMatchObject([{ _id: id, title: 'A B' }])
      // The author can go on typing.
      type({ title: 'A B C' })
      expect(copy.LOCAL).toMatchObject({ title: 'A B C' })
      listening.unsubscribe()
    },
  )

  it('keeps edits that were made after the refused one', async () => {
    const { copy, type, arrive, sent } = openTab({ title: 'A', lead: 'old' })
    type({ title: 'A B' })
    copy.add(new Mutation({ mutations: [{ patch: { id, set: { title: 'A B C' } } }] } as never))
    const behind = copy.commit()
    arrive('deleted', 'first', deleted)
    sent[0]!.cancel(gone)
    await expect(behind).resolves.toBeUndefined()
    expect(sent[1]!.mutation.mutations).toMatchObject([{ create: { title: 'A B C', lead: 'old' } }])
  })

  it.each([
    ['deletion', 'refusal'],
    ['refusal', 'deletion'],
  ])('keeps edits that were made between the %s and the %s', async (first) => {
    const { type, arrive, sent } = openTab({ title: 'A', lead: 'old' })
    type({ title: 'A B' })
    const hear = { deletion: () => arrive('deleted', 'first', deleted), refusal: () => sent[0]!.cancel(gone) }
    hear[first as 'deletion' | 'refusal']()
    type({ title: 'A B C' })
    type({ lead: 'new' })
    hear[first === 'deletion' ? 'refusal' : 'deletion']()
    // What was sent meanwhile is refused too.
    if (first === 'refusal') sent[1]!.cancel(gone)
    await expect
      .poll(() => sent.at(-1)!.mutation.mutations)
      .toMatchObject([{ create: { title: 'A B C', lead: 'new' } }])
  })

  it('stays deleted without edits, and when its edit is refused for another reason', async () => {
    const idle = openTab({ title: 'A', lead: 'old' })
    idle.arrive('deleted', 'first', deleted)
    const refused = openTab({ title: 'A', lead: 'old' })
    refused.type({ title: 'A B' })
    refused.arrive('deleted', 'first', deleted)
    refused.sent[0]!.cancel(Object.assign(new Error('forbidden'), { statusCode: 403 }))
    await Promise.resolve()
    expect([idle.words(), idle.sent.length]).toEqual([null, 0])
    expect([refused.words(), refused.sent.length]).toEqual([null, 1])
  })
})
