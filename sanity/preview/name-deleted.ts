import type { SanityClient } from '@sanity/client'
import type { DocumentProblems } from '#lib/manual/index.ts'
import { text } from '#sanity/schema/text.ts'
import { lastStateOf } from './last-state.ts'

/**
 * The problems, with the names of listed sections that were deleted, from the history. For their author: a
 * guest of a shared preview is not told what was deleted.
 *
 * A problem stays as it is if there has never been such a section, or if the history cannot be read.
 */
export const nameDeleted = (
  client: SanityClient,
  problems: readonly DocumentProblems[],
): Promise<DocumentProblems[]> =>
  Promise.all(
    problems.map(async (document) => {
      const { missingId, problems } = document
      if (missingId === undefined) return document
      const last = await lastStateOf(client, missingId).catch(() => undefined)
      const name = text(last?.eyebrow)
      if (name === undefined) return document
      const message = 'was deleted: restore it in the Studio, or remove this line of the manual'
      return { ...document, label: name, problems: problems.map((problem) => ({ ...problem, message })) }
    }),
  )
