import { dequal } from 'dequal/lite'
import type { Path } from 'sanity'
import type { Fields } from './confirm.ts'

/**
 * The path of the first difference between two states of a document: a field, an entry of a list that `after`
 * has and `before` does not have in these words, or a list that only lost entries. `undefined` if the fields
 * are equal.
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
