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
  /** Its number on the page; absent while it is not shown, because it is empty or wrong, or not listed. */
  number?: number
}

export interface Outline {
  /** In their order on the page, as the draft of the manual has it when there is one. */
  onPage: OutlineItem[]
  /**
   * The ids that the manual refers to, in their order, including those of sections in which nothing has been
   * written yet.
   */
  listed: string[]
  /** Those that the manual does not refer to, by kind and name. */
  offPage: OutlineItem[]
  /** Whether readers have a manual: one without a headline is not shown. */
  isPublished: boolean
}

/**
 * A document in the answer to `outlineQuery`: something other than the Studio may have written it, so its
 * fields may hold anything.
 */
export interface OutlineRow {
  _id: string
  _type: string
  [field: string]: unknown
}

/** The types that `outlineQuery` asks for. */
export const outlineTypes: string[] = ['manual', ...sectionKinds]

/**
 * The answer to `outlineQuery`, and a new one after each change. Asks again while the server is away: an error
 * here would crash the whole tool, even in an idle tab.
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
 * Every document as its author has it, by its published id: the draft where there is one. Versions that
 * belong to a release are left out.
 */
export function currentDocuments(rows: readonly OutlineRow[]): Map<string, OutlineRow> {
  const current = new Map<string, OutlineRow>()
  // Drafts come last, and take the place of what they are drafts of.
  const byVersion = rows
    .filter(({ _id }) => !_id.startsWith('versions.'))
    .toSorted((a, b) => Number(isDraft(a)) - Number(isDraft(b)))
  for (const row of byVersion) current.set(publishedId(row), row)
  return current
}

/**
 * Which sections there are, and where: from both drafts and published documents, since those are what an
 * editor works with.
 */
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

/** The numbers that the page gives to the sections it shows, once all drafts are published. */
function numbersOf(current: ReadonlyMap<string, OutlineRow>, listed: readonly string[]) {
  const { manual } = parseManual({
    ...current.get('manual'),
    _id: 'manual',
    _type: 'manual',
    sections: listed.map((id) => ({ _ref: id, document: { ...current.get(id), _id: id } })),
  })
  return new Map(manual.sections.map(({ _id, number }) => [_id, { number }]))
}

const isDraft = ({ _id }: OutlineRow) => _id.startsWith(draftPrefix)
const publishedId = (row: OutlineRow) => (isDraft(row) ? row._id.slice(draftPrefix.length) : row._id)
