import { dequal } from 'dequal/lite'
import type { Path } from 'sanity'
import type { Fields } from './confirm.ts'

/**
 * Where a form shows the first thing in which two states of a document differ: a field, the entry of a list
 * that `after` has and `before` has not in these words, or the list that only has fewer. `undefined` when the
 * fields are the same.
 *
 * @param fields the names of the fields, in the order of the form.
 */
export function firstDifference(fields: readonly string[], before: Fields, after: Fields): Path | undefined {
  const field = fields.find((name) => !dequal(before[name], after[name]))
  if (field === undefined) return undefined
  const known = itemsIn(before[field])
  const changed = itemsIn(after[field]).find((item) => !known.some((other) => dequal(item, other)))
  return changed ? [field, { _key: changed._key }] : [field]
}

const itemsIn = (value: unknown): { _key: string }[] =>
  Array.isArray(value)
    ? value.filter((item) => typeof (item as { _key?: unknown } | null)?._key === 'string')
    : []
