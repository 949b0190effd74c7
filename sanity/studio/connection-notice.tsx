import { Card, Text } from '@sanity/ui'
import { useSyncExternalStore } from 'react'
import type { LayoutProps } from 'sanity'
import type { ConnectionProblem } from '#sanity/lake/connection.client.ts'
import { Dialogs } from './editions/dialogs.tsx'

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

/** The Studio, which waits in silence for what does not arrive, below a sentence about why it does not. */
export function Layout(props: LayoutProps) {
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
