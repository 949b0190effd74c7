import { describe, expect, it } from 'vitest'
import { outlineOf, outlineTypes, type OutlineRow } from '#sanity/studio/outline.ts'
import { outlineQuery } from '#sanity/content/queries.ts'
import { blankDocuments, seedDocuments } from '#sanity/seed/index.ts'
import { emptyNow } from '#sanity/studio/forms/manual-form.tsx'
import { dueSections } from '#sanity/studio/due.tsx'
import { leadsNowhere, unknownSection, withoutWrongEditors } from '#sanity/studio/nowhere.tsx'
import { paneFor } from '#sanity/studio/open-on.tsx'
import { answerOf } from '#tests/lib/support.ts'

const manual = (id: string, ...sections: (string | null)[]): OutlineRow => ({
  _id: id,
  _type: 'manual',
  sections: sections.map((_ref) => _ref && { _ref }),
})
const row = (_id: string, _type: string, eyebrow?: unknown): OutlineRow => ({
  _id,
  _type,
  ...(eyebrow !== undefined && { eyebrow }),
})

const ids = (rows: readonly OutlineRow[]) => {
  const { onPage, offPage } = outlineOf(rows)
  return { onPage: onPage.map(({ id }) => id), offPage: offPage.map(({ id }) => id) }
}

it('lists the sections of the seed in the order of the page', async () => {
  const rows = (await answerOf(seedDocuments(), outlineQuery, { types: outlineTypes })) as OutlineRow[]
  expect(rows).toHaveLength(9)
  expect(ids(rows)).toEqual({
    onPage: ['now', 'principles', 'history', 'exploration', 'models', 'shelf', 'outside', 'writing'],
    offPage: [],
  })
  expect(outlineOf(rows).onPage[0]).toEqual({ id: 'now', type: 'nowSection', number: 1 })
})

it('follows the draft of the manual rather than the published one', () => {
  const rows = [
    manual('drafts.manual', 'b', 'a'),
    manual('manual', 'a', 'b'),
    row('a', 'nowSection'),
    row('b', 'shelfSection'),
  ]
  expect(ids(rows).onPage).toEqual(['b', 'a'])
})

it('lists a section once, by its published id, whether it is a draft, published, or both', () => {
  const rows = [
    manual('manual', 'both', 'draft'),
    row('both', 'nowSection'),
    row('drafts.both', 'nowSection'),
    row('drafts.draft', 'shelfSection'),
    row('drafts.loose', 'proseSection'),
  ]
  expect(ids(rows)).toEqual({ onPage: ['both', 'draft'], offPage: ['loose'] })
})

it('lists a section that was added to the manual before anything was written in it', () => {
  const rows = [manual('manual', 'a'), manual('drafts.manual', 'a', 'new', null), row('a', 'nowSection')]
  expect(outlineOf(rows)).toMatchObject({ onPage: [{ id: 'a' }], listed: ['a', 'new'], offPage: [] })
})

it('lists sections that are not on the page last, by kind, name in the draft, and id', () => {
  const rows = [
    manual('manual', 'now'),
    row('now', 'nowSection'),
    row('z', 'proseSection', 'About'),
    row('y', 'proseSection', 'Same'),
    row('x', 'proseSection', 'Same'),
    row('w', 'proseSection', null),
    row('v', 'proseSection', 'About'),
    row('drafts.v', 'proseSection', 'Zebras'),
    row('u', 'nowSection', 'Later'),
  ]
  expect(ids(rows).offPage).toEqual(['u', 'w', 'z', 'x', 'y', 'v'])
})

it('treats a name that is not text as missing', () => {
  const rows = [row('a', 'nowSection', 'Now'), row('b', 'nowSection', 2026)]
  expect(ids(rows).offPage).toEqual(['b', 'a'])
})

