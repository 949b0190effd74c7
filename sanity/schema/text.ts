import { isVisible } from '#lib/manual/text.ts'

/** The value if it is a string with visible characters; `undefined` otherwise. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && isVisible(value) ? value : undefined
