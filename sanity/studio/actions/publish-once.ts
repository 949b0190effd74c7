import { useToast } from '@sanity/ui/toast'
import { useEffect, useState } from 'react'
import {
  getDraftId,
  getPublishedId,
  useClient,
  useSyncState,
  useValidationStatus,
  type DocumentActionComponent,
} from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'
import { localDay } from '#sanity/schema/days.ts'
import { isAnswer, newlyWorded, publishWith, whyNot } from '../confirm.ts'

/**
 * The Studio asks for its actions at each rendering and must get the same ones: a new component would lose
 * its state.
 */
const known = new WeakMap<DocumentActionComponent, DocumentActionComponent>()

/** Lets "Publish" publish once, and confirm what its author has just worded; returns the other actions as they are. */
export function publishOnce(action: DocumentActionComponent): DocumentActionComponent {
  if (action.action !== 'publish') return action
  const wrapped = known.get(action) ?? publishingOnce(action)
  known.set(action, wrapped)
  return wrapped
}

/** Milliseconds after which an author may publish again, though the Studio has not heard of what was published. */
const unheardMs = 10_000

/**
 * "Publish". Readings of Now with other words than readers have are confirmed today, in the same transaction:
 * what a program writes is not confirmed by anybody.
 *
 * Like the Studio's own, it waits until all that was typed is stored and found valid. Unlike that one, it
 * takes a second click, here or in another tab, for what it is, and not for an error.
 */
function publishingOnce(usePublish: DocumentActionComponent): DocumentActionComponent {
  const PublishOnce: DocumentActionComponent = (props) => {
    const { id, type, draft, published } = props
    const description = usePublish(props)
    const client = useClient({ apiVersion })
    const toast = useToast()
    const { isSyncing } = useSyncState(id, type)
    const { isValidating, validation, revision } = useValidationStatus(draft?._id ?? id, type, true)
    const [state, setState] = useState<'idle' | 'waiting' | 'publishing' | 'published'>('idle')
    const [before, setBefore] = useState<string>()
    const isReady = !isSyncing && !isValidating && revision === draft?._rev

    useEffect(() => {
      if (state !== 'waiting') return
      // Somebody else has published it in the meantime.
      if (!draft) return setState('idle')
      if (!isReady) return
      const refused = (description: string) => {
        setState('idle')
        toast.push({ status: 'error', closable: true, title: 'Not published', description })
      }
      if (validation.some(({ level }) => level === 'error'))
        return refused('There are errors to fix first: they are marked beside the fields.')
      setState('publishing')
      setBefore(published?._rev)
      publishWith(client, id, { set: newlyWorded(draft, published, localDay()) }, published?._rev).then(
        () => setState('published'),
        async (error: unknown) => {
          // Without an answer there is nobody to ask.
          const isDone =
            isAnswer(error) && (await isPublishedBy(client, id, published?._rev).catch(() => false))
          if (isDone) setState('published')
          else refused(whyNot(error))
        },
      )
    }, [state, draft, published, isReady, validation, client, id, toast])

    // Until the form has heard of it, its draft seems to be there, to be published again.
    useEffect(() => {
      if (state !== 'published') return
      if (!draft || published?._rev !== before) return setState('idle')
      const timeout = setTimeout(() => setState('idle'), unheardMs)
      return () => clearTimeout(timeout)
    }, [state, draft, published, before])

    if (!description || state === 'idle')
      return description && { ...description, onHandle: () => setState('waiting') }
    return { ...description, label: 'Publishing…', title: null, disabled: true }
  }
  return Object.assign(PublishOnce, { action: 'publish' as const, displayName: 'PublishOnce' })
}

/**
 * Whether somebody else, or another tab, has just published the draft: it is gone, and what is published is
 * another than it was.
 *
 * @param before the revision that was published, if any.
 */
async function isPublishedBy(
  client: ReturnType<typeof useClient>,
  id: string,
  before: string | undefined,
): Promise<boolean> {
  const { draft, published } = await client.fetch<{ draft: string | null; published: string | null }>(
    '{"draft": *[_id == $draftId][0]._rev, "published": *[_id == $publishedId][0]._rev}',
    { draftId: getDraftId(id), publishedId: getPublishedId(id) },
    { perspective: 'raw', tag: 'publish' },
  )
  return draft === null && published !== null && published !== before
}
