import { expect, it } from 'vitest'
import { fieldLabel } from '#sanity/preview/field-titles.ts'

it.each([
  [['headline'], 'Headline'],
  [['sections', 1], 'Sections 2'],
  [['principles', 0, 'body'], 'Principles 1: Reason'],
  [['shelves', 0, 'items', 2, 'href'], 'Shelves 1: Items 3: Address'],
  [['availability', 'text'], 'Availability: Line'],
  [[], ''],
])('a problem at %j is labelled as the forms label the field: %j', (place, label) => {
  expect(fieldLabel({ path: '', place, message: '' })).toBe(label)
})
