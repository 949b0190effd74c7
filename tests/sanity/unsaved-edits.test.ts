import { BufferedDocument, Mutation } from '@sanity/mutator'
import type { SanityClient } from '@sanity/client'
import { beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { keepUnsavedEdits } from '#sanity/studio/keep-unsaved-edits.client.ts'
import { startLake } from './lake/support.ts'

type Sent = Parameters<NonNullable<BufferedDocument['commitHandler']>>[0]
type Mutations = Mutation['mutations']

/** A browser: its storage, and whether the tab with the edits is still open. */
const browser = {
  stored: new Map<string, string>(),
  isOpen: true,
  locks: {
    request: (name: string, options: unknown, whenHeld: (lock: object | null) => unknown) =>
      typeof options === 'function' ? new Promise(() => {}) : whenHeld(browser.isOpen ? null : { name }),
  },
  handlers: new Map<string, (event: Event) => void>(),
  asksBeforeLeaving() {
    const event = new Event('beforeunload', { cancelable: true })
    browser.handlers.get('beforeunload')?.(event)
    return event.defaultPrevented
  },
}

beforeAll(() => {
  const { stored, handlers, locks } = browser
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
    removeItem: (key: string) => void stored.delete(key),
  }
  const listed = {
    ownKeys: () => [...stored.keys()],
    getOwnPropertyDescriptor: () => ({ enumerable: true, configurable: true }),
  }
  vi.stubGlobal('localStorage', new Proxy(storage, listed))
  vi.stubGlobal('addEventListener', (name: string, handle: () => void) => void handlers.set(name, handle))
  vi.stubGlobal('navigator', { locks })
  keepUnsavedEdits()
})

beforeEach(() => {
  browser.stored.clear()
  browser.isOpen = true
})

/** A Studio's copy of a draft, and what it has sent. */
function openCopy(draft: object | null) {
  const copy = new BufferedDocument(draft as never)
  const sent: Sent[] = []
  copy.commitHandler = (message) => sent.push(message)
  const edit = (...mutations: unknown[]) => copy.add(new Mutation({ mutations: mutations as Mutations }))
  return { copy, sent, edit, set: (set: object) => edit({ patch: { id: 'drafts.a', set } }) }
}

function closeTab(): void {
  browser.handlers.get('pagehide')?.(new Event('pagehide'))
  browser.isOpen = false
}

/** Opens the Studio in another tab, and returns the ids of the saved documents. */
async function openAnotherTab(
  client: SanityClient,
  onRevived?: (document: object) => void,
): Promise<string[]> {
  vi.resetModules()
  const { sendUnsavedEdits } = await import('#sanity/studio/unsaved-edits.client.ts')
  return sendUnsavedEdits(client, onRevived)
}

const published = { _id: 'a', _type: 'note', title: 'one', lead: 'two', list: [{ _key: 'x', text: 'three' }] }
const seed = () => [published]
const draft = { ...published, _id: 'drafts.a', _rev: 'first' }

describe('an edit that an open tab has not saved', () => {
  it('makes the browser ask before the tab is closed, if it does not support locks', async () => {
    vi.stubGlobal('navigator', {})
    onTestFinished(() => void vi.stubGlobal('navigator', { locks: browser.locks }))
    const tab = openCopy(draft)
    expect(browser.asksBeforeLeaving()).toBe(false)
    tab.set({ title: 'typed' })
    expect(browser.asksBeforeLeaving()).toBe(true)
    expect(browser.stored.size).toBe(0)
    void tab.copy.commit()
    tab.sent[0]!.success()
    expect(browser.asksBeforeLeaving()).toBe(false)
  })

  it('is not sent by another tab', async () => {
    const { client } = await startLake({ seed })
    const tab = openCopy(draft)
    tab.set({ title: 'being typed' })
    await expect.poll(() => browser.stored.size).toBe(1)
    expect(await openAnotherTab(client)).toEqual([])
    expect(browser.stored.size).toBe(1)
  })

  it("is deleted from the browser's storage once it is saved", async () => {
    const tab = openCopy(draft)
    tab.set({ title: 'typed' })
    void tab.copy.commit()
    await expect.poll(() => browser.stored.size).toBe(1)
    tab.sent[0]!.success()
    await expect.poll(() => browser.stored.size).toBe(0)
  })
})

