import type { SanityClient } from '@sanity/client'
import type { DocumentProblems } from '#lib/manual/index.ts'
import { text } from '#sanity/schema/text.ts'
import { lastStateOf } from './last-state.ts'

/**
 * The items, with `rename` applied to those whose section was deleted: it gets the section's last name, if it had
 * one, from the history. For an author: a guest of a shared preview is not told what was deleted.
 *
 * An item stays as it is if there has never been such a section, or if the history cannot be read.
 */
export const nameDeleted = <Item extends { missingId?: string }>(
  client: SanityClient,
  items: readonly Item[],
  rename: (item: Item, name: string | undefined) => Item,
): Promise<Item[]> =>
  Promise.all(
    items.map(async (item) => {
      if (item.missingId === undefined) return item
      const last = await lastStateOf(client, item.missingId).catch(() => undefined)
      return last ? rename(item, text(last.eyebrow) ?? text(last.title)) : item
    }),
  )

/** For `nameDeleted`: the problems of a draft's line that leads to a deleted section. */
export function asDeleted(document: DocumentProblems, name: string | undefined): DocumentProblems {
  const message = 'was deleted: restore it in the Studio, or remove this line of the manual'
  return {
    ...document,
    ...(name !== undefined && { label: name }),
    problems: document.problems.map((problem) => ({ ...problem, message })),
  }
}
