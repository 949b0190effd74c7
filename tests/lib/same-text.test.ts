import { beforeAll, expect, it } from 'vitest'
import { isSameText } from '#lib/changes/same-text.ts'
import { parseManual, type Manual } from '#lib/manual/index.ts'
import { answerOf, filledDocuments, withFields } from './support.ts'

const manualOf = async (fields: Record<string, object> = {}) =>
  parseManual(await answerOf(withFields(filledDocuments(), fields))).manual

let manual: Manual
beforeAll(async () => {
  manual = await manualOf()
})

const reading = (fields: object) => ({
  now: {
    readings: [
      {
        _key: 'building',
        activity: 'Building',
        subject: 'a tool',
        note: 'Note',
        since: '2026-01-02',
        confirmed: '2026-11-20',
        ...fields,
      },
    ],
  },
})

const paragraph = (children: object[]) => ({
  outside: { body: [{ _key: 'any', _type: 'block', markDefs: [], children }] },
})

it.each([
  ['a confirmed section', { principles: { confirmed: '2026-11-26' } }],
  ['another review rhythm', { now: { review: 'weekly' }, history: { review: null } }],
  ['a confirmed reading', reading({ confirmed: '2026-11-26' })],
  ['the setting of the record', { manual: { record: 'public' } }],
])('%s does not change the text', async (_, fields) => {
  const other = await manualOf(fields)
  expect(isSameText(manual, other)).toBe(true)
  expect(isSameText(other, manual)).toBe(true)
})

it('dividing a paragraph into other spans does not change the text', async () => {
  const one = await manualOf(paragraph([{ _key: 'a', _type: 'span', text: 'Two words', marks: ['em'] }]))
  const other = await manualOf(
    paragraph([
      { _key: 'b', _type: 'span', text: 'Two ', marks: ['em'] },
      { _key: 'c', _type: 'span', text: 'words', marks: ['em'] },
    ]),
  )
  expect(isSameText(one, other)).toBe(true)
})

it.each([
  ["a reading's since", reading({ since: '2026-01-03' })],
  ['a word', reading({ subject: 'a tool!' })],
  ['the language', { manual: { language: 'de' } }],
  ['the end of availability', { manual: { availability: { text: 'Open', until: '2026-12-30' } } }],
  ['an anchor', { shelf: { anchor: 'things' } }],
  ['emphasis', paragraph([{ _key: 'a', _type: 'span', text: 'A body', marks: ['em'] }])],
])('%s changes the text', async (_, fields) => {
  expect(isSameText(manual, await manualOf(fields))).toBe(false)
})
