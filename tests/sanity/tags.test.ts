import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { sectionKinds } from '#lib/manual/index.ts'
import { isContentType } from '#sanity/content/tags.ts'
import { answerOf } from '#tests/lib/support.ts'

it('the webhook filter in docs/hosted-sanity.md matches exactly the documents for which the site expires its pages', async () => {
  const [, filter = ''] = /Filter:\s+`([^`]+)`/.exec(readFileSync('docs/hosted-sanity.md', 'utf8')) ?? []
  const types = ['manual', ...sectionKinds, 'note', 'sanity.imageAsset', 'sanity.previewUrlSecret']
  const documents = types.map((_type) => ({ _id: _type, _type }))
  const passed = await answerOf(documents, `*[${filter}]._type`)
  expect(passed).toEqual(types.filter(isContentType))
  expect(passed).toContain('manual')
})
