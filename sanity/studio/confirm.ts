import type { SanityClient } from '@sanity/client'
import { dequal } from 'dequal/lite'
import { getDraftId, getPublishedId } from 'sanity'
import { entryPath, parseManual } from '#lib/manual/index.ts'

/** A document as stored: its fields may hold anything. */
export type Fields = Readonly<Record<string, unknown>>

/** A patch, by Sanity's paths. */
export interface FieldPatch {
  set?: Record<string, string>
  unset?: string[]
}

interface Reading {
  _key: string
  activity?: unknown
  subject?: unknown
  confirmed?: unknown
}

/** The readings of Now that have a key, as stored. */
export function readingsIn({ readings }: Fields): Reading[] {
  const list = Array.isArray(readings) ? (readings as (Partial<Reading> | null)[]) : []
  return list.filter((reading): reading is Reading => typeof reading?._key === 'string')
}

const confirmedOf = (key: string) => `${entryPath('readings', key)}.confirmed`

/** Whether the page shows a section with this content. */
function isShown(section: Fields): boolean {
  const document = { ...section, _id: 'section' }
  const { manual } = parseManual({
    _id: 'manual',
    _type: 'manual',
    sections: [{ _ref: 'section', document }],
  })
  return manual.sections.length > 0
}

/**
 * What in a section may be still true: it was published, and can be shown. In Now, that is the section without
 * the other readings. `undefined` if there is nothing.
 *
 * @param section its draft or, without one, the published one.
 */
export function confirmable(section: Fields, published: Fields | null): Fields | undefined {
  if (!published || !isShown(published)) return undefined
  if (section._type !== 'nowSection') return isShown(section) ? section : undefined
  const known = new Set(readingsIn(published).map(({ _key }) => _key))
  const readings = readingsIn(section).filter(
    (reading) => known.has(reading._key) && isShown({ ...section, readings: [reading] }),
  )
  return readings.length > 0 ? { ...section, readings } : undefined
}

/**
 * The fields to set to confirm a section: in Now those of its readings, elsewhere its own. Empty if it is
 * confirmed on that day already.
 *
 * @param day `YYYY-MM-DD`.
 * @param key of the only reading to confirm.
 */
export function confirmations(section: Fields, day: string, key?: string): Record<string, string> {
  if (section._type !== 'nowSection') return section.confirmed === day ? {} : { confirmed: day }
  return Object.fromEntries(
    readingsIn(section)
      .filter(({ _key, confirmed }) => (key === undefined || _key === key) && confirmed !== day)
      .map(({ _key }) => [confirmedOf(_key), day]),
  )
}

/** The patch that undoes `set`. */
export function undoOf(section: Fields, set: Readonly<Record<string, string>>): FieldPatch {
  const before = datesIn(section)
  const paths = Object.keys(set)
  return {
    set: Object.fromEntries(
      paths.flatMap((path) => (before.has(path) ? [[path, before.get(path) as string]] : [])),
    ),
    unset: paths.filter((path) => !before.has(path)),
  }
}

/** The dates of confirmation in a section, by their paths. */
function datesIn(section: Fields): Map<string, string> {
  const dates = [
    ['confirmed', section.confirmed] as const,
    ...readingsIn(section).map(({ _key, confirmed }) => [confirmedOf(_key), confirmed] as const),
  ]
  return new Map(dates.filter((entry): entry is readonly [string, string] => typeof entry[1] === 'string'))
}

/** What "Still true" did, for undoing it. */
export interface Confirmation {
  /** The section before. */
  section: Fields
  set: Readonly<Record<string, string>>
  /** Whether it went into the draft, rather than to readers. */
  isInDraft: boolean
  /** The published revision afterwards. */
  publishedRevision: string | undefined
}

/** Tries, in case something else changes the section meanwhile. */
const mostTries = 5

/**
 * Undoes a confirmation where it was made, and in a draft that began with it. Changes nothing, and returns
 * `declined`, if the section was published since, or the date was changed: it is another act's then. The revisions
 * that were compared are conditions of the change.
 *
 * @throws when the Content Lake does not answer, or refuses.
 */
