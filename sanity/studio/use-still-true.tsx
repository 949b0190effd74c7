import { Button } from '@sanity/ui'
import { useMemo } from 'react'
import { filter, firstValueFrom, timeout } from 'rxjs'
import { useClient, useDocumentOperation, useDocumentStore, useEditState, type EditStateFor } from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'
import { localDay } from '#sanity/schema/days.ts'
import { nameOf } from './document-name.ts'
import {
  confirmable,
  confirmations,
  isAnswer,
  isConflict,
  publishWith,
  undoConfirmation,
  whyNot,
  type Confirmation,
} from './confirm.ts'
import { editStateWhere } from './edit-state.ts'
import { Below } from './receipt-parts.tsx'
import { once, useUnderWay } from './under-way.ts'
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
  /** Whether that is being done, and a press is ignored. */
  isConfirming: (key?: string) => boolean
}

/**
 * Confirms that a section, or one reading of Now, still holds today. `undefined` while that is not possible,
 * and for a section that was never published, or that readers cannot be shown.
 * The receipt has an "Undo", which declines once the section was published since.
 *
 * Without a draft, the confirmation is published at once. With a draft, it goes into the draft, since
 * publishing the rest is the author's decision. Confirmations that are pressed while another one is under way
 * follow it; a second press of the same one is ignored.
 */
export function useStillTrue(id: string, type: string): StillTrue | undefined {
  const { draft, published, ready } = useEditState(id, type)
  const { patch } = useDocumentOperation(id, type)
  const client = useClient({ apiVersion })
  const documents = useDocumentStore()
  const isUnderWay = useUnderWay(id)
  const current = draft ?? published
  const name = nameOf(type, current)
  const { watch, say } = useReceipt(id, type, name)
  const section = useMemo(() => (current ? confirmable(current, published) : undefined), [current, published])
  if (!ready || !section || patch.disabled) return undefined
  const days = (key?: string) => confirmations(section, localDay(), key)

  const formHas = (condition?: (state: EditStateFor) => boolean) =>
    editStateWhere(documents, id, type, condition)
  const otherThan = (revision: string | undefined) => (state: EditStateFor) =>
    state.published?._rev !== revision
  const silently = () => undefined

  const confirm = async (key?: string, mark?: string) => {
    const what = mark ? `${mark} of “${name}”` : `“${name}”`
    const confirmed = `${what} is confirmed as of today`
    const undoable = Promise.withResolvers<Confirmation>()
    const undoButton = <UndoButton document={id} act={() => undo(undoable.promise, what)} />
    let before: Pick<Confirmation, 'section' | 'set'> | undefined
    for (let tries = 1; ; tries += 1) {
      const { draft, published } = await formHas()
      const section = draft ?? published
      const open = section && confirmable(section, published)
      if (!section || !published || !open) {
        if (tries > 1) say({ status: 'warning', title: `${what} is not confirmed`, description: gone })
        return
      }
      const set = confirmations(open, localDay(), key)
      const done = { section, set, publishedRevision: published._rev }
      // By an earlier press, or in another window: the receipt of that is under way then.
      if (Object.keys(set).length === 0) {
        undoable.resolve({ ...(before ?? done), isInDraft: false, publishedRevision: published._rev })
        return
      }
      before ??= done
      if (draft) {
        patch.execute([{ set }])
        undoable.resolve({ ...done, isInDraft: true })
        const title = `${confirmed}, in the draft`
        say({ status: 'success', title, description: undoButton, duration: 15_000 })
        return
      }
      watch({ title: confirmed, content: undoButton })
      try {
        // A draft that has just begun elsewhere is not published with it.
        const conditions = { editedRevision: section._rev, publishedRevision: section._rev }
        const publishedRevision = await publishWith(client, id, { set }, conditions)
        undoable.resolve({ ...done, isInDraft: false, publishedRevision })
        await formHas(otherThan(section._rev)).catch(silently)
        return
      } catch (error) {
        // Something was published, or a draft begun, which the form is about to hear of; or only the answer was lost.
        const isHeard =
          (isConflict(error) || !isAnswer(error)) &&
          tries < mostTries &&
          (await formHas((state) => state.draft !== null || otherThan(section._rev)(state)).catch(silently))
        if (isHeard) continue
        say({ status: 'error', title: `${what} is not confirmed`, description: whyNot(error) })
        return
      }
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
      const done = await confirmation
      const outcome = await undoConfirmation(client, id, done)
      if (outcome === 'published') {
        await formHas(otherThan(done.publishedRevision)).catch(silently)
        return
      }
      say(
        outcome === 'declined'
          ? {
              status: 'warning',
              title: notUndone,
              description: done.isInDraft
                ? 'The draft was published or discarded since, or its date changed.'
                : 'It was published since, so its date stays. The form has it.',
            }
          : { status: 'success', title: `${undone}, in the draft` },
      )
    } catch (error) {
      const description = (
        <>
          {whyNot(error)}
          <Below>
            <UndoButton document={id} act={() => undo(confirmation, what)} />
          </Below>
        </>
      )
      say({ status: 'error', title: notUndone, description })
    }
  }

  return {
    isOpen: (key) => Object.keys(days(key)).length > 0,
    isOfAll: Object.keys(days()).length > (section._type === 'nowSection' ? 1 : 0),
    confirm: (key, mark) => void once(id, confirming(key), () => confirm(key, mark)),
    isConfirming: (key) => isUnderWay(confirming(key)),
  }
}

const gone = 'What it confirms is no longer published: it was changed elsewhere at the same moment.'

const confirming = (key = 'all') => `confirm ${key}`

/** Milliseconds that an undo waits for edits to be stored. */
const patienceMs = 10_000

/** Tries, in case something else changes the section meanwhile. */
const mostTries = 5

interface ButtonProps {
  stillTrue: StillTrue
  /** Of the only reading to confirm; without it, all are. */
  reading?: string
  /** The number of the reading as the author sees it, `§ 1.2`. */
  mark?: string
  text?: string
  mode?: 'default' | 'ghost' | 'bleed'
}

/** Confirms, and says so while that is under way: over a slow network, that takes a while. */
export function StillTrueButton({ stillTrue, reading, mark, text = 'Still true', mode }: ButtonProps) {
  const isBusy = stillTrue.isConfirming(reading)
  return (
    <Button
      mode={mode ?? 'ghost'}
      fontSize={1}
      padding={3}
      text={isBusy ? 'Confirming…' : text}
      disabled={isBusy}
      onClick={() => stillTrue.confirm(reading, mark)}
    />
  )
}

function UndoButton({ document, act }: { document: string; act: () => Promise<void> }) {
  const isUndoing = useUnderWay(document)('undo')
  return (
    <Button
      mode="ghost"
      text={isUndoing ? 'Undoing…' : 'Undo'}
      disabled={isUndoing}
      onClick={() => void once(document, 'undo', act)}
    />
  )
}
