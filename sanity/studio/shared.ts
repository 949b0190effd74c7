import { defer, ReplaySubject, share, timer, type Observable } from 'rxjs'
import type { DocumentStore } from 'sanity'

/** Milliseconds that it is kept for the next: the Studio takes panes away and puts up others as one moves on. */
const lingerMs = 10_000

/**
 * What is asked of the Content Lake once for all who want it: whoever comes later gets the latest answer at
 * once, and those that follow.
 *
 * @param ask gives an answer, and a new one after each change.
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
