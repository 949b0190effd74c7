import {
  catchError,
  combineLatest,
  distinctUntilChanged,
  from,
  map,
  of,
  switchMap,
  type Observable,
} from 'rxjs'
import type { SanityClient } from '@sanity/client'
import type {
  ChildResolver,
  DefaultDocumentNodeResolver,
  ListItem,
  StructureBuilder,
  StructureResolver,
} from 'sanity/structure'
import type { SectionKind } from '#lib/manual/sections.ts'
import { DueIcon, icons, ManualIcon, numeral } from '#sanity/schema/icons.tsx'
import { deletedSection, type DeletedSection } from './deleted.ts'
import { Due } from './due.tsx'
import { Nowhere } from './nowhere.tsx'
import { shared } from './shared.ts'
import { outlineOf, outlineRows, type Outline, type OutlineItem } from './outline.ts'
import { editionType } from '#lib/editions/stored.ts'
import { EditionContents } from './editions/edition-contents.tsx'
import { EditionPane } from './editions/edition-pane.tsx'
import { apiVersion } from '#sanity/content/api-version.ts'

/**
 * The Studio's list: what is due, the manual, then its sections with their numbers on the page, in the order
 * of the draft. After them come sections that are not on the page, listed sections that have been deleted,
 * and the record, once there is one.
 */
export const structure: StructureResolver = (S, { documentStore, getClient }) => {
  const client = getClient({ apiVersion })
  return combineLatest([
    outlineRows(documentStore).pipe(
      map(outlineOf),
      // Editing a text does not change the list, so that the pane beside it is not rebuilt at every
      // keystroke.
      distinctUntilChanged((a, b) => isSame(a, b)),
      switchMap((outline) => from(withDeleted(client, outline))),
    ),
    hasRecord(documentStore),
  ]).pipe(
    distinctUntilChanged((a, b) => isSame(a, b)),
    map(([outline, hasRecord]) => list(S, client, outline, hasRecord)),
  )
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

interface OutlineWithDeleted extends Outline {
  /** The sections that the manual lists and that have been deleted. */
  deleted: DeletedSection[]
}

async function withDeleted(client: SanityClient, outline: Outline): Promise<OutlineWithDeleted> {
  const gone = outline.listed.filter((id) => !outline.onPage.some((item) => item.id === id))
  const deleted = await Promise.all(gone.map((id) => deletedSection(client, id).catch(() => undefined)))
  return { ...outline, deleted: deleted.filter((section) => section !== undefined) }
}

const hasRecord = shared((documentStore) =>
  (
    documentStore.listenQuery(
      // Listens with a filter, since a count cannot be listened to.
      { fetch: `count(${editions})`, listen: `*[_type == "${editionType}"]` },
      {},
      { apiVersion, perspective: 'raw', tag: 'record' },
    ) as Observable<number>
  ).pipe(
    map((count) => count > 0),
    catchError(() => of(false)),
  ),
)

const editions = `*[_type == "${editionType}" && !defined(withdrawn)]`

/**
 * The types of all sections that this tab has listed, by id, so that a form stays open when its section is
 * deleted.
 */
const knownTypes = new Map<string, SectionKind>()

function list(
  S: StructureBuilder,
  client: SanityClient,
  { onPage, offPage, deleted, isPublished }: OutlineWithDeleted,
  hasRecord: boolean,
) {
  for (const { id, type } of [...onPage, ...offPage, ...deleted]) knownTypes.set(id, type)
  const document = ({ id, type, number }: OutlineItem) =>
    S.documentListItem()
      .id(id)
      .schemaType(type)
      .icon(number === undefined ? icons[type] : numeral(number))
  const form = (id: string, type: SectionKind) => S.defaultDocument({ documentId: id, schemaType: type })
  return S.list()
    .id('outline')
    .title('Operating Manual')
    .items([
      S.listItem().id('due').title('Due').icon(DueIcon).child(S.component(Due).id('due').title('Due')),
      isPublished
        ? S.documentListItem().id('manual').schemaType('manual')
        : // A document item would be marked as published: a blank manual is, but readers do not see it.
          S.listItem()
            .id('manual')
            .title('Manual: begin here')
            .icon(ManualIcon)
            .child(S.defaultDocument({ documentId: 'manual', schemaType: 'manual' })),
      S.divider(),
      ...onPage.map(document),
      ...(offPage.length > 0 ? [S.divider().title('Not on the page'), ...offPage.map(document)] : []),
      ...(deleted.length > 0 ? [S.divider().title('Deleted')] : []),
      ...deleted.map(({ id, type, name }) =>
        S.listItem().id(id).title(name).icon(icons[type]).child(form(id, type)),
      ),
      ...(hasRecord ? [S.divider(), record(S)] : []),
    ])
    .child((id, options) => {
      const { items = [] } = options.parent as { items?: ListItem[] }
      const child = items.find((item) => item.type === 'listItem' && item.id === id)?.child
      if (child) return typeof child === 'function' ? child(id, options) : child
      const type = knownTypes.get(id)
      if (type) return form(id, type)
      // An address from before, such as a bookmark.
      return deletedSection(client, id).then(
        (section) => (section ? form(id, section.type) : nowhere(S, id)),
        () => nowhere(S, id),
      )
    })
}

const nowhere = (S: StructureBuilder, id: string) => S.component(Nowhere).id(id).title('Nowhere')

/**
 * The pane of a document: its form, or the views of an edition. Beside it opens a document that it refers to;
 * at an address that names none, Sanity's own resolver would crash the tool.
 */
export const documentNode: DefaultDocumentNodeResolver = (S, { schemaType }) => {
  const { child } = S.document().id('document').documentId('document').schemaType(schemaType).serialize()
  const resolve = child as (...given: Parameters<ChildResolver>) => Promise<unknown>
  const document = S.document().child(
    (id, options) => resolve(id, options).catch(() => nowhere(S, id)) as ReturnType<ChildResolver>,
  )
  return schemaType === editionType ? document.views(editionViews(S)) : document
}

/** The list of editions, newest first, without a button to create one. */
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

/** The views of an edition's pane, in place of a form. */
const editionViews = (S: StructureBuilder) => [
  S.view.component(EditionPane).id('edition').title('Edition'),
  S.view.component(EditionContents).id('contents').title('Put back'),
]
