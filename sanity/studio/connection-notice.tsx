import { Card, Text } from '@sanity/ui'
import { useSyncExternalStore } from 'react'
import type { ConnectionProblem } from '#sanity/lake/connection.client.ts'

let problem: ConnectionProblem
const listeners = new Set<() => void>()

/** Sets the problem that `ConnectionNotice` shows. */
export function reportConnectionProblem(words: ConnectionProblem): void {
  problem = words
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Says why the Studio is waiting for data. By itself it would say nothing. */
export function ConnectionNotice() {
  const words = useSyncExternalStore(subscribe, () => problem)
  return words === undefined ? null : (
    <Card tone="critical" padding={4} role="alert">
      <Text size={1}>{words}</Text>
    </Card>
  )
}
