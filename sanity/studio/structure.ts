import { distinctUntilChanged, map } from 'rxjs'
import type { StructureBuilder, StructureResolver } from 'sanity/structure'
import { outlineOf, outlineRows, type Outline, type OutlineItem } from './outline.ts'
import { numeral } from '#sanity/schema/icons.tsx'

/**
 * The Studio's list reads like the manual: the manual itself, then its sections with their numbers on the page. It follows every change of
 * order, even before it is published. Sections that are not on the page come last.
 */
export const structure: StructureResolver = (S, { documentStore }) =>
  outlineRows(documentStore, 'structure').pipe(
    map(outlineOf),
    // Editing a text does not change the list: the pane beside it must not be rebuilt at every keystroke.
    distinctUntilChanged((a, b) => JSON.stringify(a) === JSON.stringify(b)),
    map((outline) => list(S, outline)),
  )

function list(S: StructureBuilder, { onPage, offPage }: Outline) {
  const document = ({ id, type }: OutlineItem) => S.documentListItem().id(id).schemaType(type)
  return S.list()
    .id('outline')
    .title('Operating Manual')
    .items([
      S.documentListItem().id('manual').schemaType('manual'),
      S.divider(),
      ...onPage.map((item, index) => document(item).icon(numeral(index + 1))),
      ...(offPage.length > 0 ? [S.divider().title('Not on the page'), ...offPage.map(document)] : []),
    ])
}
