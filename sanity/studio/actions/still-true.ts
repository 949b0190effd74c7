import { useEffect, useState } from 'react'
import { useDocumentOperation, useSyncState, type DocumentActionComponent } from 'sanity'
import { entryPath } from '#lib/manual/source.ts'

declare module 'sanity' {
  interface DocumentActionKeys {
    stillTrue: never
  }
}

interface Reading {
  _key: string
  confirmed?: string
}

/** The author's day, `YYYY-MM-DD`: the date on their calendar, wherever the server is. */
const today = () => {
  const now = new Date()
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
}

/**
 * The fields to set, by path, so that every reading is confirmed on that day; those that already are need nothing.
 *
 * @param readings the section's `readings` as the Studio has them, which may be anything.
 */
export function confirmations(readings: unknown, day: string): Record<string, string> {
  const list = Array.isArray(readings) ? (readings as (Partial<Reading> | null)[]) : []
  return Object.fromEntries(
    list.flatMap((reading) =>
      reading?._key && reading.confirmed !== day
        ? [[`${entryPath('readings', reading._key)}.confirmed`, day]]
        : [],
    ),
  )
}

/**
 * "Still true", for a Now section: says that every reading still holds, today.
 *
 * Without a draft, that is all there is to say, and it is published at once. With a draft, the dates go into the draft, since publishing
 * it is another decision. It belongs into the menu, after Publish: as the first action it would take Publish's place once that is done,
 * and a second click there would confirm what nobody looked at.
 */
export const stillTrue: DocumentActionComponent = ({ id, type, draft, published, ready }) => {
  const { patch, publish } = useDocumentOperation(id, type)
  const { isSyncing } = useSyncState(id, type)
  const [isPublishing, setPublishing] = useState(false)
  const set = confirmations((draft ?? published)?.readings, today())
  const isConfirmed = Object.keys(set).length === 0

  useEffect(() => {
    // The draft must have arrived before it can be published.
    if (!isPublishing || !draft || !isConfirmed || isSyncing || publish.disabled) return
    publish.execute()
    setPublishing(false)
  }, [isPublishing, draft, isConfirmed, isSyncing, publish])

  if (isPublishing) return { label: 'Confirming…', disabled: true }
  if (!ready || isConfirmed || patch.disabled) return null
  return {
    label: 'Still true',
    title: draft
      ? 'Confirms every reading as of today, in the draft'
      : 'Confirms every reading as of today, and publishes that',
    onHandle: () => {
      patch.execute([{ set }])
      setPublishing(!draft)
    },
  }
}
stillTrue.displayName = 'StillTrue'
stillTrue.action = 'stillTrue'
