import { JSDOM } from 'jsdom'
import { expect, it } from 'vitest'
import { changesOf } from '#lib/editions/changes.ts'
import { differencesOf } from '#lib/editions/differences.ts'
import type { Edition } from '#lib/editions/record.ts'
import { feedOf, jsonOf, llmsTextOf, markdownOf } from '#lib/formats/index.ts'
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
/** Throws where it is not well-formed. */
const parsed = (text: string) =>
  new new JSDOM().window.DOMParser().parseFromString(text, 'application/xml').documentElement

it('is well-formed, whatever the words are, and says them as text', () => {
  const items = [
    {
      edition: edition(2, { reason: 'Because <b>&</b> ]]>' }),
      before: 1,
      differences: differencesOf(first, second),
    },
    { edition: edition(1), before: undefined, differences: [] },
  ]
  const feed = parsed(feedOf(given, items))
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

it('has the same id and date for an item whose reason was changed, and another time of update', () => {
  const before = parsed(feedOf(given, [{ edition: edition(2), before: 1, differences: [] }]))
  const revised = edition(2, { reason: 'Now said', revised: '2026-12-01T08:00:00Z' })
  const after = parsed(feedOf(given, [{ edition: revised, before: 1, differences: [] }]))
  const said = (feed: Element, name: string) => feed.querySelector(`entry > ${name}`)?.textContent
  expect(said(after, 'id')).toBe(said(before, 'id'))
  expect(said(after, 'published')).toBe(said(before, 'published'))
  expect([said(before, 'updated'), said(after, 'updated')]).toEqual([
    '2026-11-22T10:00:00Z',
    '2026-12-01T08:00:00Z',
  ])
})

it('tells machines which edition the manual is, and that others are not current', () => {
  const input = { ...given, edition: edition(2) }
  expect(JSON.parse(jsonOf(input))).toMatchObject({ edition: { number: 2, date: '2026-11-22T10:00:00Z' } })
  expect(markdownOf(input)).toContain('- Edition: 2\n')
  expect(llmsTextOf(input)).toContain('this is edition 2, of 22 November 2026')
  for (const text of [jsonOf(given), markdownOf(given), llmsTextOf(given)])
    expect(text).not.toMatch(/edition/i)
})

it('says in the first line of an old edition that it is not current', () => {
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
