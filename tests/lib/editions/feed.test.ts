import { parseAtomFeed } from 'feedsmith'
import { JSDOM } from 'jsdom'
import { expect, it } from 'vitest'
import { changesOf } from '#lib/editions/changes.ts'
import { differencesOf } from '#lib/editions/differences.ts'
import type { Edition } from '#lib/editions/record.ts'
import { feedItems, feedOf, jsonEtagOf, jsonOf, llmsTextOf, markdownOf } from '#lib/formats/index.ts'
import { manualOfRules, textOfRules } from './support.ts'

const [first, second] = [
  textOfRules({ one: 'Measure first', two: 'Then decide' }),
  textOfRules({ one: 'Measure it first', three: '<script>alert("x")</script> & more' }),
]
const edition = (number: number, fields: Partial<Edition> = {}): Edition => ({
  number,
  opened: `2026-11-2${number}T10:00:00Z`,
  date: `2026-11-2${number}T10:00:00Z`,
  closesAt: `2026-11-2${number}T10:30:00Z`,
  isCorrection: false,
  uuid: `00000000-0000-4000-8000-00000000000${number}`,
  changes: changesOf(first, second),
  ...fields,
})
const given = {
  manual: manualOfRules({ one: 'Measure it first' }),
  revision: 'abc',
  siteUrl: 'https://example.org',
  today: '2026-11-26',
}
/** Parses XML. Throws if it is not well-formed. */
const parsed = (text: string) =>
  new new JSDOM().window.DOMParser().parseFromString(text, 'application/xml').documentElement

it('the feed is well-formed whatever the texts are, and escapes them', () => {
  const items = [
    {
      edition: edition(2, { reason: 'Because <b>&</b> ]]>' }),
      before: 1,
      differences: differencesOf(first, second),
    },
    { edition: edition(1), before: undefined, differences: [] },
  ]
  const feed = parsed(feedOf(given, items, undefined))
  const entry = feed.querySelector('entry')!
  expect(feed.querySelectorAll('entry')).toHaveLength(2)
  expect(entry.querySelector('id')?.textContent).toBe('urn:uuid:00000000-0000-4000-8000-000000000002')
  expect(entry.querySelector('link')?.getAttribute('href')).toBe('https://example.org/editions/1..2')
  expect(entry.querySelector('content')?.textContent).toContain('Because <b>&</b> ]]>')
  expect(entry.querySelector('content')?.textContent).toContain('<script>alert("x")</script> & more')
  expect(entry.querySelector('content script')).toBeNull()
  expect([...entry.querySelectorAll('content ins')].map(({ textContent }) => textContent?.trim())).toContain(
    'it',
  )
  expect([...entry.querySelectorAll('content del')].map(({ textContent }) => textContent)).toContain(
    'Then decide',
  )
})

it('an item of the feed whose reason changed has the same id and date, and a new time of update', () => {
  const before = parsed(feedOf(given, [{ edition: edition(2), before: 1, differences: [] }], undefined))
  const revised = edition(2, { reason: 'Now said', revised: '2026-12-01T08:00:00Z' })
  const after = parsed(feedOf(given, [{ edition: revised, before: 1, differences: [] }], undefined))
  const said = (feed: Element, name: string) => feed.querySelector(`entry > ${name}`)?.textContent
  expect(said(after, 'id')).toBe(said(before, 'id'))
  expect(said(after, 'published')).toBe(said(before, 'published'))
  expect([said(before, 'updated'), said(after, 'updated')]).toEqual([
    '2026-11-22T10:00:00Z',
    '2026-12-01T08:00:00Z',
  ])
})

/** Parses the feed with a library, as a feed reader would. */
const entriesOf = async (list: Edition[], now: string, siteUrl = given.siteUrl) => {
  const texts = [first, second, first, second]
  const items = await feedItems(list, async (number) => texts[number - 1], Date.parse(now))
  return parseAtomFeed(feedOf({ ...given, siteUrl }, items, list.at(-1)?.uuid))
}

it('the feed contains the closed editions that are not corrections', async () => {
  const list = [edition(4), edition(3), edition(2, { isCorrection: true }), edition(1)]
  const { id, title, updated, authors, links, entries } = await entriesOf(list, '2026-11-24T10:29:59Z')
  expect({ title, updated, authors }).toEqual({
    title: { value: 'Headline' },
    updated: '2026-11-23T10:00:00Z',
    authors: [{ name: 'Manual' }],
  })
  expect(links?.map(({ rel, href }) => [rel, href])).toEqual([
    ['self', 'https://example.org/editions.atom'],
    ['alternate', 'https://example.org/editions'],
  ])
  expect(entries?.map(({ id, links }) => [id, links?.[0]?.href])).toEqual([
    ['urn:uuid:00000000-0000-4000-8000-000000000003', 'https://example.org/editions/2..3'],
    ['urn:uuid:00000000-0000-4000-8000-000000000001', 'https://example.org/editions/1'],
  ])
  expect(entries?.[0]?.content?.value).toContain('Measure')
  expect(entries?.map((entry) => entry.id)).not.toContain(id)
  expect((await entriesOf(list, '2026-11-24T10:30:00Z')).entries).toHaveLength(3)
})

it('the feed has an id from the dataset, at any address', async () => {
  const list = [edition(2), edition(1)]
  const [here, there] = [
    await entriesOf(list, '2026-12-01T00:00:00Z'),
    await entriesOf(list, '2026-12-01T00:00:00Z', 'https://elsewhere.example'),
  ]
  expect(here.id).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/)
  expect([there.id, ...there.entries!.map(({ id }) => id)]).toEqual([
    here.id,
    ...here.entries!.map(({ id }) => id),
  ])
})

it('the feed has the latest time of update, with or without milliseconds', async () => {
  const list = [
    edition(2, { date: '2026-11-22T10:00:00.500Z' }),
    edition(1, { revised: '2026-11-22T10:00:00Z' }),
  ]
  expect((await entriesOf(list, '2026-12-01T00:00:00Z')).updated).toBe('2026-11-22T10:00:00.500Z')
})

it('JSON, Markdown and llms.txt name the edition, if there is one', () => {
  const input = { ...given, edition: edition(2) }
  expect(JSON.parse(jsonOf(input))).toMatchObject({ edition: { number: 2, date: '2026-11-22T10:00:00Z' } })
  expect(markdownOf(input)).toContain('- Edition: 2\n')
  expect(llmsTextOf(input)).toContain('this is edition 2, of 22 November 2026')
  for (const text of [jsonOf(given), markdownOf(given), llmsTextOf(given)])
    expect(text).not.toMatch(/edition/i)
})

it('the ETag of the JSON depends on the edition too, since the JSON names it', () => {
  const tags = [given, { ...given, edition: edition(1) }, { ...given, edition: edition(2) }].map(jsonEtagOf)
  expect(tags).toEqual(['W/"abc"', 'W/"abc-1-20261121T100000Z"', 'W/"abc-2-20261122T100000Z"'])
})

it('the first line of an old edition’s Markdown says that it is not current', () => {
  const past = {
    edition: edition(1),
    from: '2026-11-21T10:00:00Z',
    to: '2026-11-22T10:00:00Z',
    current: edition(2),
  }
  const [line] = markdownOf({ ...given, edition: past.edition, past }).split('\n')
  expect(line).toBe(
    'Edition 1. This is how the manual read from 21 November 2026 to 22 November 2026. ' +
      '[Edition 2 is current](https://example.org/), [this is what has changed since](https://example.org/editions/1..2).',
  )
})
