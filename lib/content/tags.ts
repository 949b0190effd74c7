import type { SectionKind } from '#lib/manual/index.ts'

/** Types of documents whose publication changes what readers see. */
export type ContentType = 'manual' | SectionKind

/** The tag of everything that is made from the manual. */
export const manualTag = 'manual'

/** Which cached answers a change to a document of each type makes stale: the one table, used by the webhook and its test. */
export const tagsOf = {
  manual: [manualTag],
  nowSection: [manualTag],
  principlesSection: [manualTag],
  historySection: [manualTag],
  explorationSection: [manualTag],
  mentalModelsSection: [manualTag],
  shelfSection: [manualTag],
  proseSection: [manualTag],
} satisfies Record<ContentType, readonly string[]>

export const isContentType = (value: unknown): value is ContentType =>
  typeof value === 'string' && Object.hasOwn(tagsOf, value)
