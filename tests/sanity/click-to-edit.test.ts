import { expect, it } from 'vitest'
import { clickToEdit } from '#sanity/preview/click-to-edit.ts'

const edit = clickToEdit({ id: 'now', type: 'nowSection' })

it("names a text's field to Sanity's overlays", () => {
  const attribute = edit('readings[_key=="building"].subject')?.['data-sanity']
  expect(attribute).toMatch(/id=now;type=nowSection;path=readings:building\.subject/)
})

it.each([
  ['no document', { id: '', type: 'nowSection' }, 'title'],
  ['no type', { id: 'now', type: '' }, 'title'],
  ['no field', { id: 'now', type: 'nowSection' }, ''],
])('gives nothing to what has %s, and takes no page down', (_, source, path) => {
  expect(clickToEdit(source)(path)).toBeUndefined()
})

it.each(['readings[_key=="a\\"b"]', 'readings[_key==""].subject', 'readings[', 'a..b', ']', ' '])(
  'takes no page down by the path %j',
  (path) => {
    expect(() => edit(path)).not.toThrow()
  },
)