it('leaves out documents that are no sections, and versions in a release', () => {
  const rows = [
    manual('manual', 'a', 'image', null, 'gone', 'a'),
    manual('versions.r1.manual', 'b'),
    row('a', 'nowSection'),
    row('image', 'sanity.imageAsset'),
    row('versions.r1.b', 'shelfSection'),
  ]
  expect(ids(rows)).toEqual({ onPage: ['a'], offPage: [] })
})

it('lists every section when the manual lists none, or does not exist', () => {
  const sections = [row('b', 'shelfSection'), row('a', 'nowSection')]
  const offPage = ['a', 'b']
  expect(ids(sections)).toEqual({ onPage: [], offPage })
  expect(ids([...sections, { _id: 'manual', _type: 'manual', sections: null }])).toEqual({
    onPage: [],
    offPage,
  })
  expect(ids([])).toEqual({ onPage: [], offPage: [] })
})

it('numbers sections as the page does: one with text that cannot be shown keeps its number', () => {
  const { title: _title, lead: _lead, ...empty } = seedDocuments().find(({ _id }) => _id === 'principles')!
  const rows = seedDocuments().map((document) =>
    document._id === 'principles' ? { ...empty, _id: 'principles', principles: [] } : document,
  )
  const changed = [...rows, { ...rows.find(({ _id }) => _id === 'now')!, _id: 'drafts.now', readings: [] }]
  const numbers = outlineOf(changed).onPage.map(({ id, number }) => [id, number])
  expect(numbers.slice(0, 4)).toEqual([
    // Without readings, but with a title and a lead.
    ['now', 1],
    ['principles', undefined],
    ['history', 2],
    ['exploration', 3],
  ])
  expect(
    outlineOf(changed)
      .onPage.filter(({ isLeftOut }) => isLeftOut)
      .map(({ id }) => id),
  ).toEqual(['now'])
  expect(outlineOf(blankDocuments()).onPage.map(({ number }) => number)).toEqual(Array(7).fill(undefined))
})

describe('the Studio opens on', () => {
  const seed = seedDocuments()
  const weekly = seed.map((document) =>
    document._id === 'now' ? { ...document, review: 'weekly' } : document,
  )

  it('the headline of a manual without one', () => {
    expect(paneFor(blankDocuments())).toEqual({ id: 'manual' })
  })

  it('what is due or, if nothing is, the first Now section', () => {
    expect(paneFor(seed)).toEqual({ id: 'now' })
    expect(paneFor(weekly)).toEqual({ id: 'due' })
    expect(dueSections(weekly)).toMatchObject([{ id: 'now', number: 1 }])
  })

  it('no section that is due but was never published', () => {
    const drafts = weekly.map((row) => (row._id === 'now' ? { ...row, _id: 'drafts.now' } : row))
    expect(dueSections(drafts)).toEqual([])
    expect(dueSections([...drafts, ...weekly])).toHaveLength(1)
  })

  it('no section that is due but empty, which readers do not see', () => {
    const blank = blankDocuments().map((document) =>
      document._id === 'manual' ? { ...document, headline: 'I write' } : document,
    )
    expect(blank.filter(({ review }) => review === 'weekly')).toHaveLength(1)
    expect(dueSections(blank)).toEqual([])
    expect(paneFor(blank)).toEqual({ id: 'now' })
    expect(paneFor([])).toBeUndefined()
  })
})

it('a newcomer is led from the manual to its Now, while nothing is in that', () => {
  expect(emptyNow(blankDocuments())).toEqual({ id: 'now', type: 'nowSection', name: 'Now' })
  expect(emptyNow(seedDocuments())).toBeUndefined()
  expect(emptyNow([manual('manual', 'a'), row('a', 'shelfSection')])).toBeUndefined()
  // Its first reading is in the draft.
  const begun = { ...row('drafts.a', 'nowSection'), readings: [{ _key: 'r' }] }
  expect(emptyNow([manual('manual', 'a'), row('a', 'nowSection', 'Lately')])).toMatchObject({
    name: 'Lately',
  })
  expect(emptyNow([manual('manual', 'a'), row('a', 'nowSection'), begun])).toBeUndefined()
  // It is not on the page.
  expect(emptyNow([manual('manual'), row('a', 'nowSection')])).toBeUndefined()
})

