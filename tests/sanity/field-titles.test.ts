import { expect, it } from 'vitest'
import { describeProblem } from '#sanity/preview/field-titles.ts'

it.each([
  [['headline'], 'Headline'],
  [['sections', 1], 'Sections 2'],
  [['principles', 0, 'body'], 'Principles 1: Reason'],
  [['shelves', 0, 'items', 2, 'href'], 'Shelves 1: Items 3: Address'],
  [['availability', 'text'], 'Availability: Line'],
  [[], ''],
])('a problem at %j is labelled as the field is in the Studio: %j', (place, label) => {
  expect(describeProblem({ path: '', place, message: 'is empty' })).toEqual({
    field: label,
    message: 'is empty',
  })
})

it.each([
  [['principles', 0, 'body'], '§ 2.1: Reason'],
  [['shelves', 0, 'items', 2, 'href'], '§ 2.1: Items 3: Address'],
  [['readings', 1], '§ 2.2'],
  // Neither has a number on the page.
  [['body', 1], 'Body 2'],
  [['anchor'], 'Anchor'],
])('in § 2, a problem at %j is labelled with the number of the entry: %j', (place, label) => {
  expect(describeProblem({ path: '', place, message: 'is empty' }, 2).field).toBe(label)
})

it('a problem with a missing key names the button that adds it', () => {
  const problem = { path: 'readings[0]._key', place: ['readings', 0, '_key'], message: 'is missing' }
  expect(describeProblem(problem)).toEqual({
    field: 'Readings 1: Key',
    message: 'is missing: open the document in the Studio and press "Add missing keys"',
  })
})
