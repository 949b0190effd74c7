import { expect, it } from 'vitest'
import { parseManual } from '#lib/manual/index.ts'
import { asDeleted, nameDeleted } from '#sanity/preview/name-deleted.ts'
import { startLake } from './support.ts'

const references = (...ids: string[]) => ids.map((_ref) => ({ _key: _ref, _ref }))
const problemsOf = (...ids: string[]) =>
  parseManual({ _id: 'manual', _type: 'manual', sections: references(...ids) }).problems.filter(
    ({ position }) => position !== undefined,
  )

it('names sections that were deleted, and leaves every other problem as it is', async () => {
  const { client } = await startLake()
  await client.create({ _id: 'models', _type: 'mentalModelsSection', eyebrow: 'Mental Models' })
  await client.create({ _id: 'drafts.shelf', _type: 'shelfSection', eyebrow: 'Shelf' })
  await client.create({ _id: 'attic', _type: 'proseSection', title: 'What is up there' })
  await client.create({ _id: 'nameless', _type: 'shelfSection' })
  for (const id of ['models', 'drafts.shelf', 'attic', 'nameless']) await client.delete(id)
  const problems = problemsOf('models', 'never', 'shelf', 'attic', 'nameless')
  const named = await nameDeleted(client, problems, asDeleted)
  expect(named.map(({ label, problems }) => [label, problems.map(({ message }) => message)])).toEqual([
    ['Mental Models', ['was deleted: restore it in the Studio, or remove this line of the manual']],
    ['Section 2', ['leads to "never", which is not published, or does not exist']],
    ['Shelf', ['was deleted: restore it in the Studio, or remove this line of the manual']],
    ['What is up there', ['was deleted: restore it in the Studio, or remove this line of the manual']],
    ['Section 5', ['was deleted: restore it in the Studio, or remove this line of the manual']],
  ])
})

it('leaves the problems as they are when the history cannot be read', async () => {
  const { clientWith } = await startLake()
  const problems = problemsOf('models')
  expect(await nameDeleted(clientWith({ token: 'wrong' }), problems, asDeleted)).toEqual(problems)
})
