import { expect, it } from 'vitest'
import { parseManual } from '#lib/manual/index.ts'
import { isEmpty } from '#sanity/schema/empty.ts'

const line = { _key: 'line', _type: 'reference', _weak: true }

it.each([[undefined], [null], [''], [[]], [{}], [line]])(
  '%j is empty, and no section for readers',
  (value) => {
    expect(isEmpty(value)).toBe(true)
    const document = {
      _id: 'shelf',
      _type: 'shelfSection',
      eyebrow: 'Shelf',
      anchor: 'shelf',
      shelves: value,
    }
    const { manual } = parseManual({
      _id: 'manual',
      _type: 'manual',
      sections: [{ _ref: 'shelf', document }],
    })
    expect([...manual.sections, ...manual.unavailable]).toEqual([])
  },
)

it.each([[' '], [0], [false], [[null]], [{ ...line, _ref: 'shelf' }], [{ name: '' }]])(
  '%j is not empty',
  (value) => {
    expect(isEmpty(value)).toBe(false)
  },
)
