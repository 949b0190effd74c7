import { expect, it } from 'vitest'
import { entryAnchors, parseManual } from '#lib/manual/index.ts'
import { answerOf, filledDocuments } from './support.ts'

const principles = (anchor: string, ...keys: string[]) => ({
  _id: anchor,
  _type: 'principlesSection',
  eyebrow: anchor,
  anchor,
  principles: keys.map((_key) => ({ _key, title: 'Title', body: 'Body' })),
})

function anchorsOf(...documents: ReturnType<typeof principles>[]) {
  const sections = documents.map((document) => ({ _ref: document._id, document }))
  const { manual } = parseManual({ _id: 'manual', _type: 'manual', identity: 'I', headline: 'H', sections })
  return [...entryAnchors(manual.sections).values()]
}

it('an entry’s anchor consists of its section’s anchor and its key', async () => {
  const { manual } = parseManual(await answerOf(filledDocuments()))
  expect(Object.fromEntries(entryAnchors(manual.sections))).toMatchObject({
    now: ['now-building'],
    principles: ['principles-visible'],
    history: ['history-y2024'],
    exploration: ['exploration-systems'],
    models: ['models-emergence'],
    shelf: ['shelf-building'],
    outside: [],
  })
})

it('a section keeps its anchor, wherever it is; an entry that would have the same anchor gets a number', () => {
  expect(anchorsOf(principles('a', 'b'), principles('a-b', 'c'))).toEqual([['a-b-2'], ['a-b-c']])
  expect(anchorsOf(principles('a-b', 'c'), principles('a', 'b', 'b-c'))).toEqual([
    ['a-b-c'],
    ['a-b-2', 'a-b-c-2'],
  ])
})

it('entries with equal keys have different anchors', () => {
  expect(anchorsOf(principles('a', 'k', 'k', 'k-2', 'k'))).toEqual([['a-k', 'a-k-2', 'a-k-2-2', 'a-k-3']])
})

it('spaces and percent signs in a key are replaced', () => {
  expect(anchorsOf(principles('a', 'two words', '50%20off'))).toEqual([['a-two-words', 'a-50-20off']])
})
