import { text } from '#sanity/schema/text.ts'

/** The name of a document in the Studio's list. */
export const nameOf = (
  type: string,
  document: { readonly [field: string]: unknown } | null | undefined,
): string =>
  type === 'manual' ? 'Manual' : (text(document?.['eyebrow']) ?? text(document?.['title']) ?? 'Section')
