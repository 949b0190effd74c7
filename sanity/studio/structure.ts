import { distinctUntilChanged, map } from 'rxjs'
import type { StructureBuilder, StructureResolver } from 'sanity/structure'
import { DueIcon, icons, numeral } from '#sanity/schema/icons.tsx'
import { Due } from './due.tsx'
import { outlineOf, outlineRows, type Outline, type OutlineItem } from './outline.ts'

/**
 * The Studio's list reads like the manual: what is due, the manual itself, then its sections with their numbers on the page. It follows
 * every change of order, even before it is published. Sections that are not on the page come last.
 */
export const structure: StructureResolver = (S, { documentStore }) =>
  outlineRows(documentStore, 'structure').pipe(
    map(outlineOf),
    // Editing a text does not change the list: the pane beside it must not be rebuilt at every keystroke.
    distinctUntilChanged((a, b) => JSON.stringify(a) === JSON.stringify(b)),
    map((outline) => list(S, outline)),
  )

function list(S: StructureBuilder, { onPage, offPage }: Outline) {
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
    ])
}
