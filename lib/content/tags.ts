import { isSectionKind } from '#lib/manual/sections.ts'

/** The tag of everything that is made from the manual. */
export const manualTag = 'manual'

/** Whether a change to a document of that type makes stale what has `manualTag`. No other type is read by the site. */
export const isContentType = (type: unknown): boolean => type === 'manual' || isSectionKind(type)
