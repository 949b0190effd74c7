/** Reads the content API's answer to `manualQuery` without trusting its shape: it may be anything. */

interface Version {
  _id: string
  _rev: string
  /** ISO 8601, UTC. */
  _updatedAt: string
}

/**
 * A published document changed: `rev` is the revision it is at since then, and absent when it was deleted or
 * unpublished.
 */
export interface ContentChange {
  id: string
  rev?: string | undefined
  /** When the transaction was made, by the content API's clock: ISO 8601, UTC. */
  time?: string | undefined
}

interface Item {
  _ref?: unknown
  document?: Record<string, unknown> | null
}

const itemsOf = (answer: unknown): (Item | null)[] => {
  const { sections } = (answer ?? {}) as { sections?: unknown }
  return Array.isArray(sections) ? (sections as (Item | null)[]) : []
}

/** The documents in an answer, by id. */
function versionsIn(answer: unknown): Map<string, Version> {
  const documents = [answer, ...itemsOf(answer).map((item) => item?.document)]
  const versions = documents.filter(
    (document): document is Version =>
      typeof (document as Version | null)?._id === 'string' &&
      typeof (document as Version)._updatedAt === 'string',
  )
  return new Map(versions.map((version) => [version._id, version]))
}

/**
 * Whether the content API has got as far as that change: events and webhooks may precede what queries see.
 */
export function includesChange(answer: unknown, { id, rev, time }: ContentChange): boolean {
  const version = versionsIn(answer).get(id)
  if (rev === undefined) return version === undefined
  // A section that the manual does not list is not in the answer, however current that is.
  if (!version) return id !== 'manual' && !itemsOf(answer).some((item) => item?._ref === id)
  // The time on a document is in whole seconds.
  return version._rev === rev || (time !== undefined && version._updatedAt.slice(0, 19) > time.slice(0, 19))
}

/**
 * Whether an answer comes from a part of the content API that lags behind: it lacks a known change that the
 * reference has, or one of its documents is older there than in the reference. A document at the revision
 * that a change announced is not older, whatever its date.
 */
export function isBehind(answer: unknown, reference: unknown, known: readonly ContentChange[]): boolean {
  if (known.some((change) => includesChange(reference, change) && !includesChange(answer, change)))
    return true
  const versions = versionsIn(answer)
  return [...versionsIn(reference).values()].some(({ _id, _updatedAt }) => {
    const version = versions.get(_id)
    if (version === undefined || version._updatedAt >= _updatedAt) return false
    return !known.some(({ id, rev }) => id === _id && rev === version._rev)
  })
}

/**
 * The answer, with the sections in those places as they were in an earlier one. A section that is not there
 * any more stays away: it was taken back.
 */
export function withSectionsOf(earlier: unknown, answer: unknown, places: readonly number[]): unknown {
  const before = new Map(itemsOf(earlier).map((item) => [item?._ref, item?.document]))
  const sections = itemsOf(answer).map((item, place) =>
    places.includes(place) && item?.document
      ? { ...item, document: before.get(item._ref) ?? item.document }
      : item,
  )
  return { ...(answer as object), sections }
}
