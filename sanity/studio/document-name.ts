import { text } from '#sanity/schema/text.ts'

/** What the Studio's list calls a document. */
export const nameOf = (
  type: string,
  document: { readonly [field: string]: unknown } | null | undefined,
): string =>
  type === 'manual' ? 'Manual' : (text(document?.['eyebrow']) ?? text(document?.['title']) ?? 'Section')
