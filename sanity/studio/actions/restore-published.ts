import type { SanityClient } from '@sanity/client'
import { useToast } from '@sanity/ui/toast'
import { useState } from 'react'
import { filter, firstValueFrom, takeUntil, timer } from 'rxjs'
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
import { firstDifference } from '../first-difference.ts'

declare module 'sanity' {
  interface DocumentActionKeys {
    restorePublished: never
  }
}

/** Milliseconds that a form has to show what was restored. */
const patienceMs = 10_000

/**
 * "Restore what was published before": copies the published state before the current one into the draft, for
 * the author to look at and publish, and scrolls to what it changed. It asks first when that would replace a
 * draft.
 */
export const restorePublished: DocumentActionComponent = ({ id, type, draft, published, ready }) => {
  const client = useClient({ apiVersion })
  const { restore } = useDocumentOperation(id, type)
  const { selectedPerspective } = usePerspective()
  const documents = useDocumentStore()
  const { onFocus, onPathOpen } = useDocumentPane()
  const fields = useSchema().get(type)
  const toast = useToast()
  const [isAsking, setAsking] = useState(false)

  const restoreIt = async () => {
    setAsking(false)
    try {
      const before = draft ?? published
      const restored = await publishedBefore(client, id, published?._rev)
      if (restored) {
        // The Studio says that it is in the draft: see `wording.ts`.
        restore.execute(restored._rev)
        await firstValueFrom(
          documents.pair.editState(id, type).pipe(
            filter((now) => now.draft !== null && now.draft._rev !== draft?._rev),
            takeUntil(timer(patienceMs)),
          ),
          { defaultValue: undefined },
        )
        const names = fields?.jsonType === 'object' ? fields.fields.map(({ name }) => name) : []
        const path = firstDifference(names, before ?? {}, restored)
        if (!path) return
        // An entry is seen in its list; a field may be in a part of the form that is closed.
        if (path.length === 1) onPathOpen(path)
        onFocus(path)
      } else toast.push({ status: 'info', closable: true, title: 'Nothing was published before this' })
    } catch (error) {
      const description = error instanceof Error ? error.message : String(error)
      toast.push({ status: 'error', closable: true, title: 'The history could not be read', description })
    }
  }

  // What it restores appears in the draft, which is not visible while the Studio shows what is published.
  if (!ready || restore.disabled || selectedPerspective === 'published') return null
  return {
    label: 'Restore what was published before',
    title: 'Puts it into the draft, for you to look at and publish',
    onHandle: () => {
      if (draft) setAsking(true)
      else void restoreIt()
    },
    dialog: isAsking && {
      type: 'confirm',
      tone: 'caution',
      message: 'There is a draft. Replace it with what was published before?',
      onCancel: () => setAsking(false),
      onConfirm: () => void restoreIt(),
    },
  }
}
restorePublished.displayName = 'RestorePublished'
restorePublished.action = 'restorePublished'

/**
 * A document as it was published before the current revision; `undefined` when the history has no such state. A published document changes only by being published or taken away, so each of its transactions is
 * such a revision, unless it took the document away.
 */
export async function publishedBefore(
  client: SanityClient,
  id: string,
  current: string | undefined,
): Promise<SanityDocument | undefined> {
  const history = `/data/history/${client.config().dataset}`
  const lines = await client.request<string>({
    url: `${history}/transactions/${id}`,
    query: { excludeContent: 'true', includeIdentifiedDocumentsOnly: 'true', reverse: 'true', limit: '20' },
    tag: 'restore',
  })
  for (const line of (lines ?? '').split('\n').filter(Boolean)) {
    const { id: revision } = JSON.parse(line) as { id: string }
    if (revision === current) continue
    const { documents } = await client.request<{ documents: SanityDocument[] }>({
      url: `${history}/documents/${id}`,
      query: { revision },
      tag: 'restore',
    })
    const state = documents.find(({ _rev }) => _rev === revision)
    if (state) return state
  }
  return undefined
}
