import { useToast } from '@sanity/ui/toast'
import { useEffect, useState } from 'react'
import { useClient, useSyncState, useValidationStatus, type DocumentActionComponent } from 'sanity'
import { apiVersion } from '#sanity/content/api-version.ts'
import { localDay } from '#sanity/schema/days.ts'
import { newlyWorded, publishWith } from '../confirm.ts'

/**
 * The Studio asks for its actions at each rendering and must get the same ones: a new component would lose
 * its state.
 */
const known = new WeakMap<DocumentActionComponent, DocumentActionComponent>()

/** Lets "Publish" confirm what its author has just worded; returns the other actions as they are. */
export function confirmOnPublish(action: DocumentActionComponent): DocumentActionComponent {
  if (action.action !== 'publish') return action
  const wrapped = known.get(action) ?? publishConfirming(action)
  known.set(action, wrapped)
  return wrapped
}

/**
 * "Publish" for a Now section: readings with other words than readers have are confirmed today, in the same
 * transaction. What a program writes is not confirmed by anybody. Without such readings, it is the Studio's
 * own "Publish".
 *
 * Like that one, it waits until all that was typed is stored and found valid.
 */
function publishConfirming(usePublish: DocumentActionComponent): DocumentActionComponent {
  const PublishConfirming: DocumentActionComponent = (props) => {
    const { id, type, draft, published } = props
    const description = usePublish(props)
    const client = useClient({ apiVersion })
    const toast = useToast()
    const { isSyncing } = useSyncState(id, type)
    const { isValidating, validation, revision } = useValidationStatus(draft?._id ?? id, type, true)
    const [state, setState] = useState<'idle' | 'waiting' | 'publishing'>('idle')
    const isReady = !isSyncing && !isValidating && revision === draft?._rev

    useEffect(() => {
      if (state !== 'waiting') return
      // Somebody else has published it in the meantime.
      if (!draft) return setState('idle')
      if (!isReady) return
      const refused = (description: string) =>
        toast.push({ status: 'error', closable: true, title: 'Not published', description })
      if (validation.some(({ level }) => level === 'error')) {
        setState('idle')
        refused('There are errors to fix first: they are marked beside the fields.')
        return
      }
      setState('publishing')
      publishWith(client, id, { set: newlyWorded(draft, published, localDay()) }, published?._rev)
        .catch((error: unknown) => refused(error instanceof Error ? error.message : String(error)))
        .finally(() => setState('idle'))
    }, [state, draft, published, isReady, validation, client, id, toast])

    if (!description || state === 'idle') {
      const isNewlyWorded = draft && Object.keys(newlyWorded(draft, published, localDay())).length > 0
      return description && isNewlyWorded
        ? { ...description, onHandle: () => setState('waiting') }
        : description
    }
    return { ...description, label: 'Publishing…', title: null, disabled: true }
  }
  return Object.assign(PublishConfirming, { action: 'publish' as const, displayName: 'PublishConfirming' })
}
