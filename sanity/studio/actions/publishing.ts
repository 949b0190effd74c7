import type { SanityClient } from '@sanity/client'
import { useSyncExternalStore } from 'react'
import {
  combineLatest,
  defer,
  filter,
  finalize,
  from,
  lastValueFrom,
  map,
  of,
  switchMap,
  take,
  takeUntil,
  tap,
  timeout,
  Subject,
} from 'rxjs'
import {
  getDraftId,
  getPublishedId,
  validateDocument,
  type DocumentStore,
  type SanityDocument,
  type Workspace,
} from 'sanity'
import { localDay } from '#sanity/schema/days.ts'
import { isAnswer, newlyWorded, publishWith } from '../confirm.ts'
import type { ErrorMarker } from './errors-in-words.ts'

interface UnderWay {
  /** Whether it still waits for edits to be stored and validated, so that it can be stopped. */
  isWaiting: boolean
  stop: Subject<void>
}

/**
 * The publishes under way, by published id. Outside of the components, because a publish goes on when its form is
 * left.
 */
const underWay = new Map<string, UnderWay>()
const listeners = new Set<() => void>()

function note(id: string, now: UnderWay | undefined): void {
  if (now) underWay.set(id, now)
  else underWay.delete(id)
  // The browser asks before it leaves the Studio while there is something to be published.
  removeEventListener('beforeunload', preventUnload)
  if (underWay.size > 0) addEventListener('beforeunload', preventUnload)
  for (const listener of listeners) listener()
}

const preventUnload = (event: Event) => event.preventDefault()

/** Where the publish of a document is; `undefined` if none is under way. */
export function usePublishing(id: string): 'waiting' | 'publishing' | undefined {
  const current = () => {
    const now = underWay.get(id)
    return now && (now.isWaiting ? 'waiting' : 'publishing')
  }
  return useSyncExternalStore(onChange, current, current)
}

function onChange(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Stops the publish of a document, which must still be waiting. */
export const stopPublishing = (id: string): void => underWay.get(id)?.stop.next()

/** How a publish ended. `published` also if it was published elsewhere in the meantime; `stopped` also if another was under way. */
export type Outcome =
  { state: 'published' | 'stopped' } | { state: 'errors'; errors: ErrorMarker[]; draft: SanityDocument }

/**
 * Milliseconds after which the author may publish again if the Studio still has not received the published
 * document.
 */
const unheardMs = 10_000

/**
 * Publishes a document's draft once all edits are stored, if there are no errors in what is stored. The Studio's own
 * validation is not asked: it can be of an earlier text for half a second, while it says that it is of this one. In
 * the same transaction, this confirms the readings of Now that the author has reworded.
 *
 * @param id its published id.
 * @throws when the Content Lake refuses or does not answer.
 */
export async function publishStored(
  { client, documents, workspace }: { client: SanityClient; documents: DocumentStore; workspace: Workspace },
  id: string,
  type: string,
): Promise<Outcome> {
  // Two clicks can come before the button is disabled.
  if (underWay.has(id)) return { state: 'stopped' }
  const stop = new Subject<void>()
  note(id, { isWaiting: true, stop })
  const { editState, consistencyStatus } = documents.pair
  const errorsIn = (document: SanityDocument) =>
    defer(() => {
      const ended = new AbortController()
      return from(validateDocument({ document, workspace, signal: ended.signal })).pipe(
        finalize(() => ended.abort()),
      )
    })
  const stored = combineLatest([editState(id, type), consistencyStatus(id, type)]).pipe(
    filter(([{ ready }, isStored]) => ready && isStored),
    // Begins anew when something is changed meanwhile.
    switchMap(([{ draft, published }]) =>
      (draft ? errorsIn(draft) : of([])).pipe(map((markers) => ({ draft, published, markers }))),
    ),
    take(1),
    takeUntil(stop),
    tap(() => note(id, { isWaiting: false, stop })),
  )
  try {
    const found = await lastValueFrom(stored, { defaultValue: undefined })
    if (!found) return { state: 'stopped' }
    const { draft, published, markers } = found
    if (!draft) return { state: 'published' }
    const errors = markers.filter(({ level }) => level === 'error')
    if (errors.length > 0) return { state: 'errors', errors, draft }
    const before = published?._rev
    const set = newlyWorded(draft, published, localDay())
    await publishWith(client, id, { set }, { publishedRevision: before }).catch(async (error: unknown) => {
      // Ask only if the Content Lake answered at all.
      const isDone = isAnswer(error) && (await isPublishedBy(client, id, before).catch(() => false))
      if (!isDone) throw error
    })
    // Until the form receives the change, it still has the draft, which could be published again.
    const received = editState(id, type).pipe(
      filter(({ draft, published }) => !draft || published?._rev !== before),
      take(1),
      timeout({ first: unheardMs, with: () => of(undefined) }),
    )
    await lastValueFrom(received, { defaultValue: undefined })
    return { state: 'published' }
  } finally {
    note(id, undefined)
  }
}

/**
 * Whether the draft has been published elsewhere: it is gone, and the published revision is another one.
 *
 * @param before the published revision before, if any.
 */
async function isPublishedBy(client: SanityClient, id: string, before: string | undefined): Promise<boolean> {
  const { draft, published } = await client.fetch<{ draft: string | null; published: string | null }>(
    '{"draft": *[_id == $draftId][0]._rev, "published": *[_id == $publishedId][0]._rev}',
    { draftId: getDraftId(id), publishedId: getPublishedId(id) },
    { perspective: 'raw', tag: 'publish' },
  )
  return draft === null && published !== null && published !== before
}
