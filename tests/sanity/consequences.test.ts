import { expect, it } from 'vitest'
import { consequences } from '#sanity/studio/actions/consequences.ts'

const section = { type: 'proseSection', hasDraft: true, isPublished: true, isListed: true }
const words = (...given: Parameters<typeof consequences>) => [...consequences(...given)].join(' ')

it('the question about a deletion says the same with and without a draft, and what readers see by what is published', () => {
  const deletion = words('delete', section)
  expect(deletion).toMatch(
    /^Readers will not see it any more\. Its address in the Studio keeps what was in it/,
  )
  expect(deletion).toContain('Its line stays in the list of the manual')
  expect(words('delete', { ...section, hasDraft: false })).toBe(deletion)
  expect(words('delete', { ...section, isPublished: false, isListed: false })).toBe(
    'Readers do not see it. Its address in the Studio keeps what was in it, to be restored.',
  )
})

it('the question about unpublishing says what becomes of the draft', () => {
  expect(words('unpublish', section)).toContain('Its draft stays.')
  expect(words('unpublish', { ...section, hasDraft: false })).toContain('What is in it becomes its draft.')
})

it('the question about a draft says where it can be found only if the whole section goes', () => {
  expect(words('discardChanges', section)).not.toContain('Its address')
  expect(words('discardChanges', { ...section, isPublished: false })).toContain('Its address')
  expect(words('discardChanges', { ...section, type: 'manual', isPublished: false })).not.toContain(
    'Its address',
  )
})
