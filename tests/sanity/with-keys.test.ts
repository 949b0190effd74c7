import { expect, it } from 'vitest'
import { withKeys } from '#sanity/studio/forms/with-keys.ts'

function keys() {
  let count = 0
  return () => `new-${(count += 1)}`
}

it('one repair gives keys to the items of a list and to those of the lists in them', () => {
  const shelves = [
    { _type: 'shelf', name: 'Reading', items: [{ title: 'A' }, { _key: 'b', title: 'B' }] },
    { _key: 'kept', name: 'At hand', items: [] },
  ]
  expect(withKeys(shelves, keys())).toEqual([
    {
      _key: 'new-1',
      _type: 'shelf',
      name: 'Reading',
      items: [
        { _key: 'new-2', title: 'A' },
        { _key: 'b', title: 'B' },
      ],
    },
    { _key: 'kept', name: 'At hand', items: [] },
  ])
})

it('keys that are no keys, or those of another item, are replaced, and nothing that has words is left out', () => {
  const list = [
    { _key: 'a', title: 'A' },
    null,
    { _key: 'a', title: 'B' },
    { _key: 7 },
    { _key: '' },
    'words',
  ]
  expect(withKeys(list, keys())).toEqual([
    { _key: 'a', title: 'A' },
    { _key: 'new-1', title: 'B' },
    { _key: 'new-2' },
    { _key: 'new-3' },
    'words',
  ])
  expect(withKeys(['words', 'of a topic'], keys())).toEqual(['words', 'of a topic'])
})