it('tells whether readers have a manual: one without a headline is not shown to them', () => {
  const manual = { _id: 'manual', _type: 'manual' }
  const draft = { ...manual, _id: 'drafts.manual', headline: 'Soon' }
  expect(outlineOf([]).isPublished).toBe(false)
  expect(outlineOf([manual, draft]).isPublished).toBe(false)
  expect(outlineOf([{ ...manual, headline: ' ' }]).isPublished).toBe(false)
  expect(outlineOf([{ ...manual, headline: 'Now' }]).isPublished).toBe(true)
})

it.each([
  [{}, false],
  [{ type: 'nowSection', id: 'now' }, false],
  [{ type: 'nowSection', id: 'drafts.now', path: 'readings' }, false],
  [{ type: 'manual', id: 'manual' }, false],
  [{ type: 'proseSection', id: 'begins-here' }, false],
  [{ type: 'now', id: 'now' }, true],
  [{ type: 'now' }, true],
  [{ type: 'reading', id: 'now' }, true],
  [{ type: 'constructor', id: 'now' }, true],
  [{ type: 'shelfSection', id: 'now' }, true],
  [{ type: 'nowSection', id: 'manual' }, true],
])('the address of Presentation with %j leads nowhere: %s', (state, isNowhere) => {
  expect(leadsNowhere(state, seedDocuments())).toBe(isNowhere)
})

it.each([
  [{}, undefined],
  [{ type: 'nowSection', id: 'now' }, undefined],
  [{ type: 'nowSection', id: 'drafts.now' }, undefined],
  [{ type: 'manual', id: 'other' }, undefined],
  [{ type: 'nowSection', id: 'nope' }, 'nope'],
  [{ type: 'nowSection', id: 'drafts.nope', _searchParams: [['preview', '/']] }, 'nope'],
  // A section that is being added has no draft before its first word.
  [{ type: 'nowSection', id: 'new', _searchParams: [['parentRefPath', 'sections']] }, undefined],
  [{ type: 'nowSection', id: 'new', _searchParams: [['template', 'nowSection']] }, undefined],
])('the address of Presentation with %j names a section that there is not: %s', (state, id) => {
  expect(unknownSection(state, seedDocuments())).toBe(id)
})

it.each([
  // Without a type, Sanity's editor fails.
  [{ id: '__edit__xyz' }, { id: 'xyz' }],
  [{ id: '__edit__xyz', params: {} }, { id: 'xyz' }],
  [{ id: '__edit__shelf', params: { inspect: 'history' } }, { id: 'shelf' }],
  [{ id: '__edit__xyz', params: { type: 'nothing' } }, { id: 'xyz' }],
  [{ id: '__edit__shelf', params: { type: 'nowSection' } }, { id: 'shelf' }],
  [{ id: '__edit__xyz', params: { type: 'shelfSection' } }, { id: 'xyz' }],
  [{ id: '__edit__', params: { type: 'shelfSection' } }, { id: '' }],
])('the pane %j beside a form is looked up in the list instead: %j', (pane, expected) => {
  const beside = [{ id: 'now', params: { path: 'readings' } }]
  expect(withoutWrongEditors([beside, [pane]], seedDocuments())).toEqual([beside, [expected]])
})

it.each([
  { id: 'xyz' },
  { id: 'now', params: { type: 'nothing' } },
  { id: '__edit__shelf', params: { type: 'shelfSection' } },
  { id: '__edit__drafts.shelf', params: { type: 'shelfSection', path: 'shelves' } },
  // A section that is being added, and an edition.
  { id: '__edit__new', params: { type: 'shelfSection', template: 'shelfSection' } },
  { id: '__edit__edition.1', params: { type: 'edition' } },
])('the pane %j stays as it is', (pane) => {
  const panes = [[{ id: 'now' }], [pane]]
  expect(withoutWrongEditors(panes, seedDocuments())).toBe(panes)
})
