import { Button } from '@sanity/ui'
import { useMemo } from 'react'
import { filter, firstValueFrom, timeout } from 'rxjs'
import { useClient, useDocumentOperation, useDocumentStore, useEditState } from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'
import { localDay } from '#sanity/schema/days.ts'
import { nameOf } from './document-name.ts'
import {
  confirmable,
  confirmations,
  publishWith,
  undoConfirmation,
  whyNot,
  type Confirmation,
} from './confirm.ts'
import { Below } from './receipt-parts.tsx'
import { useReceipt } from './use-receipt.tsx'

export interface StillTrue {
  /** Whether a reading can be confirmed: it is not confirmed today. */
  isOpen: (key: string) => boolean
  /** Whether to offer confirming everything: in Now, only if that is more than one reading. */
  isOfAll: boolean
  /**
   * @param key of the only reading to confirm; without it, all are.
   * @param mark its number as the author sees it, `§ 1.2`.
   */
  confirm: (key?: string, mark?: string) => void
}

/**
 * Confirms that a section, or one reading of Now, still holds today. `undefined` while that is not possible,
 * and for a section that was never published, or that readers cannot be shown.
 * The receipt has an "Undo", which declines once the section was published, or its words changed.
 *
 * Without a draft, the confirmation is published at once. With a draft, it goes into the draft, since
 * publishing the rest is the author's decision.
 */
export function useStillTrue(id: string, type: string): StillTrue | undefined {
  const { draft, published, ready } = useEditState(id, type)
  const { patch } = useDocumentOperation(id, type)
  const client = useClient({ apiVersion })
  const documents = useDocumentStore()
  const current = draft ?? published
  const name = nameOf(type, current)
  const { watch, say } = useReceipt(id, type, name)
  const section = useMemo(() => (current ? confirmable(current, published) : undefined), [current, published])
  if (!ready || !section || patch.disabled) return undefined
  const days = (key?: string) => confirmations(section, localDay(), key)

  const confirm = async (key?: string, mark?: string) => {
    const what = mark ? `${mark} of “${name}”` : `“${name}”`
    const confirmed = `${what} is confirmed as of today`
    // As it is now, which a click may be ahead of the form to know.
    const { draft, published } = await firstValueFrom(
      documents.pair.editState(id, type).pipe(filter(({ ready }) => ready)),
    )
    const section = draft ?? published
    const open = section && confirmable(section, published)
    if (!open) return
    const set = confirmations(open, localDay(), key)
    if (draft) {
      patch.execute([{ set }])
      const done = Promise.resolve({ section, set, publishedRevision: published?._rev })
      const description = <UndoButton act={() => undo(done, what)} />
      say({ status: 'success', title: `${confirmed}, in the draft`, description, duration: 15_000 })
      return
    }
    // A draft that has just begun elsewhere is not published with it.
    const conditions = { editedRevision: section._rev, publishedRevision: section._rev }
    const { promise: done, resolve } = Promise.withResolvers<Confirmation>()
    watch({ title: confirmed, content: <UndoButton act={() => undo(done, what)} /> })
    try {
      const publishedRevision = await publishWith(client, id, { set }, conditions)
      resolve({ section, set, publishedRevision })
    } catch (error) {
      say({ status: 'error', title: `${what} is not confirmed`, description: whyNot(error) })
    }
  }

  const undo = async (confirmation: Promise<Confirmation>, what: string) => {
    const undone = `The confirmation of ${what} is undone`
    const notUndone = `The confirmation of ${what} is not undone`
    watch({ title: undone })
    try {
      // Until the confirmation, and what was typed after it, are stored.
      await firstValueFrom(
        documents.pair.consistencyStatus(id, type).pipe(filter(Boolean), timeout(patienceMs)),
      )
      const outcome = await undoConfirmation(client, id, await confirmation)
      if (outcome === 'published') return
      say(
        outcome === 'declined'
          ? {
              status: 'warning',
              title: notUndone,
              description: 'It was published or reworded since, so its date stays. The form has it.',
            }
          : { status: 'success', title: `${undone}, in the draft` },
      )
    } catch (error) {
      const description = (
        <>
          {whyNot(error)}
          <Below>
            <UndoButton act={() => undo(confirmation, what)} />
          </Below>
        </>
      )
      say({ status: 'error', title: notUndone, description })
    }
  }

  return {
    isOpen: (key) => Object.keys(days(key)).length > 0,
    isOfAll: Object.keys(days()).length > (section._type === 'nowSection' ? 1 : 0),
    confirm: (key, mark) => void confirm(key, mark),
  }
}

/** Milliseconds that an undo waits for edits to be stored. */
const patienceMs = 10_000

const UndoButton = ({ act }: { act: () => Promise<void> }) => (
  <Button mode="ghost" text="Undo" onClick={() => void act()} />
)