describe('an edit that a closed tab had not saved', () => {
  it('is saved by the next tab, with all others, in order and once', async () => {
    const { client } = await startLake({ seed })
    const tab = openCopy(draft)
    tab.set({ title: 'one and' })
    void tab.copy.commit()
    tab.set({ title: 'one and a half' })
    void tab.copy.commit()
    tab.set({ lead: 'two, too' })
    tab.edit({
      patch: { id: 'drafts.a', insert: { after: 'list[_key=="x"]', items: [{ _key: 'y', text: 'new' }] } },
    })
    expect(tab.sent).toHaveLength(1)
    closeTab()

    expect(await openAnotherTab(client)).toEqual(['a'])
    const stored = await client.getDocument('drafts.a')
    expect(stored).toMatchObject({ title: 'one and a half', lead: 'two, too' })
    expect(stored?.list).toEqual([...published.list, { _key: 'y', text: 'new' }])
    expect(browser.stored.size).toBe(0)
    expect(await openAnotherTab(client)).toEqual([])
    expect((await client.getDocument('drafts.a'))?._rev).toBe(stored?._rev)
  })

  it('is not saved twice if only its answer was lost', async () => {
    const { client } = await startLake({ seed })
    const tab = openCopy(draft)
    tab.edit({
      patch: { id: 'drafts.a', insert: { after: 'list[-1]', items: [{ _key: 'y', text: 'new' }] } },
    })
    void tab.copy.commit()
    const { transactionId, mutations } = tab.sent[0]!.mutation
    const { id, ...patch } = mutations[0]!.patch as { id: string }
    await client.action(
      { actionType: 'sanity.action.document.edit', draftId: id, publishedId: 'a', patch } as never,
      { transactionId: transactionId! },
    )
    closeTab()

    await openAnotherTab(client)
    expect((await client.getDocument('drafts.a'))?.list).toHaveLength(2)
    expect(browser.stored.size).toBe(0)
  })

  it('creates the draft, also of a new document', async () => {
    const { client } = await startLake({ seed })
    const tab = openCopy(null)
    tab.edit({ createIfNotExists: { ...published, _id: 'drafts.a' } })
    tab.set({ title: 'first words' })
    const other = new BufferedDocument(null)
    other.add(new Mutation({ mutations: [{ create: { _id: 'drafts.b', _type: 'note' } }] as never }))
    other.add(new Mutation({ mutations: [{ patch: { id: 'drafts.b', set: { title: 'new' } } }] as never }))
    closeTab()

    const saved = await openAnotherTab(client)
    expect(saved.toSorted()).toEqual(['a', 'b'])
    expect(await client.getDocument('drafts.a')).toMatchObject({ title: 'first words', lead: 'two' })
    expect(await client.getDocument('drafts.b')).toMatchObject({ title: 'new' })
  })

  it.each(['draft', 'published'])(
    'makes a deleted document a draft again, when its %s was the last',
    async (version) => {
      const { client } = await startLake({ seed })
      if (version === 'draft') await client.createOrReplace({ ...draft, lead: 'drafted' })
      const tab = openCopy(version === 'draft' ? draft : null)
      if (version === 'published') tab.edit({ createIfNotExists: { ...published, _id: 'drafts.a' } })
      tab.set({ title: 'one and' })
      void tab.copy.commit()
      tab.edit({
        patch: { id: 'drafts.a', insert: { after: 'list[-1]', items: [{ _key: 'y', text: 'new' }] } },
      })
      tab.set({ title: 'one and a half' })
      closeTab()
      await client.delete({ query: '*[_id in ["a", "drafts.a"]]' })

      const revived: object[] = []
      expect(await openAnotherTab(client, (document) => revived.push(document))).toEqual([])
      const stored = await client.getDocument('drafts.a')
      expect(stored).toMatchObject({
        _type: 'note',
        title: 'one and a half',
        lead: version === 'draft' ? 'drafted' : 'two',
        list: [...published.list, { _key: 'y', text: 'new' }],
      })
      expect(await client.getDocument('a')).toBeUndefined()
      expect(revived).toMatchObject([{ _id: 'drafts.a', title: 'one and a half' }])
      expect(browser.stored.size).toBe(0)
      expect(await openAnotherTab(client, (document) => revived.push(document))).toEqual([])
      expect(revived).toHaveLength(1)
    },
  )

  it('is not applied twice if part of it was saved before the document was deleted', async () => {
    const { client } = await startLake({ seed })
    await client.createOrReplace(draft)
    const tab = openCopy(draft)
    const insert = (_key: string) =>
      tab.edit({
        patch: { id: 'drafts.a', insert: { after: 'list[-1]', items: [{ _key, text: 'new' }] } },
      })
    insert('y')
    void tab.copy.commit()
    const { transactionId, mutations } = tab.sent[0]!.mutation
    const { id, ...patch } = mutations[0]!.patch as { id: string }
    await client.action(
      { actionType: 'sanity.action.document.edit', draftId: id, publishedId: 'a', patch } as never,
      { transactionId: transactionId! },
    )
    insert('z')
    closeTab()
    await client.delete({ query: '*[_id in ["a", "drafts.a"]]' })
    await openAnotherTab(client)
    const list = (await client.getDocument('drafts.a'))?.list as { _key: string }[]
    expect(list.map(({ _key }) => _key)).toEqual(['x', 'y', 'z'])
  })

  it("stays in the browser's storage when it is refused", async () => {
    const { client } = await startLake()
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    const tab = openCopy(draft)
    tab.set({ title: 'of a document that is gone' })
    closeTab()
    expect(await openAnotherTab(client)).toEqual([])
    expect(browser.stored.size).toBe(1)
    expect(warn).toHaveBeenCalledOnce()
  })

  it('is saved even if another stored edit cannot be read', async () => {
    const { client } = await startLake()
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
    await client.createOrReplace(draft)
    browser.stored.set('unsaved-edits some-tab a', '{"sent":')
    const tab = openCopy(draft)
    tab.set({ title: 'of a tab that was closed' })
    closeTab()
    expect(await openAnotherTab(client)).toEqual(['a'])
    expect(await client.getDocument('drafts.a')).toMatchObject({ title: 'of a tab that was closed' })
    expect(warn).toHaveBeenCalledOnce()
  })

  it('is sent to the Content Lake it belongs to, and to no other at the same address', async () => {
    const { client } = await startLake({ seed })
    const { client: other } = await startLake({ seed })
    vi.resetModules()
    const studio = await import('#sanity/studio/unsaved-edits.client.ts')
    await studio.sendUnsavedEdits(client)
    const { copy } = openCopy(draft)
    copy.buffer.add(new Mutation({ mutations: [{ patch: { id: 'drafts.a', set: { title: 'typed' } } }] }))
    studio.keepInBrowser(copy)
    closeTab()

    expect(await openAnotherTab(other)).toEqual([])
    expect(await other.getDocument('drafts.a')).toBeUndefined()
    expect(await openAnotherTab(client)).toEqual(['a'])
    expect(await client.getDocument('drafts.a')).toMatchObject({ title: 'typed' })
  })
})
