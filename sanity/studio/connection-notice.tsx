import { Card, Text } from '@sanity/ui'
import { useSyncExternalStore } from 'react'
import type { ConnectionProblem } from '#sanity/lake/connection.client.ts'

let problem: ConnectionProblem
const listeners = new Set<() => void>()

/** What the way to the Content Lake lacks, for `ConnectionNotice` to say. */
export function reportConnectionProblem(words: ConnectionProblem): void {
  problem = words
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Why the Studio waits for what does not arrive: by itself it would do so in silence. */
export function ConnectionNotice() {
  const words = useSyncExternalStore(subscribe, () => problem)
  return words === undefined ? null : (
    <Card tone="critical" padding={4} role="alert">
      <Text size={1}>{words}</Text>
    </Card>
  )
}
