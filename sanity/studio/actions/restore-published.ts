import type { SanityClient } from '@sanity/client'
import { useToast } from '@sanity/ui/toast'
import { useState } from 'react'
import { useClient, useDocumentOperation, usePerspective, type DocumentActionComponent } from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'

declare module 'sanity' {
  interface DocumentActionKeys {
    restorePublished: never
  }
}

/**
 * "Restore what was published before": copies the published state before the current one into the draft, for
 * the author to look at and publish. It asks first when that would replace a draft.
 */
export const restorePublished: DocumentActionComponent = ({ id, type, draft, published, ready }) => {
  const client = useClient({ apiVersion })
  const { restore } = useDocumentOperation(id, type)
  const { selectedPerspective } = usePerspective()
  const toast = useToast()
  const [isAsking, setAsking] = useState(false)

  const restoreIt = async () => {
    setAsking(false)
    try {
      const revision = await publishedBefore(client, id, published?._rev)
      if (revision) {
        restore.execute(revision)
        toast.push({
          status: 'success',
          closable: true,
          title: 'It is in the draft, and not yet with readers',
          description: 'Look at it, then publish.',
        })
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
 * The latest published revision of a document other than the current one; `undefined` when the history has
 * none. A published document changes only by being published or taken away, so each of its transactions is
 * such a revision, unless it took the document away.
 */
export async function publishedBefore(
  client: SanityClient,
  id: string,
  current: string | undefined,
): Promise<string | undefined> {
  const history = `/data/history/${client.config().dataset}`
  const lines = await client.request<string>({
    url: `${history}/transactions/${id}`,
    query: { excludeContent: 'true', includeIdentifiedDocumentsOnly: 'true', reverse: 'true', limit: '20' },
    tag: 'restore',
  })
  for (const line of (lines ?? '').split('\n').filter(Boolean)) {
    const { id: revision } = JSON.parse(line) as { id: string }
    if (revision === current) continue
    const { documents } = await client.request<{ documents: { _rev: string }[] }>({
      url: `${history}/documents/${id}`,
      query: { revision },
      tag: 'restore',
    })
    if (documents.some(({ _rev }) => _rev === revision)) return revision
  }
  return undefined
}
