import { expect, it } from 'vitest'
import { pathToString, type Path } from 'sanity'
import { shownIn } from '#sanity/studio/forms/left-fields.ts'

const problem = (path: Path, message = 'This is missing. What it is for.') => ({ path, message })
const section = {
  _id: 'drafts.now',
  anchor: 'Now!',
  readings: [{ _key: 'new', _type: 'reading', activity: 'Waiting' }],
  items: [{ _key: 'line', _type: 'reference', _weak: true }],
}
const subject: Path = ['readings', { _key: 'new' }, 'subject']
const activity: Path = ['readings', { _key: 'new' }, 'activity']
const line: Path = ['items', { _key: 'line' }]

it('an empty field is no error before it is left, and neither is a line without a choice', () => {
  const problems = [problem(['eyebrow']), problem(subject), problem(line)]
  expect(shownIn(problems, section, new Set())).toEqual([])
  expect(shownIn(problems, section, new Set([pathToString(subject)]))).toEqual([problem(subject)])
})

it('what is wrong with what was written is an error at once', () => {
  const wrong = problem(['anchor'], 'Anchor must be lower-case letters')
  expect(shownIn([wrong], section, new Set())).toEqual([wrong])
})

it('a field is not called missing once something is in it', () => {
  expect(shownIn([problem(activity)], section, new Set([pathToString(activity)]))).toEqual([])
})
