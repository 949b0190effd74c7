import { ClientError } from '@sanity/client'
import { type Observable, retry, throwError, timer } from 'rxjs'
import type { DocumentStore } from 'sanity'
import { isSectionKind, sectionKinds, type SectionKind } from '#lib/manual/sections.ts'
import { apiVersion } from '#sanity/content/api-version.ts'
import { outlineQuery } from '#sanity/content/queries.ts'

/** A section document by its published id, whether it is published or not. */
export interface OutlineItem {
  id: string
  type: SectionKind
}

export interface Outline {
  /** In their order on the page, as the draft of the manual has it when there is one. */
  onPage: OutlineItem[]
  /** The ids that the manual refers to, in their order, including those of sections in which nothing has been written yet. */
  listed: string[]
  /** Those that the manual does not refer to, by kind and name. */
  offPage: OutlineItem[]
}

/** A document in the answer to `outlineQuery`. */
export interface OutlineRow {
  _id: string
  _type: string
  /** Text, unless something other than the Studio wrote it. */
  eyebrow?: unknown
  anchor?: unknown
  sections?: readonly (string | null)[] | null
}

/** The types that `outlineQuery` asks for. */
export const outlineTypes: string[] = ['manual', ...sectionKinds]

/**
 * The answer to `outlineQuery`, and a new one after each change. The tag tells the requests apart in logs. Asks again while the
 * server is away: an error here would crash the whole tool, even in an idle tab.
 */
export const outlineRows = (documentStore: DocumentStore, tag: string) =>
  (
    documentStore.listenQuery(
      { fetch: outlineQuery, listen: '*[_type in $types]' },
      { types: outlineTypes },
      { apiVersion, perspective: 'raw', tag },
    ) as Observable<OutlineRow[]>
  ).pipe(
    retry({
      delay: (error) => (error instanceof ClientError ? throwError(() => error) : timer(retryMs)),
    }),
  )

const retryMs = 2000
const draftPrefix = 'drafts.'

/** Which sections there are, and where: from both drafts and published documents, since those are what an editor works with. */
export function outlineOf(rows: readonly OutlineRow[]): Outline {
  const current = new Map<string, OutlineRow>()
  // Drafts come last, and take the place of what they are drafts of. Versions that belong to a release are left out.
  const byVersion = rows
    .filter(({ _id }) => !_id.startsWith('versions.'))
    .toSorted((a, b) => Number(isDraft(a)) - Number(isDraft(b)))
  for (const row of byVersion) current.set(publishedId(row), row)

  const order = new Set(current.get('manual')?.sections ?? [])
  const sections = [...current].flatMap(([id, { _type, eyebrow }]) =>
    isSectionKind(_type) ? [{ id, type: _type, eyebrow: typeof eyebrow === 'string' ? eyebrow : '' }] : [],
  )
  const byId = new Map(sections.map(({ id, type }) => [id, { id, type }]))
  const listed = [...order].filter((id) => id !== null)
  return {
    onPage: listed.flatMap((id) => byId.get(id) ?? []),
    listed,
    offPage: sections
      .filter(({ id }) => !order.has(id))
      .toSorted(
        (a, b) =>
          sectionKinds.indexOf(a.type) - sectionKinds.indexOf(b.type) ||
          a.eyebrow.localeCompare(b.eyebrow) ||
          a.id.localeCompare(b.id),
      )
      .map(({ id, type }) => ({ id, type })),
  }
}

const isDraft = ({ _id }: OutlineRow) => _id.startsWith(draftPrefix)
const publishedId = (row: OutlineRow) => (isDraft(row) ? row._id.slice(draftPrefix.length) : row._id)
