import { Card, Text } from '@sanity/ui'
import { useToast } from '@sanity/ui/toast'
import { useEffect, useSyncExternalStore } from 'react'
import { useClient, type LayoutProps } from 'sanity'
import type { ConnectionProblem } from '#sanity/lake/connection.client.ts'
import { Dialogs } from './editions/dialogs.tsx'
import { sendUnsavedEdits } from './unsaved-edits.client.ts'

let problem: ConnectionProblem
const listeners = new Set<() => void>()

/** What the way to the Content Lake lacks, for `Layout` to say. */
export function reportConnectionProblem(words: ConnectionProblem): void {
  problem = words
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Saves what a tab was closed with, once somebody is signed in. */
function useUnsavedEdits(): void {
  // The first version that has actions.
  const client = useClient({ apiVersion: '2025-02-19' })
  const { push } = useToast()
  useEffect(() => {
    void sendUnsavedEdits(client).then((saved) => {
      if (saved.length === 0) return
      const title = 'What you wrote before the tab was closed is in the draft now'
      push({ id: 'unsaved-edits', status: 'success', title, closable: true, duration: 20_000 })
    })
  }, [client, push])
}

/** The Studio, which waits in silence for what does not arrive, below a sentence about why it does not. */
export function Layout(props: LayoutProps) {
  useUnsavedEdits()
  const words = useSyncExternalStore(subscribe, () => problem)
  return (
    <>
      {words !== undefined && (
        <Card tone="critical" padding={4} role="alert">
          <Text size={1}>{words}</Text>
        </Card>
      )}
      {props.renderDefault(props)}
      <Dialogs />
    </>
  )
}
