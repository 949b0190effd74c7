import { expect, it } from 'vitest'
import { freeAnchor } from '#sanity/studio/actions/duplicate.ts'

it.each([
  ['shelf', ['shelf'], 'shelf-copy'],
  ['shelf', ['shelf', 'shelf-copy'], 'shelf-copy-2'],
  ['shelf-copy', ['shelf', 'shelf-copy', 'shelf-copy-2'], 'shelf-copy-3'],
  ['shelf-copy-2', ['shelf-copy-2'], 'shelf-copy'],
  ['shelf', [], 'shelf-copy'],
])('a copy of “%s”, where %j are taken, gets an anchor of its own', (anchor, taken, free) => {
  expect(freeAnchor(anchor, taken)).toBe(free)
})
