import { expect, it } from 'vitest'
import { errorsInWords } from '#sanity/studio/actions/errors-in-words.ts'

const now = {
  _id: 'now',
  readings: [
    { _key: 'a', subject: 'A book' },
    { _key: 'b', activity: ' ' },
  ],
}

it('why a document cannot be published is said with the names of its fields', () => {
  const errors = [
    { path: ['readings', { _key: 'b' }, 'activity'], message: 'Activity is empty' },
    { path: ['readings', { _key: 'b' }, 'subject'], message: 'This is missing. What it is, by its name' },
    { path: ['anchor'], message: '“now” already leads to “Now”: choose another' },
  ]
  expect(errorsInWords(errors, now)).toBe(
    'Readings 2: Activity is empty. Readings 2: Subject is missing. Anchor: “now” already leads to “Now”: choose another.',
  )
})

it('calls an entry by its number on the page', () => {
  const errors = [
    { path: ['readings', { _key: 'b' }, 'activity'], message: 'Activity is empty' },
    { path: ['readings', { _key: 'b' }, 'subject'], message: 'This is missing. What it is, by its name' },
    { path: ['anchor'], message: 'This is missing. Where it leads.' },
  ]
  expect(errorsInWords(errors, now, 3)).toBe(
    '§ 3.2: Activity is empty. § 3.2: Subject is missing. Anchor is missing.',
  )
})

it('names three errors, and counts the rest', () => {
  const paths = ['eyebrow', 'anchor', 'title', 'lead', 'readings']
  const errors = paths.map((name) => ({ path: [name], message: 'This is missing. Why it is asked for.' }))
  expect(errorsInWords(errors, now)).toBe('Name is missing. Anchor is missing. Title is missing. And 2 more.')
})
