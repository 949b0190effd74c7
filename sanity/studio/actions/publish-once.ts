import { useEffect, useEffectEvent, useState } from 'react'
import {
  getDraftId,
  getPublishedId,
  useClient,
  useDocumentOperation,
  useSyncState,
  useValidationStatus,
  useWorkspace,
  validateDocument,
  type DocumentActionComponent,
} from 'sanity'
import { useDocumentPane } from 'sanity/structure'
import { apiVersion } from '#sanity/content/api-version.ts'
import { localDay } from '#sanity/schema/days.ts'
import { isAnswer, newlyWorded, publishWith, whyNot } from '../confirm.ts'
import { nameOf } from '../document-name.ts'
import { leaveFields } from '../forms/left-fields.ts'
import { outlineOf } from '../outline.ts'
import { useOutlineRows } from '../use-outline-rows.ts'
import { useReceipt } from '../use-receipt.tsx'
import { errorsInWords, type ErrorMarker } from './errors-in-words.ts'
import { wrapping } from './wrapping.ts'

/**
 * Replaces "Publish" by one that confirms reworded readings and tolerates a second click. Returns other
 * actions as they are.
 */
export const publishOnce = wrapping(['publish'], publishingOnce)

/**
 * Milliseconds after which the author may publish again if the Studio still has not received the published
 * document.
 */
const unheardMs = 10_000

/** Where documents are edited; not the search. */
const documentPane = "[data-testid='document-pane'], [data-testid='nested-object-dialog']"

/**
 * "Publish". In the same transaction, it confirms the readings of Now that the author has reworded. (A
 * reading that a program publishes is not confirmed.)
 *
 * It waits until all edits are stored, and validates what is stored: the Studio's own validation can be of an
 * earlier text for half a second, while it says that it is of this one. Unlike the Studio's action, it does not
 * report a second click, here or in another tab, as an error; and it can be pressed while there are errors, to be
 * told which: they are marked in the form then, and the first one gets the focus.
 */
function publishingOnce(usePublish: DocumentActionComponent): DocumentActionComponent {
  const PublishOnce: DocumentActionComponent = (props) => {
    const { id, type, draft, published } = props
    const description = usePublish(props)
    const client = useClient({ apiVersion })
    const { say } = useReceipt(id, type, nameOf(type, draft ?? published))
    const { commit, publish } = useDocumentOperation(id, type)
    const { onFocus, onPathOpen } = useDocumentPane()
    const { isSyncing } = useSyncState(id, type)
    const workspace = useWorkspace()
    const rows = useOutlineRows()
    const number = () => outlineOf(rows ?? []).onPage.find((item) => item.id === id)?.number
    const { validation } = useValidationStatus(draft?._id ?? id, type, true)
    const [state, setState] = useState<'idle' | 'waiting' | 'publishing' | 'published'>('idle')
    const [before, setBefore] = useState<string>()
    /** What was said about the errors in a revision of the draft. */
    const [said, setSaid] = useState<{ revision: string; withdraw: () => void }>()
    const hasErrors = validation.some(({ level }) => level === 'error')
    // In the place of the receipt, so that the next one replaces it.
    const refused = useEffectEvent((description: string, interruption?: string) => {
      setState('idle')
      const title = `“${nameOf(type, draft ?? published)}” is not published`
      return say(
        interruption
          ? { status: 'warning', title: `${title}: ${interruption}`, description }
          : { status: 'error', title, description },
      )
    })

    const publishUnless = useEffectEvent((errors: ErrorMarker[]) => {
      if (!draft) return
      const [first] = errors
      if (first) {
        leaveFields(
          id,
          errors.map(({ path }) => path),
        )
        onPathOpen(first.path)
        onFocus(first.path)
        return setSaid({ revision: draft._rev, withdraw: refused(errorsInWords(errors, draft, number())) })
      }
      setState('publishing')
      setBefore(published?._rev)
      publishWith(
        client,
        id,
        { set: newlyWorded(draft, published, localDay()) },
        {
          publishedRevision: published?._rev,
        },
      ).then(
        () => setState('published'),
        async (error: unknown) => {
          // Ask only if the Content Lake answered at all.
          const isDone =
            isAnswer(error) && (await isPublishedBy(client, id, published?._rev).catch(() => false))
          if (isDone) setState('published')
          else refused(whyNot(error))
        },
      )
    })

    useEffect(() => {
      if (state !== 'waiting') return
      // It has been published elsewhere in the meantime.
      if (!draft) return setState('idle')
      if (isSyncing) return
      const ended = new AbortController()
      const { signal } = ended
      validateDocument({ document: draft, workspace, signal }).then(
        (markers) => signal.aborted || publishUnless(markers.filter(({ level }) => level === 'error')),
        (error: unknown) => signal.aborted || refused(whyNot(error)),
      )
      return () => ended.abort()
    }, [state, draft, isSyncing, workspace])

    // Errors that are mended, or gone with the draft, are not spoken of any more.
    useEffect(() => {
      if (!said || state !== 'idle' || (draft && (hasErrors || draft._rev === said.revision))) return
      said.withdraw()
      setSaid(undefined)
    }, [said, state, draft, hasErrors])

    // What is typed after the click would be published with the rest, even half a word.
    useEffect(() => {
      if (state !== 'waiting') return
      const stop = ({ target }: Event) => {
        if (!(target instanceof Element) || !target.closest(documentPane)) return
        refused(
          'What you wrote is in the draft. Press Publish when readers may see it.',
          'you went on writing',
        )
      }
      document.addEventListener('beforeinput', stop, { capture: true })
      return () => document.removeEventListener('beforeinput', stop, { capture: true })
    }, [state])

    // Until the form receives the change, it still has the draft, which could be published again.
    useEffect(() => {
      if (state !== 'published') return
      if (!draft || published?._rev !== before) return setState('idle')
      const timeout = setTimeout(() => setState('idle'), unheardMs)
      return () => clearTimeout(timeout)
    }, [state, draft, published, before])

    if (!description || state === 'idle')
      return (
        description && {
          ...description,
          ...(draft && hasErrors && !publish.disabled && { disabled: false, title: null }),
          onHandle: () => {
            // By itself, the Studio sends edits up to a second later.
            if (!commit.disabled) commit.execute()
            setState('waiting')
          },
        }
      )
    return { ...description, label: 'Publishing…', title: null, disabled: true }
  }
  return Object.assign(PublishOnce, { action: 'publish' as const, displayName: 'PublishOnce' })
}

/**
 * Whether the draft has been published elsewhere: it is gone, and the published revision is another one.
 *
 * @param before the published revision before, if any.
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
