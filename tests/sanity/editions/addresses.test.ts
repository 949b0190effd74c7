import { expect, it } from 'vitest'
import type { Edition } from '#lib/editions/record.ts'
import { editionsPathOf } from '#lib/published-paths.ts'
import { elsewhere, hasPath, type Editions } from '#sanity/editions/edition-record.ts'

const edition = (number: number, date: string): Edition => ({
  number,
  opened: date,
  date,
  closesAt: date,
  isCorrection: false,
  changes: { words: '', entries: [] },
})
const list = [
  edition(3, '2026-03-01T23:59:59Z'),
  edition(2, '2026-03-01T08:00:00Z'),
  edition(1, '2026-01-31T12:00:00Z'),
]
const editions: Editions = { list, latest: list[0]!, texts: new Map(), withdrawn: 4 }

it.each([
  ['/editions', 'here'],
  ['/editions.atom', 'here'],
  ['/editions/part/2', undefined],
  ['/editions/3', 'here'],
  ['/editions/3.md', 'here'],
  ['/editions/4', '/editions/3'],
  ['/editions/4.md', '/editions/3.md'],
  ['/editions/5', undefined],
  ['/editions/0', undefined],
  ['/editions/01', undefined],
  ['/editions/1..3', 'here'],
  ['/editions/3..1', '/editions/1..3'],
  ['/editions/2..2', undefined],
  ['/editions/3..4', undefined],
  ['/editions/4..3', undefined],
  ['/on/2026-03-01', '/editions/3'],
  ['/on/2026-02-28', '/editions/1'],
  ['/on/2026-01-30', undefined],
  ['/on/2026-02-30', undefined],
  ['/on/2999-01-01', undefined],
])('the address %s leads to %s', (path, leadsTo) => {
  const asked = editionsPathOf(path)
  const found = asked && hasPath(editions, asked) ? (elsewhere(editions, asked) ?? 'here') : undefined
  expect(found).toBe(leadsTo)
})

it('the address of a withdrawn edition no longer redirects once the next edition has its number', () => {
  const next = [edition(4, '2026-03-02T08:00:00Z'), ...list]
  const later = { ...editions, list: next, latest: next[0]! }
  expect(elsewhere(later, editionsPathOf('/editions/4')!)).toBeUndefined()
})
