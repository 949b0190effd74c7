import { expect, it } from 'vitest'
import { clickToEdit } from '#sanity/preview/click-to-edit.ts'

const edit = clickToEdit({ id: 'now', type: 'nowSection' })

it("gives a text the attribute that names its field to Sanity's overlays", () => {
  const attribute = edit('readings[_key=="building"].subject')?.['data-sanity']
  expect(attribute).toMatch(/id=now;type=nowSection;path=readings:building\.subject/)
})

it.each([
  ['no document', { id: '', type: 'nowSection' }, 'title'],
  ['no type', { id: 'now', type: '' }, 'title'],
  ['no field', { id: 'now', type: 'nowSection' }, ''],
])('gives a text with %s no attribute, and does not throw', (_, source, path) => {
  expect(clickToEdit(source)(path)).toBeUndefined()
})

it.each(['readings[_key=="a\\"b"]', 'readings[_key==""].subject', 'readings[', 'a..b', ']', ' '])(
  'does not throw for the path %j',
  (path) => {
    expect(() => edit(path)).not.toThrow()
  },
)
