import { ClientError } from '@sanity/client'
import { type Observable, retry, throwError, timer } from 'rxjs'
import { parseManual } from '#lib/manual/index.ts'
import { isSectionKind, sectionKinds, type SectionKind } from '#lib/manual/sections.ts'
import { text } from '#sanity/schema/text.ts'
import { apiVersion } from '#sanity/content/api-version.ts'
import { outlineQuery } from '#sanity/content/queries.ts'
import { shared } from './shared.ts'

/** A section document by its published id, whether it is published or not. */
export interface OutlineItem {
  id: string
  type: SectionKind
  /** Its number on the page; absent while it is empty, or not listed. */
  number?: number
  /** Whether the page has a notice in its place, because something in it is missing or wrong. */
  isLeftOut?: true
}

export interface Outline {
  /** In the order of the page, or of the manual's draft if there is one. */
  onPage: OutlineItem[]
  /** The ids in the manual's list, in order, including those of empty sections and of deleted ones. */
  listed: string[]
  /** The sections that the manual does not list, by kind and name. */
  offPage: OutlineItem[]
  /** Whether readers see a manual: without a headline, it is not shown. */
  isPublished: boolean
}

/**
 * A document in the answer to `outlineQuery`. Its fields may hold anything, since not only the Studio writes
 * them.
 */
export interface OutlineRow {
  _id: string
  _type: string
  [field: string]: unknown
}

/** The document types for `outlineQuery`. */
export const outlineTypes: string[] = ['manual', ...sectionKinds]

/**
 * The answer to `outlineQuery`, again after each change. Retries while the server is away, since an error
 * would crash the whole tool, even in an idle tab.
 */
export const outlineRows = shared((documentStore) =>
  (
    documentStore.listenQuery(
      { fetch: outlineQuery, listen: '*[_type in $types]' },
      { types: outlineTypes },
      { apiVersion, perspective: 'raw', tag: 'outline' },
    ) as Observable<OutlineRow[]>
  ).pipe(
    retry({
      delay: (error) => (error instanceof ClientError ? throwError(() => error) : timer(retryMs)),
    }),
  ),
)

const retryMs = 2000
const draftPrefix = 'drafts.'

/**
 * Every document by its published id: its draft if it has one, else the published version. Leaves out
 * versions in releases.
 */
export function currentDocuments(rows: readonly OutlineRow[]): Map<string, OutlineRow> {
  const current = new Map<string, OutlineRow>()
  // Drafts come last and replace their published documents.
  const byVersion = rows
    .filter(({ _id }) => !_id.startsWith('versions.'))
    .toSorted((a, b) => Number(isDraft(a)) - Number(isDraft(b)))
  for (const row of byVersion) current.set(publishedId(row), row)
  return current
}

/** The sections, and where they are, from drafts and published documents. */
export function outlineOf(rows: readonly OutlineRow[]): Outline {
  const current = currentDocuments(rows)
  const listed = [...new Set(referencesIn(current.get('manual')))]
  const numbers = numbersOf(current, listed)
  const sections = [...current].flatMap(([id, { _type, eyebrow }]) =>
    isSectionKind(_type) ? [{ id, type: _type, eyebrow: text(eyebrow) ?? '' }] : [],
  )
  const byId = new Map(sections.map(({ id, type }) => [id, { id, type, ...numbers.get(id) }]))
  return {
    onPage: listed.flatMap((id) => byId.get(id) ?? []),
    listed,
    isPublished: rows.some(({ _id, headline }) => _id === 'manual' && text(headline) !== undefined),
    offPage: sections
      .filter(({ id }) => !listed.includes(id))
      .toSorted(
        (a, b) =>
          sectionKinds.indexOf(a.type) - sectionKinds.indexOf(b.type) ||
          a.eyebrow.localeCompare(b.eyebrow) ||
          a.id.localeCompare(b.id),
      )
      .map(({ id, type }) => ({ id, type })),
  }
}

function referencesIn(manual: OutlineRow | undefined): string[] {
  const sections = Array.isArray(manual?.sections) ? (manual.sections as ({ _ref?: unknown } | null)[]) : []
  return sections.flatMap((section) => (typeof section?._ref === 'string' ? section._ref : []))
}

/** The section numbers that the page would have if all drafts were published. */
function numbersOf(current: ReadonlyMap<string, OutlineRow>, listed: readonly string[]) {
  const { manual, unavailableIds } = parseManual({
    ...current.get('manual'),
    _id: 'manual',
    _type: 'manual',
    sections: listed.map((id) => ({ _ref: id, document: { ...current.get(id), _id: id } })),
  })
  return new Map<string, Pick<OutlineItem, 'number' | 'isLeftOut'>>([
    ...manual.sections.map(({ _id, number }) => [_id, { number }] as const),
    ...manual.unavailable.map(
      ({ number }, at) => [unavailableIds[at] as string, { number, isLeftOut: true }] as const,
    ),
  ])
}

const isDraft = ({ _id }: OutlineRow) => _id.startsWith(draftPrefix)
const publishedId = (row: OutlineRow) => (isDraft(row) ? row._id.slice(draftPrefix.length) : row._id)
