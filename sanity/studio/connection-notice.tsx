import { Card, Text } from '@sanity/ui'
import { useEffect, useSyncExternalStore } from 'react'
import { lateFilesEvent } from '#lib/late-files.ts'
import type { ConnectionProblem } from '#sanity/lake/connection.client.ts'

let problem: ConnectionProblem
const listeners = new Set<() => void>()

/** What the way to the Content Lake lacks, for `ConnectionNotice` to say. */
export function reportConnectionProblem(words: ConnectionProblem): void {
  problem = words
  tell()
}

function tell(): void {
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  addEventListener(lateFilesEvent, listener)
  return () => {
    listeners.delete(listener)
    removeEventListener(lateFilesEvent, listener)
  }
}

const whatIsWrong = () => problem ?? (globalThis as { lateFiles?: string }).lateFiles

let isStudioThere = false

/** Why the Studio waits for what does not arrive: by itself it would do so in silence. */
export function ConnectionNotice() {
  const words = useSyncExternalStore(subscribe, whatIsWrong)
  useEffect(() => {
    isStudioThere = true
    tell()
    return () => void (isStudioThere = false)
  }, [])
  return words === undefined ? null : (
    <Card tone="critical" padding={4} role="alert">
      <Text size={1}>{words}</Text>
    </Card>
  )
}

/** The same until the Studio is there, whose layout has the notice: it asks for a lot before. */
export function EarlyNotice() {
  const words = useSyncExternalStore(subscribe, () => (isStudioThere ? undefined : whatIsWrong()))
  return words === undefined ? null : (
    <p style={{ padding: '2rem', margin: 0, font: '1rem/1.5 system-ui, sans-serif' }} role="alert">
      {words}
    </p>
  )
}
