import { useSyncExternalStore } from 'react'
import { getPublishedId, getValueAtPath, pathToString, type Path } from 'sanity'
import { isEmpty } from '#sanity/schema/empty.ts'

/**
 * The fields that the author has left, and those that kept a document from being published, by document. An empty
 * field is marked as an error only then, so that a new section or entry has no marks. Outside of the components,
 * because Publish is not part of the form.
 */
const left = new Map<string, ReadonlySet<string>>()
const listeners = new Set<() => void>()
const none: ReadonlySet<string> = new Set()

const leftIn = (id: string) => left.get(getPublishedId(id)) ?? none

/** Remembers that fields were left. */
export function leaveFields(id: string, paths: readonly Path[]): void {
  const before = leftIn(id)
  const now = new Set([...before, ...paths.map(pathToString)])
  if (now.size === before.size) return
  left.set(getPublishedId(id), now)
  for (const listener of listeners) listener()
}

/** The paths, as strings, of a document's fields that were left. */
export function useLeftFields(id: string): ReadonlySet<string> {
  const current = () => leftIn(id)
  return useSyncExternalStore(onLeave, current, current)
}

function onLeave(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whether a line of the manual leads to a section that was just added, in which nothing is written yet. */
const isJustAdded = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && '_strengthenOnPublish' in value

interface Marker {
  path: Path
  message: string
}

/**
 * Whether a problem with a field is to be shown: not that it is empty, or leads to a section that does not exist yet,
 * before the author has left it; and not that it was empty, which the Studio says until it has looked at what was
 * typed.
 */
export const isShown = ({ path, message }: Marker, value: unknown, fields: ReadonlySet<string>): boolean =>
  isEmpty(value) || isJustAdded(value)
    ? fields.has(pathToString(path))
    : !message.startsWith('This is missing')

/** The problems with a document that are to be shown. */
export const shownIn = <Problem extends Marker>(
  problems: readonly Problem[],
  document: unknown,
  fields: ReadonlySet<string>,
): Problem[] =>
  problems.filter((problem) => isShown(problem, getValueAtPath(document as never, problem.path), fields))
