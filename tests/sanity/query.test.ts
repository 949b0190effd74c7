import { expect, it } from 'vitest'
import { parseManual } from '#lib/manual/index.ts'
import { answerOf, filledDocuments } from '#tests/lib/support.ts'

const documents = filledDocuments()
const [manual, ...sections] = documents

it('requests every field that the parsers read', async () => {
  // `whole` has every field of the stored documents; `asked` has those that the query requests.
  const whole = { ...manual, sections: sections.map((document) => ({ _ref: document._id, document })) }
  const asked = await answerOf(documents)
  expect(parseManual(whole).problems).toEqual([])
  expect(parseManual(asked)).toEqual(parseManual(whole))
})

it('requests the dates that tell a publication from an import', async () => {
  const dates = { _createdAt: '2026-11-20T10:00:00Z', _updatedAt: '2026-11-20T10:00:00Z' }
  for (const { _id } of documents) {
    const published = documents.map((document) => ({
      ...document,
      ...dates,
      ...(document._id === _id && { _updatedAt: '2026-11-25T10:00:00Z' }),
    }))
    expect(parseManual(await answerOf(published)).manual.publishedAt).toBe('2026-11-25T10:00:00Z')
  }
})

it('requests the manual by its id, whatever other documents there are', async () => {
  const others = [
    { _id: 'another', _type: 'manual', headline: 'Another' },
    { _id: 'note', _type: 'note' },
  ]
  expect(await answerOf([...others, ...documents])).toMatchObject({ headline: manual?.headline })
  expect(await answerOf(others)).toBeNull()
})
