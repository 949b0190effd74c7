import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { isContentType } from '#sanity/content/tags.ts'
import { sectionKinds } from '#lib/manual/index.ts'
import { answerOf } from '#tests/lib/support.ts'

const contentTypes = ['manual', ...sectionKinds]

it.each([...contentTypes])('%s is content', (type) => {
  expect(isContentType(type)).toBe(true)
})

it.each(['note', 'sanity.imageAsset', '', 'toString', '__proto__', undefined, null, 5])(
  '%j is not',
  (type) => {
    expect(isContentType(type)).toBe(false)
  },
)

it('the filter that README gives for the webhook of hosted Sanity lets through what is content, and not what the Studio keeps for itself', async () => {
  const [, filter = ''] = /filter\s+`([^`]+)`/.exec(readFileSync('README.md', 'utf8')) ?? []
  const types = [...contentTypes, 'note', 'sanity.imageAsset', 'sanity.previewUrlSecret']
  const documents = types.map((_type) => ({ _id: _type, _type }))
  expect(await answerOf(documents, `*[${filter}]._type`)).toEqual(contentTypes)
})
