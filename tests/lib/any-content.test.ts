import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it, vi } from 'vitest'
import { ManualPage } from '#components/manual-page.tsx'
import { ProblemNotice } from '#components/preview/problem-notice.tsx'
import { jsonLdOf, jsonOf, llmsTextOf, markdownOf } from '#lib/formats/index.ts'
import { diffManual } from '#lib/changes/diff.ts'
import { parseManual, revisionOf } from '#lib/manual/index.ts'
import { answerOf, filledDocuments } from './support.ts'

// The same sequence in every run.
let seed = 11
const random = (below: number) => {
  seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
  return Math.floor((seed / 2 ** 31) * below)
}
const some = <Item>(items: readonly Item[]) => items[random(items.length)] as Item

const odd = [
  null,
  undefined,
  '',
  ' ',
  '\u200b',
  '\u0000\ud800',
  'text\u0007',
  'שלום',
  0,
  -1,
  1e9,
  true,
  [],
  {},
  [null],
  [[]],
  [{}],
  { _type: 'image' },
  { _key: 'x' },
  'javascript:alert(1)',
  'TEL:1',
  '2026-13-45',
  '__proto__',
  'constructor',
]

/** A copy with random values replaced by odd ones. */
function mangled(value: unknown, chance: number): unknown {
  if (random(1000) < chance) return some(odd)
  if (Array.isArray(value)) {
    const items = value.map((item) => mangled(item, chance))
    return random(1000) < chance ? [...items, ...items, some(odd)] : items
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, child]) => [name, mangled(child, chance)]))
}

it('a page and every other format can be made from any stored content', { timeout: 60_000 }, async () => {
  const complaints = vi.spyOn(console, 'error')
  const answer = (await answerOf(filledDocuments())) as object
  const whole = parseManual(answer).manual
  let left = 0
  for (let round = 0; round < 400; round += 1) {
    const given = { ...(mangled(answer, some([3, 10, 40])) as object), _id: 'manual', _type: 'manual' }
    const { manual, problems } = parseManual(given)
    left += manual.sections.length
    const published = {
      manual,
      revision: revisionOf(manual),
      siteUrl: 'https://example.org',
      today: '2026-11-25',
    }
    const html = renderToStaticMarkup(
      createElement(ManualPage, {
        ...published,
        problems,
        problemNotice: (document) => createElement(ProblemNotice, { document }),
      }),
    )
    const made = [html, ...[jsonOf, jsonLdOf, llmsTextOf, markdownOf].map((write) => write(published))]
    for (const text of made) {
      expect(text).not.toMatch(/\[object Object\]|(href="|\]\()javascript:|[^\P{Cc}\n]|\p{Cs}/u)
      expect(text.isWellFormed()).toBe(true)
    }
    expect(html).not.toMatch(/<a [^>]*>(?:(?!<\/a>).)*<a /)
    expect(html).toMatch(/<h1[^>]*>[^<]*\S[^<]*<\/h1>/)
    expect(() => diffManual(whole, manual, { problems })).not.toThrow()
    expect(diffManual(manual, manual)).toEqual([])
  }
  expect(left).toBeGreaterThan(800)
  expect(complaints.mock.calls).toEqual([])
})
