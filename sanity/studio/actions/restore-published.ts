import type { SanityClient } from '@sanity/client'
import { useToast } from '@sanity/ui/toast'
import {
  useClient,
  useDocumentOperation,
  useDocumentStore,
  usePerspective,
  useSchema,
  type DocumentActionComponent,
  type SanityDocument,
} from 'sanity'
import { useDocumentPane } from 'sanity/structure'
import { apiVersion } from '#sanity/content/api-version.ts'
import { documentsAt, transactionsOf } from '#sanity/preview/history.ts'
import { ask } from '../ask.tsx'
import { editStateWhere } from '../edit-state.ts'
import { firstDifference } from '../first-difference.ts'
import { once } from '../under-way.ts'

declare module 'sanity' {
  interface DocumentActionKeys {
    restorePublished: never
  }
}

/**
 * "Restore what was published before": copies the previously published state into the draft, for the author
 * to review and publish, and scrolls to the first difference. Asks first if that would replace a draft.
 */
export const restorePublished: DocumentActionComponent = ({ id, type, draft, ready }) => {
  const client = useClient({ apiVersion })
  const { restore } = useDocumentOperation(id, type)
  const { selectedPerspective } = usePerspective()
  const documents = useDocumentStore()
  const { onFocus, onPathOpen } = useDocumentPane()
  const fields = useSchema().get(type)
  const toast = useToast()

  // One toast, however often it is chosen.
  const same = { id: `restore-${id}`, closable: true }

  const restoreIt = async () => {
    // Otherwise the form would not move to a field that had the focus last.
    onFocus([])
    try {
      const { draft, published } = await editStateWhere(documents, id, type)
      const before = draft ?? published
      const restored = await publishedBefore(client, id, published?._rev)
      if (restored) {
        // The Studio reports that this is in the draft: see `wording.ts`.
        restore.execute(restored._rev)
        await editStateWhere(
          documents,
          id,
          type,
          (now) => now.draft !== null && now.draft._rev !== draft?._rev,
        ).catch(() => undefined)
        const names = fields?.jsonType === 'object' ? fields.fields.map(({ name }) => name) : []
        const path = firstDifference(names, before ?? {}, restored)
        if (!path) return
        // A field may be in a closed part of the form, so that is opened. An entry is visible in its list.
        if (path.length === 1) onPathOpen(path)
        onFocus(path)
      } else toast.push({ ...same, status: 'info', title: 'Nothing was published before this' })
    } catch (error) {
      const description = error instanceof Error ? error.message : String(error)
      toast.push({ ...same, status: 'error', title: 'The history could not be read', description })
    }
  }

  // Not while the Studio shows the published version, where the restored draft would not be visible.
  if (!ready || restore.disabled || selectedPerspective === 'published') return null
  return {
    label: 'Restore what was published before',
    title: 'Puts it into the draft, for you to look at and publish',
    onHandle: () => {
      const act = () => void once(id, 'restore', restoreIt)
      if (!draft) act()
      else
        ask({
          header: 'Replace the draft?',
          words:
            'What is in the draft is gone then. In its place is what was published before, for you to look at.',
          answer: 'Replace it',
          tone: 'caution',
          act,
        })
    },
  }
}
restorePublished.displayName = 'RestorePublished'
restorePublished.action = 'restorePublished'

/**
 * The published state before the current one; `undefined` if the history has none. A published document
 * changes only when it is published, unpublished or deleted, so each of its transactions is such a state,
 * unless it removed the document.
 */
export async function publishedBefore(
  client: SanityClient,
  id: string,
  current: string | undefined,
): Promise<SanityDocument | undefined> {
  const tag = 'restore'
  for (const { id: revision } of await transactionsOf(client, [id], { limit: 20, tag })) {
    if (revision === current) continue
    const [state] = await documentsAt(client, [id], { revision, tag })
    if (state?._rev === revision) return state
  }
  return undefined
}
