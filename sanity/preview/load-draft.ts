import 'server-only'
import { parseManual, revisionOf, type ParsedManual } from '#lib/manual/index.ts'
import { privateClient } from '#sanity/content/client.ts'
import { manualQuery } from '#sanity/content/queries.ts'

/**
 * The manual with its drafts, as it would be if everything were published now. Never cached.
 *
 * @throws when it cannot be loaded.
 */
export async function loadDraft(): Promise<ParsedManual & { revision: string }> {
  const answer: unknown = await privateClient().fetch(
    manualQuery,
    {},
    { cache: 'no-store', perspective: 'drafts' },
  )
  const parsed = parseManual(answer)
  return { ...parsed, revision: revisionOf(parsed.manual) }
}
