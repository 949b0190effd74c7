/**
 * Whether nothing is in a value of the dataset: also an entry or a reference in which nothing was chosen. A text
 * of spaces is not empty: see `text`.
 */
export const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && Object.keys(value).every((name) => /^_(key|type|weak)$/.test(name)))