export async function undoConfirmation(
  client: SanityClient,
  id: string,
  { section, set, isInDraft, publishedRevision }: Confirmation,
): Promise<'published' | 'in the draft' | 'declined'> {
  type Stored = (Fields & { _id: string; _rev: string }) | null
  for (let tries = 1; ; tries += 1) {
    const { draft, published } = await client.fetch<{ draft: Stored; published: Stored }>(
      '{"draft": *[_id == $draftId][0], "published": *[_id == $publishedId][0]}',
      { draftId: getDraftId(id), publishedId: getPublishedId(id) },
      { perspective: 'raw', tag: 'undo' },
    )
    if (published?._rev !== publishedRevision) return 'declined'
    const undoIn = (stored: Stored) => {
      const dates = stored ? datesIn(stored) : new Map<string, string>()
      const own = Object.entries(set).filter(([path, day]) => dates.get(path) === day)
      return own.length > 0 ? undoOf(section, Object.fromEntries(own)) : undefined
    }
    const [inPublished, inDraft] = [isInDraft ? undefined : undoIn(published), undoIn(draft)]
    if (!(isInDraft ? inDraft : inPublished)) return 'declined'
    try {
      if (inPublished && published && !draft) {
        // Refused if a draft begins meanwhile, which would have the date.
        const revision = published._rev
        await publishWith(client, id, inPublished, { editedRevision: revision, publishedRevision: revision })
      } else {
        // "Publish" would take the draft along.
        const transaction = client.transaction()
        if (inPublished && published)
          transaction.patch(client.patch(published._id, inPublished).ifRevisionId(published._rev))
        if (inDraft && draft) transaction.patch(client.patch(draft._id, inDraft).ifRevisionId(draft._rev))
        await transaction.commit({ tag: 'undo' })
      }
      return isInDraft ? 'in the draft' : 'published'
    } catch (error) {
      // Another change came first, so that a revision is no longer the current one, or the draft is gone.
      if (!isConflict(error) || tries === mostTries) throw error
    }
  }
}

/** Whether the Content Lake refused a change because another one came first. */
export const isConflict = (error: unknown): boolean =>
  [404, 409].includes((error as { statusCode?: number } | null)?.statusCode ?? 0)

/**
 * The fields to set to confirm the readings that are new or reworded in a draft.
 *
 * @param day `YYYY-MM-DD`.
 */
export function newlyWorded(draft: Fields, published: Fields | null, day: string): Record<string, string> {
  const before = new Map(readingsIn(published ?? {}).map((reading) => [reading._key, reading]))
  return Object.fromEntries(
    readingsIn(draft)
      .filter(
        (reading) => reading.confirmed !== day && !dequal(saidBy(reading), saidBy(before.get(reading._key))),
      )
      .map(({ _key }) => [confirmedOf(_key), day]),
  )
}

/** A reading without its confirmation and without empty fields, for comparisons. */
function saidBy(reading: Reading | undefined): Fields | undefined {
  if (!reading) return undefined
  const { confirmed: _confirmed, ...said } = reading
  return filled(said)
}

/** Without empty fields. */
const filled = (fields: object): Fields =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== '' && value !== undefined && value !== null),
  )

/** Whether the error is an answer of the Content Lake, rather than a lack of one. */
export const isAnswer = (error: unknown): boolean =>
  (error as { statusCode?: unknown } | null)?.statusCode !== undefined

/** Why a change failed, in words. */
export function whyNot(error: unknown): string {
  if (!isAnswer(error)) return 'The site does not answer. Try again when it does.'
  // The message is about revision ids.
  if ((error as { statusCode?: unknown }).statusCode === 409)
    return 'It was changed elsewhere at the same moment. Look at it, then try again.'
  return error instanceof Error ? error.message : String(error)
}

interface PublishConditions {
  /** The revision of the published document. */
  publishedRevision?: string | undefined
  /** The revision that the change was made for: of the draft or, without one, of the published document. */
  editedRevision?: string | undefined
}

/**
 * Publishes a document, together with a last change to its draft if there is one. One transaction, so that
 * readers never see one without the other.
 *
 * @returns the published revision.
 * @throws when a condition does not hold (409), and when the Content Lake refuses or does not answer.
 */
export async function publishWith(
  client: SanityClient,
  id: string,
  patch: FieldPatch,
  { publishedRevision, editedRevision }: PublishConditions = {},
): Promise<string> {
  const pair = { draftId: getDraftId(id), publishedId: getPublishedId(id) }
  const changes = Object.keys({ ...patch.set }).length + (patch.unset?.length ?? 0) > 0
  const edit = { ...patch, ...(editedRevision && { ifRevisionID: editedRevision }) }
  const { transactionId } = await client.action(
    [
      ...(changes ? [{ actionType: 'sanity.action.document.edit' as const, ...pair, patch: edit }] : []),
      {
        actionType: 'sanity.action.document.publish',
        ...pair,
        ...(publishedRevision && { ifPublishedRevisionId: publishedRevision }),
      },
    ],
    { tag: 'document.publish' },
  )
  return transactionId
}
