import { useSyncExternalStore } from 'react'

/**
 * The acts that were begun and are not done. Outside of the components: an act outlives the form that it was
 * begun in, and the list of what is due shows the same sections.
 */
let underWay: ReadonlySet<string> = new Set()
const listeners = new Set<() => void>()
/** The last act on each document, which the next one waits for. */
const last = new Map<string, Promise<void>>()

const nameOf = (document: string, act: string) => `${document}: ${act}`

function change(acts: Iterable<string>): void {
  underWay = new Set(acts)
  for (const listener of listeners) listener()
}

/**
 * Does an act on a document, after those that were begun before on the same document. Ignores it while the same
 * act waits or is being done, so that a second press does nothing.
 *
 * @param run resolves when the form shows the outcome; until then, a press may still be one of the same act. Its
 *   errors are the caller's.
 */
export async function once(document: string, act: string, run: () => Promise<void>): Promise<void> {
  const name = nameOf(document, act)
  if (underWay.has(name)) return
  change([...underWay, name])
  const done = (last.get(document) ?? Promise.resolve())
    .then(run)
    .finally(() => change([...underWay].filter((other) => other !== name)))
  const settled = done.catch(() => undefined)
  last.set(document, settled)
  await done
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Tells whether an act on the document was begun and is not done. */
export function useUnderWay(document: string): (act: string) => boolean {
  const acts = useSyncExternalStore(subscribe, () => underWay)
  return (act) => acts.has(nameOf(document, act))
}
