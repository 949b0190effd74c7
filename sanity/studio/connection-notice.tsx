import { Card, Text } from '@sanity/ui'
import { useEffect, useSyncExternalStore } from 'react'
import { useClient } from 'sanity'
import { lateFilesEvent } from '#lib/late-files.ts'
import { apiVersion } from '#sanity/content/api-version.ts'
import type { ConnectionProblem } from '#sanity/lake/connection.client.ts'
import { signInEnded } from '#sanity/lake/streams.client.ts'

let problem: ConnectionProblem
const listeners = new Set<() => void>()

/** Sets the problem that `ConnectionNotice` shows. */
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

let isLayoutMounted = false

/** Says why the Studio is waiting for data. By itself it would say nothing. */
export function ConnectionNotice() {
  const words = useSyncExternalStore(subscribe, whatIsWrong)
  const { apiHost } = useClient({ apiVersion }).config()
  useEffect(() => {
    isLayoutMounted = true
    tell()
    return () => void (isLayoutMounted = false)
  }, [])
  return words === undefined ? null : (
    <Card tone="critical" padding={4} borderBottom flex="none" role="alert">
      <Text size={1} weight="medium">
        {words}{' '}
        {words === signInEnded && (
          // In another tab, since this one has unsaved words. The Studio there would send this one away, too.
          <a href={`${apiHost}/sign-in`} target="_blank">
            Sign in
          </a>
        )}
      </Text>
    </Card>
  )
}

/** The same notice, until the Studio's layout is mounted: Sanity sends several requests before. */
export function EarlyNotice() {
  const words = useSyncExternalStore(subscribe, () => (isLayoutMounted ? undefined : whatIsWrong()))
  return words === undefined ? null : (
    <p style={{ padding: '2rem', margin: 0, font: '1rem/1.5 system-ui, sans-serif' }} role="alert">
      {words}
    </p>
  )
}
