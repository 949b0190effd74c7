import { editionType } from '#lib/editions/stored.ts'
import { isSectionKind } from '#lib/manual/sections.ts'

/** The cache tag of everything that is made from the manual. */
export const manualTag = 'manual'

/**
 * Whether a change of a document of this type makes everything tagged `manualTag` stale. The site reads no
 * other types.
 */
export const isContentType = (type: unknown): boolean =>
  type === 'manual' || type === editionType || isSectionKind(type)
