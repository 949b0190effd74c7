import type { SanityClient } from '@sanity/client'
import { Mutation, type BufferedDocument, type Mut } from '@sanity/mutator'
import { lastStateOf, type Content } from '#sanity/preview/last-state.ts'

/**
 * Stores the unsaved edits of a tab in the browser, because the tab may be closed, or its machine switched
 * off, while the Content Lake is away. The next Studio that is opened in this browser sends them.
 *
 * Only if the browser can tell which tabs are open (`navigator.locks`, on https and on localhost). Otherwise
 * two tabs would send the same edits; there, the browser asks before it closes the tab instead.
 */

/** The unsaved edits of one document, in order. */
export interface UnsavedEdits {
  /** The Content Lake they belong to; absent if it was not known yet. */
  lake?: string | undefined
  /** Sent, but not answered. They may be saved, so they keep their transaction ids. */
  sent: { transactionId: string; mutations: Mut[] }[]
  /** Not sent yet, with the transaction id to use. */
  waiting: { transactionId: string; mutations: Mut[] }
}

/** Private in @sanity/mutator's types. */
interface Internals {
  commits: { mutations: Mutation[] }[]
}

const prefix = 'unsaved-edits'
/**
 * Milliseconds for which edits are collected before they are stored, since writing to the storage blocks
 * typing.
 */
const gatherMs = 200

const randomId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(11)), (byte) => byte.toString(36)).join('')

const tab = randomId()
const lockOf = (tab: string) => `${prefix} ${tab}`
const canTellTabs = () => typeof navigator.locks === 'object'

/** Timers of copies that wait to be written. */
const pending = new Map<BufferedDocument, ReturnType<typeof setTimeout>>()
const keys = new WeakMap<BufferedDocument, string>()
const unsavedCopies = new Set<BufferedDocument>()
let isWatching = false
/**
 * The Content Lake of this tab. Manuals that run one after another at the same address share the browser's
 * storage.
 */
let lake: string | undefined

/** The edits in a copy of a document that the Content Lake may not have; `undefined` if there are none. */
export function unsavedEditsOf(copy: BufferedDocument): UnsavedEdits | undefined {
  const { document, buffer } = copy
  const { commits } = copy as unknown as Internals
  const sent = document.pending.map(({ transactionId = randomId(), mutations }) => ({
    transactionId,
    mutations,
  }))
  const mutations = [
    ...commits.flatMap(({ mutations }) => mutations.flatMap(({ mutations }) => mutations)),
    ...buffer.out,
    ...(Object.values(buffer.setOperations) as Mut[]),
    ...buffer.staged,
  ]
  if (sent.length === 0 && mutations.length === 0) return undefined
  return { sent, waiting: { transactionId: randomId(), mutations } }
}

/** Call this whenever a copy of a document has new edits, or some have been saved. */
export function keepInBrowser(copy: BufferedDocument): void {
  if (!isWatching) watchTab()
  if (!pending.has(copy))
    pending.set(
      copy,
      setTimeout(() => write(copy), gatherMs),
    )
}

function write(copy: BufferedDocument): void {
  clearTimeout(pending.get(copy))
  pending.delete(copy)
  const key = keys.get(copy) ?? `${prefix} ${tab} ${randomId()}`
  keys.set(copy, key)
  const unsaved = unsavedEditsOf(copy)
  if (unsaved) unsavedCopies.add(copy)
  else unsavedCopies.delete(copy)
  try {
    if (unsaved && canTellTabs()) localStorage.setItem(key, JSON.stringify({ lake, ...unsaved }))
    else localStorage.removeItem(key)
  } catch {
    // The storage is full, so the edits are in this tab only.
  }
}

function watchTab(): void {
  isWatching = true
  // The lock is held until the tab is closed.
  if (canTellTabs()) void navigator.locks.request(lockOf(tab), () => new Promise(() => {}))
  addEventListener('pagehide', writeAll)
  addEventListener('beforeunload', (event) => {
    writeAll()
    if (unsavedCopies.size > 0 && !canTellTabs()) event.preventDefault()
  })
}

function writeAll(): void {
  for (const copy of pending.keys()) write(copy)
}

