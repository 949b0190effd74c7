import { isVisible } from '#lib/manual/text.ts'

/** A text of which something is seen; anything else is none. */
export const text = (value: unknown): string | undefined =>
  typeof value === 'string' && isVisible(value) ? value : undefined
