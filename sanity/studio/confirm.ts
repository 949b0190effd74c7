import type { SanityClient } from '@sanity/client'
import { dequal } from 'dequal/lite'
import { getDraftId, getPublishedId } from 'sanity'
import { entryPath } from '#lib/manual/source.ts'

/** A document as stored: its fields may hold anything. */
export type Fields = Readonly<Record<string, unknown>>

/** A patch, by Sanity's paths. */
export interface FieldPatch {
  set?: Record<string, string>
  unset?: string[]
}

interface Reading {
  _key: string
  confirmed?: unknown
}

function readingsIn({ readings }: Fields): Reading[] {
  const list = Array.isArray(readings) ? (readings as (Partial<Reading> | null)[]) : []
  return list.filter((reading): reading is Reading => typeof reading?._key === 'string')
}

const confirmedOf = (key: string) => `${entryPath('readings', key)}.confirmed`

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
  const before = new Map(
    [
      ['confirmed', section.confirmed] as const,
      ...readingsIn(section).map(({ _key, confirmed }) => [confirmedOf(_key), confirmed] as const),
    ].filter((entry): entry is readonly [string, string] => typeof entry[1] === 'string'),
  )
  const paths = Object.keys(set)
  return {
    set: Object.fromEntries(
      paths.flatMap((path) => (before.has(path) ? [[path, before.get(path) as string]] : [])),
    ),
    unset: paths.filter((path) => !before.has(path)),
  }
}

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
const saidBy = (reading: Reading | undefined) =>
  reading &&
  Object.fromEntries(
    Object.entries(reading).filter(
      ([name, value]) => name !== 'confirmed' && value !== '' && value !== undefined && value !== null,
    ),
  )

/** Whether the error is an answer of the Content Lake, rather than a lack of one. */
export const isAnswer = (error: unknown): boolean =>
  (error as { statusCode?: unknown } | null)?.statusCode !== undefined

/** Why a publish failed, in words. */
export function whyNot(error: unknown): string {
  if (!isAnswer(error)) return 'The site does not answer. Try again when it does.'
  return error instanceof Error ? error.message : String(error)
}

/**
 * Publishes a document, together with a last change to its draft if there is one. One transaction, so that
 * readers never see one without the other.
 */
export async function publishWith(
  client: SanityClient,
  id: string,
  patch: FieldPatch,
  publishedRevision?: string,
): Promise<void> {
  const pair = { draftId: getDraftId(id), publishedId: getPublishedId(id) }
  const changes = Object.keys({ ...patch.set }).length + (patch.unset?.length ?? 0) > 0
  await client.action(
    [
      ...(changes ? [{ actionType: 'sanity.action.document.edit' as const, ...pair, patch }] : []),
      {
        actionType: 'sanity.action.document.publish',
        ...pair,
        ...(publishedRevision && { ifPublishedRevisionId: publishedRevision }),
      },
    ],
    { tag: 'document.publish' },
  )
}
