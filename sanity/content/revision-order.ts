/** The revision of a document that has been deleted, or is no longer listed. */
export const gone = (id: string): string => `${id} gone`

/**
 * Which revisions followed which, as far as announcements and answers have shown. Dates do not say it: the
 * content API gives them in whole seconds.
 */
export class RevisionOrder {
  readonly #followers = new Map<string, { revisions: Set<string>; until: number }>()

  /**
   * Notes that `later` followed `earlier`, which no answer has any more after `forMs` milliseconds.
   */
  add(earlier: string, later: string, forMs: number): void {
    if (earlier === later) return
    const now = performance.now()
    for (const [revision, { until }] of this.#followers) if (until < now) this.#followers.delete(revision)
    const revisions = this.#followers.get(earlier)?.revisions ?? new Set<string>()
    this.#followers.set(earlier, { revisions: revisions.add(later), until: now + forMs })
  }

  /** Whether `earlier` is known to have been followed by `later`, directly or by way of others. */
  isEarlier(earlier: string, later: string): boolean {
    const met = new Set([earlier])
    for (const revision of met) {
      const followers = this.#followers.get(revision)?.revisions ?? []
      for (const follower of followers) {
        if (follower === later) return true
        met.add(follower)
      }
    }
    return false
  }
}
