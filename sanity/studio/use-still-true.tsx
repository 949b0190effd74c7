import { Button } from '@sanity/ui'
import { useToast } from '@sanity/ui/toast'
import { filter, firstValueFrom } from 'rxjs'
import { useClient, useDocumentOperation, useDocumentStore, useEditState } from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'
import { localDay } from '#sanity/schema/days.ts'
import { nameOf } from './document-name.ts'
import { confirmations, publishWith, undoOf, whyNot, type FieldPatch } from './confirm.ts'
import { useReceipt } from './use-receipt.tsx'

export interface StillTrue {
  /** Whether a reading can be confirmed: it is not confirmed today. */
  isOpen: (key: string) => boolean
  /** Whether to offer confirming everything: in Now, only if that is more than one reading. */
  isOfAll: boolean
  /** @param key of the only reading to confirm; without it, all are. */
  confirm: (key?: string) => void
}

/**
 * Confirms that a section, or one reading of Now, still holds today. `undefined` while that is not possible.
 * The receipt has an "Undo".
 *
 * Without a draft, the confirmation is published at once. With a draft, it goes into the draft, since
 * publishing the rest is the author's decision.
 */
export function useStillTrue(id: string, type: string): StillTrue | undefined {
  const { draft, published, ready } = useEditState(id, type)
  const { patch } = useDocumentOperation(id, type)
  const client = useClient({ apiVersion })
  const documents = useDocumentStore()
  const toast = useToast()
  const section = draft ?? published
  const watch = useReceipt(id, type, nameOf(type, section))
  if (!ready || !section || patch.disabled) return undefined
  const days = (key?: string) => confirmations(section, localDay(), key)

  const change = async (fields: FieldPatch, title: string, undo?: FieldPatch) => {
    const content = undo && (
      <Button
        mode="ghost"
        text="Undo"
        onClick={() => void change(undo, 'Undone: confirmed when it was before')}
      />
    )
    // Read now, because an undo comes later, and must not publish what was written meanwhile.
    const { draft } = await firstValueFrom(
      documents.pair.editState(id, type).pipe(filter(({ ready }) => ready)),
    )
    const said = { id: `receipt-${id}`, closable: true } as const
    if (draft) {
      patch.execute([fields])
      toast.push({ ...said, status: 'success', title: `${title}, in the draft`, description: content })
      return
    }
    const endWatching = watch({ title, content })
    try {
      await publishWith(client, id, fields)
    } catch (error) {
      endWatching()
      toast.push({ ...said, status: 'error', title: 'Nothing was changed', description: whyNot(error) })
    }
  }

  return {
    isOpen: (key) => Object.keys(days(key)).length > 0,
    isOfAll: Object.keys(days()).length > (section._type === 'nowSection' ? 1 : 0),
    confirm: (key) => {
      const set = days(key)
      void change({ set }, 'Confirmed as of today', undoOf(section, set))
    },
  }
}
