import { defer, ReplaySubject, share, timer, type Observable } from 'rxjs'
import type { DocumentStore } from 'sanity'

/**
 * Milliseconds for which an answer is kept without subscribers: the Studio unmounts panes and mounts others
 * in navigation.
 */
const lingerMs = 10_000

/**
 * Shares a query among all its subscribers. A later subscriber gets the latest answer at once.
 *
 * @param ask emits an answer, and a new one after each change.
 */
export function shared<Answer>(
  ask: (documents: DocumentStore) => Observable<Answer>,
): (documents: DocumentStore) => Observable<Answer> {
  const known = new WeakMap<DocumentStore, Observable<Answer>>()
  return (documents) => {
    const answers =
      known.get(documents) ??
      defer(() => ask(documents)).pipe(
        share({ connector: () => new ReplaySubject(1), resetOnRefCountZero: () => timer(lingerMs) }),
      )
    known.set(documents, answers)
    return answers
  }
}
