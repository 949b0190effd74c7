import { gone, type RevisionOrder } from './revision-order.ts'

/** Reads the content API's answer to `manualQuery`, which is not validated yet: it may have any shape. */

interface Version {
  _id: string
  _rev: string
  /** ISO 8601, UTC. */
  _updatedAt: string
}

/** A change of a published document. `rev` is its new revision; absent when it was deleted or unpublished. */
export interface ContentChange {
  id: string
  rev?: string | undefined
  /** The time of the transaction by the content API's clock: ISO 8601, UTC. */
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

/** Whether the answer includes a change. Events and webhooks can arrive before queries return the change. */
export function includesChange(answer: unknown, { id, rev, time }: ContentChange): boolean {
  const version = versionsIn(answer).get(id)
  if (rev === undefined) return version === undefined
  // A section that the manual does not list is never in the answer, however recent that is.
  if (!version) return id !== 'manual' && !itemsOf(answer).some((item) => item?._ref === id)
  // The content API gives `_updatedAt` in whole seconds.
  return version._rev === rev || (time !== undefined && version._updatedAt.slice(0, 19) > time.slice(0, 19))
}

/** The revisions of all documents in an answer, by id. */
export const revisionsIn = (answer: unknown): Map<string, string> =>
  new Map([...versionsIn(answer).values()].map(({ _id, _rev }) => [_id, _rev]))

/**
 * Whether an answer is older than the reference: it lacks a known change that the reference has, or one of
 * its documents has an earlier date. A document at an announced revision is never older, whatever its date.
 *
 * @param order what is known of the order of revisions. Within the second of a known change, any revision that
 *   is not known to be an earlier one may be a newer one, whose event is late or was lost while the listener was
 *   cut off.
 */
export function isBehind(
  answer: unknown,
  reference: unknown,
  known: readonly ContentChange[],
  order: RevisionOrder,
): boolean {
  const versions = versionsIn(answer)
  const references = versionsIn(reference)
  const isEarlier = ({ _id, _rev }: Version) => order.isEarlier(_rev, references.get(_id)?._rev ?? gone(_id))
  const mayBeNewer = ({ id, time }: ContentChange) => {
    const version = versions.get(id)
    return (
      version !== undefined &&
      time !== undefined &&
      version._updatedAt.slice(0, 19) >= time.slice(0, 19) &&
      !isEarlier(version)
    )
  }
  const lacks = (change: ContentChange) => !includesChange(answer, change) && !mayBeNewer(change)
  if (known.some((change) => includesChange(reference, change) && lacks(change))) return true
  return [...references.values()].some(({ _id, _rev, _updatedAt }) => {
    const version = versions.get(_id)
    if (version === undefined || version._rev === _rev) return false
    if (isEarlier(version)) return true
    return version._updatedAt < _updatedAt && !known.some(({ id, rev }) => id === _id && rev === version._rev)
  })
}

/**
 * The answer, with the sections at these positions replaced by those in an earlier answer. Sections that have
 * been removed since stay away.
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