/**
 * Sends the edits of closed tabs. A document that was deleted meanwhile becomes a draft again, with the edits
 * applied. Edits that the Content Lake refuses stay stored, and the next Studio tries again.
 *
 * @param client of an API version that has actions.
 * @param onRevived is called with each document that became a draft again.
 * @returns the ids of the saved documents.
 */
export async function sendUnsavedEdits(
  client: SanityClient,
  onRevived: (document: Content) => void = () => {},
): Promise<string[]> {
  if (!canTellTabs()) return []
  // If the lake's name is unknown, edits that belong to a lake are left for a later Studio.
  lake = await lakeOf(client).catch(() => undefined)
  const saved: string[] = []
  for (const key of Object.keys(localStorage)) {
    const [start, owner = ''] = key.split(' ')
    if (start !== prefix || owner === tab) continue
    await navigator.locks.request(lockOf(owner), { ifAvailable: true }, async (lock) => {
      const kept = lock && localStorage.getItem(key)
      if (!kept) return
      try {
        const { lake: own, sent, waiting } = JSON.parse(kept) as UnsavedEdits
        if (own && own !== lake) return
        const edits = [...sent, waiting]
        for (const [index, edit] of edits.entries()) {
          const ids = await send(client, edit).catch(async (error: { statusCode?: number }) => {
            const mutations = edits.slice(index).flatMap(({ mutations }) => mutations)
            if (error.statusCode !== 404) throw error
            onRevived(await revive(client, mutations, error))
            return undefined
          })
          // The draft has the edits after this one too.
          if (!ids) break
          saved.push(...ids)
        }
        localStorage.removeItem(key)
      } catch (error) {
        console.warn('Edits of a tab that was closed could not be saved:', error)
      }
    })
  }
  return [...new Set(saved)]
}

const keyOfLake = 'studio.manual.lake'

/** The Content Lake's name. The Content Lake stores it in its key-value store. */
async function lakeOf(client: SanityClient): Promise<string | undefined> {
  const [known] = await client.request<{ value: string }[]>({ url: `/users/me/keyvalue/${keyOfLake}` })
  if (known) return known.value
  const body = [{ key: keyOfLake, value: randomId() }]
  await client.request({ url: '/users/me/keyvalue', method: 'PUT', body })
  return lakeOf(client)
}

async function send(
  client: SanityClient,
  { transactionId, mutations }: UnsavedEdits['waiting'],
): Promise<string[]> {
  const actions = mutations.flatMap(toAction)
  if (actions.length === 0) return []
  try {
    await client.action(actions, { transactionId })
  } catch (error) {
    const { statusCode } = error as { statusCode?: number }
    if (statusCode !== 409 || !String(error).includes(transactionId)) throw error
    // It was saved, and only the answer was lost.
    return []
  }
  return actions.map(({ publishedId }) => publishedId)
}

/**
 * Makes a deleted document a draft again: its last state, with the edits applied.
 *
 * @throws `refusal` if the history has no such document.
 */
async function revive(client: SanityClient, mutations: readonly Mut[], refusal: unknown): Promise<Content> {
  const [publishedId = ''] = mutations.flatMap(toAction).map(({ publishedId }) => publishedId)
  const last = await lastStateOf(client, publishedId)
  if (!last) throw refusal
  const { _rev, _createdAt, _updatedAt, ...content } = last
  const draft = new Mutation({ mutations: [...mutations] }).apply({
    ...content,
    _id: `drafts.${publishedId}`,
  } as never) as Content & { _id: string; _type: string }
  await client.action({
    actionType: 'sanity.action.document.create',
    publishedId,
    attributes: draft,
    ifExists: 'fail',
  })
  return draft
}

/** The action that the Studio would have sent. */
function toAction(mutation: Mut) {
  if (mutation.create?._id)
    return {
      actionType: 'sanity.action.document.create' as const,
      publishedId: withoutDraft(mutation.create._id),
      attributes: mutation.create as { _id: string; _type: string },
      ifExists: 'ignore' as const,
    }
  if (!mutation.patch || !('id' in mutation.patch)) return []
  const { id, ...patch } = mutation.patch
  return {
    actionType: 'sanity.action.document.edit' as const,
    draftId: id,
    publishedId: withoutDraft(id),
    patch,
  }
}

const withoutDraft = (id: string) => id.replace(/^drafts\./, '')
