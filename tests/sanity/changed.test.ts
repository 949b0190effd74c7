import { expect, it } from 'vitest'
import { parseManual } from '#lib/manual/index.ts'
import { changedInWords } from '#sanity/studio/changed.ts'
import { answerOf, filledDocuments, withFields } from '#tests/lib/support.ts'

const manualOf = async (documents: Parameters<typeof withFields>[0]) =>
  parseManual(await answerOf(documents)).manual

const [example] = filledDocuments().find(({ _id }) => _id === 'now')!.readings as object[]
/** Readings with these keys; a key with a `*` has other words than without. */
const readings = (keys: string) =>
  keys.split(' ').map((key) => ({
    ...example,
    _key: key.replace('*', ''),
    subject: `What ${key} is about`,
  }))

it.each([
  ['a b', 'a b c d', '§ 1.3 and § 1.4 are new'],
  ['a b c', 'a* b c*', '§ 1.1 and § 1.3 changed'],
  ['a b c', 'a', 'what was § 1.2 and § 1.3 is gone'],
  ['a b', 'a c', '§ 1.2 is new and what was § 1.2 is gone'],
  ['a b c', 'a* b d', '§ 1.3 is new, § 1.1 changed, and what was § 1.3 is gone'],
  ['a b', 'c a b', '§ 1.1 is new, and what was § 1.1 to § 1.2 is now § 1.2 to § 1.3'],
  ['a b c', 'b c', 'what was § 1.1 is gone, and what was § 1.2 to § 1.3 is now § 1.1 to § 1.2'],
  ['a b c', 'c a b', 'what was § 1.3 is now § 1.1, and what was § 1.1 to § 1.2 is now § 1.2 to § 1.3'],
  [
    'a b c',
    'c* a b',
    '§ 1.1 changed and what was § 1.3 is now § 1.1, and what was § 1.1 to § 1.2 is now § 1.2 to § 1.3',
  ],
  ['a b c', 'd a e b c', '§ 1.1 and § 1.3 are new, and 3 others have other numbers now'],
  ['a', 'a b c d e', '4 entries of § 1 are new'],
  ['a b c d e', 'a', '4 entries of § 1 are gone'],
])('the readings %s published as %s: %s', async (before, after, words) => {
  const withReadings = (keys: string) =>
    manualOf(withFields(filledDocuments(), { now: { readings: readings(keys) } }))
  expect(changedInWords(await withReadings(before), await withReadings(after))).toBe(words)
})

it('names the sections that another one gave new numbers', async () => {
  const all = await manualOf(filledDocuments())
  const without = (...ids: string[]) => manualOf(filledDocuments().filter(({ _id }) => !ids.includes(_id)))
  const last = all.sections.length
  expect(changedInWords(await without('principles'), all)).toBe(
    `§ 2 is new, and what was § 2 to § ${last - 1} is now § 3 to § ${last}`,
  )
  expect(changedInWords(all, await without('principles'))).toBe(
    `what was § 2 is gone, and what was § 3 to § ${last} is now § 2 to § ${last - 1}`,
  )
  const { _id: lastId } = all.sections.at(-1)!
  expect(changedInWords(await without(lastId), all)).toBe(`§ ${last} is new`)
  const { _id: lastButOne } = all.sections.at(-2)!
  expect(changedInWords(await without(lastButOne), all)).toBe(
    `§ ${last - 1} is new, and what was § ${last - 1} is now § ${last}`,
  )
})
