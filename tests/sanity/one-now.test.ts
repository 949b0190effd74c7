import { expect, it } from 'vitest'
import { sectionKinds } from '#lib/manual/sections.ts'
import { isOffered } from '#sanity/studio/actions/is-offered.ts'
import { creatable, isThereNow } from '#sanity/studio/forms/section-choice.tsx'

const kinds = sectionKinds.map((type) => ({ type }))
const others = kinds.filter(({ type }) => type !== 'nowSection')
const row = (_id: string, _type: string) => ({ _id, _type })

it.each([
  ['published', [row('now', 'nowSection'), row('manual', 'manual')], others],
  ['a draft', [row('drafts.any-id', 'nowSection')], others],
  ['deleted', [row('manual', 'manual'), row('shelf', 'shelfSection')], kinds],
])('a Now that is %s decides whether one can be created', (_, rows, expected) => {
  expect(creatable(kinds, isThereNow(rows), [])).toEqual(expected)
})

it('no second Now can be created while nothing is written in the first', () => {
  const begun = { _ref: 'x', _strengthenOnPublish: { type: 'nowSection' } }
  expect(creatable(kinds, false, [null, begun])).toEqual(others)
  expect(creatable(kinds, false, [{ _ref: 'y', _strengthenOnPublish: { type: 'shelfSection' } }])).toEqual(
    kinds,
  )
  expect(creatable(kinds, false, 'no list')).toEqual(kinds)
})

it('every section but Now can be duplicated', () => {
  const duplicated = sectionKinds.filter((kind) => isOffered(kind, 'duplicate'))
  expect(duplicated).toEqual(others.map(({ type }) => type))
  expect(isOffered('nowSection', 'publish')).toBe(true)
  expect(isOffered('nowSection', 'delete')).toBe(true)
})

it('the manual can be published and restored, but neither duplicated nor deleted', () => {
  const offered = (
    ['publish', 'discardChanges', 'restore', 'duplicate', 'delete', 'unpublish'] as const
  ).filter((action) => isOffered('manual', action))
  expect(offered).toEqual(['publish', 'discardChanges', 'restore'])
})
