import { expect, it } from 'vitest'
import { deletedSection } from '#sanity/studio/deleted.ts'
import { startLake } from './support.ts'

const shelf = { _id: 'shelf', _type: 'shelfSection', eyebrow: 'Shelf', title: 'Things in their states' }

it('a section whose type was changed before it was deleted is found as the section that it was', async () => {
  const { client } = await startLake()
  const { _rev } = await client.create(shelf)
  await client.createOrReplace({ ...shelf, _type: 'bookcase' })
  // While it exists, it is not deleted.
  expect(await deletedSection(client, 'shelf')).toBeUndefined()
  await client.delete('shelf')
  expect(await deletedSection(client, 'shelf')).toEqual({
    id: 'shelf',
    type: 'shelfSection',
    name: 'Shelf',
    revision: _rev,
    words: ['Things in their states'],
  })
})

it('so is one of which there was only a draft, and nothing that never was a section', async () => {
  const { client } = await startLake()
  await client.create({ ...shelf, _id: 'drafts.shelf' })
  await client.delete('drafts.shelf')
  await client.create({ _id: 'drafts.shelf', _type: 'bookcase' })
  await client.delete('drafts.shelf')
  await client.create({ _id: 'bookcase', _type: 'bookcase', eyebrow: 'Bookcase' })
  await client.delete('bookcase')
  expect(await deletedSection(client, 'shelf')).toMatchObject({ type: 'shelfSection', name: 'Shelf' })
  expect(await deletedSection(client, 'bookcase')).toBeUndefined()
  expect(await deletedSection(client, 'never')).toBeUndefined()
})

it.each([
  [{ eyebrow: 'Shelf' }, 'Shelf'],
  [{ eyebrow: ' ', title: 'Things in their states' }, 'Things in their states'],
  [{}, 'Section'],
])('a section with %j is called “%s” after it was deleted', async (names, name) => {
  const { client } = await startLake()
  await client.create({ _id: '4fe1d0a5', _type: 'shelfSection', ...names })
  await client.delete('4fe1d0a5')
  expect(await deletedSection(client, '4fe1d0a5')).toMatchObject({ name })
})
