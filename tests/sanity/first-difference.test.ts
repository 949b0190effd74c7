import { expect, it } from 'vitest'
import { firstDifference } from '#sanity/studio/first-difference.ts'

const fields = ['readings', 'eyebrow', 'title']
const one = { _key: 'one', subject: 'A log' }
const two = { _key: 'two', subject: 'A book' }
const section = { readings: [one, two], eyebrow: 'Now', title: 'At present' }

it.each([
  ['a field', { ...section, title: 'Before' }, ['title']],
  ['a field that was emptied', { ...section, title: undefined }, ['title']],
  ['the first of several, in the order of the form', { eyebrow: 'Then', title: 'Before' }, ['readings']],
  ['an entry', { ...section, readings: [one, { ...two, subject: 'A map' }] }, ['readings', { _key: 'two' }]],
  [
    'an entry that was added',
    { ...section, readings: [one, two, { _key: 'three' }] },
    ['readings', { _key: 'three' }],
  ],
  ['a list from which an entry was removed', { ...section, readings: [two] }, ['readings']],
  ['a list in another order', { ...section, readings: [two, one] }, ['readings']],
  ['a field that is not a list any more', { ...section, readings: 'none' }, ['readings']],
  ['no field, if all are the same', { ...section, _rev: 'another' }, undefined],
])('the first difference is in %s', (_, after, path) => {
  expect(firstDifference(fields, section, after)).toEqual(path)
})
