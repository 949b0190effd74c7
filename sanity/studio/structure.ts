import { combineLatest, distinctUntilChanged, map, catchError, of, type Observable } from 'rxjs'
import type { StructureBuilder, StructureResolver } from 'sanity/structure'
import { DueIcon, icons, numeral } from '#sanity/schema/icons.tsx'
import { Due } from './due.tsx'
import { outlineOf, outlineRows, type Outline, type OutlineItem } from './outline.ts'
import { editionType } from '#lib/editions/stored.ts'
import { EditionContents } from './editions/edition-contents.tsx'
import { EditionPane } from './editions/edition-pane.tsx'
import { apiVersion } from '#sanity/content/api-version.ts'

/**
 * The Studio's list reads like the manual: what is due, the manual itself, then its sections with their
 * numbers on the page. It follows every change of order, even before it is published. Sections that are not
 * on the page come after them, and the record, once it has begun, last.
 */
export const structure: StructureResolver = (S, { documentStore }) =>
  combineLatest([
    outlineRows(documentStore, 'structure').pipe(map(outlineOf)),
    (
      documentStore.listenQuery(
        // A count cannot be listened to.
        { fetch: `count(${editions})`, listen: `*[_type == "${editionType}"]` },
        {},
        { apiVersion, perspective: 'raw', tag: 'record' },
      ) as Observable<number>
    ).pipe(
      map((count) => count > 0),
      catchError(() => of(false)),
    ),
  ]).pipe(
    // Editing a text does not change the list: the pane beside it must not be rebuilt at every keystroke.
    distinctUntilChanged((a, b) => JSON.stringify(a) === JSON.stringify(b)),
    map(([outline, hasRecord]) => list(S, outline, hasRecord)),
  )

const editions = `*[_type == "${editionType}" && !defined(withdrawn)]`

function list(S: StructureBuilder, { onPage, offPage }: Outline, hasRecord: boolean) {
  const document = ({ id, type, number }: OutlineItem) =>
    S.documentListItem()
      .id(id)
      .schemaType(type)
      .icon(number === undefined ? icons[type] : numeral(number))
  return S.list()
    .id('outline')
    .title('Operating Manual')
    .items([
      S.listItem().id('due').title('Due').icon(DueIcon).child(S.component(Due).id('due').title('Due')),
      S.documentListItem().id('manual').schemaType('manual'),
      S.divider(),
      ...onPage.map(document),
      ...(offPage.length > 0 ? [S.divider().title('Not on the page'), ...offPage.map(document)] : []),
      ...(hasRecord ? [S.divider(), record(S)] : []),
    ])
}

/** The editions, newest first. They are made by publishing, and nowhere else. */
const record = (S: StructureBuilder) =>
  S.listItem()
    .id('record')
    .title('Record')
    .schemaType(editionType)
    .child(
      S.documentTypeList(editionType)
        .id('record')
        .title('Record')
        .apiVersion(apiVersion)
        .filter('_type == $type && !defined(withdrawn)')
        .params({ type: editionType })
        .defaultOrdering([{ field: 'number', direction: 'desc' }])
        .initialValueTemplates([]),
    )

/** What the pane of an edition shows, in the place of a form. */
export const editionViews = (S: StructureBuilder) => [
  S.view.component(EditionPane).id('edition').title('Edition'),
  S.view.component(EditionContents).id('contents').title('Put back'),
]
