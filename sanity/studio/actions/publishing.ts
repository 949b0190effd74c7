import type { SanityClient } from '@sanity/client'
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
import { editStateWhere } from '../edit-state.ts'
import type { ErrorMarker } from './errors-in-words.ts'

/** Stops each publish that still waits for edits to be stored and validated, by published id. */
const waiting = new Map<string, Subject<void>>()

/**
 * Stops the publish of a document.
 *
 * @returns whether it was still waiting; if not, it is too late, or none is under way.
 */
export function stopPublishing(id: string): boolean {
  const stop = waiting.get(id)
  stop?.next()
  return stop !== undefined
}

/** How a publish ended. `published` also if it was published elsewhere in the meantime. */
export type Outcome =
  { state: 'published' | 'stopped' } | { state: 'errors'; errors: ErrorMarker[]; draft: SanityDocument }

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
  const stop = new Subject<void>()
  waiting.set(id, stop)
  // The browser asks before it leaves the Studio.
  const ask = (event: Event) => event.preventDefault()
  addEventListener('beforeunload', ask)
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
    finalize(() => waiting.delete(id)),
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
    await editStateWhere(
      documents,
      id,
      type,
      ({ draft, published }) => !draft || published?._rev !== before,
    ).catch(() => undefined)
    return { state: 'published' }
  } finally {
    removeEventListener('beforeunload', ask)
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
