import { expect, it } from 'vitest'
import { confirmations } from '#sanity/studio/actions/still-true.ts'

const day = '2026-11-25'

it('confirms every reading that is not confirmed on that day, each by its key', () => {
  const readings = [
    { _key: 'a' },
    { _key: 'b', confirmed: '2026-08-01' },
    { _key: 'c', confirmed: day },
    { _key: 'd', confirmed: null },
  ]
  expect(confirmations(readings, day)).toEqual({
    'readings[_key=="a"].confirmed': day,
    'readings[_key=="b"].confirmed': day,
    'readings[_key=="d"].confirmed': day,
  })
})

it('has nothing to confirm when all are, or when there is no reading', () => {
  expect(confirmations([{ _key: 'c', confirmed: day }], day)).toEqual({})
  expect(confirmations([], day)).toEqual({})
  expect(confirmations(undefined, day)).toEqual({})
})

it('passes over what is no reading', () => {
  expect(confirmations('nonsense', day)).toEqual({})
  expect(confirmations([{}, 'text', null, { _key: 'a' }], day)).toEqual({
    'readings[_key=="a"].confirmed': day,
  })
})
