import { expect, it } from 'vitest'
import {
  holdsPassage,
  holdsPassageInside,
  keyMarks,
  redactedMark,
  withoutPassage,
  withoutPassageInDamaged,
} from '#lib/editions/redact.ts'

it('redacts a passage in texts, keys and addresses', () => {
  const given = {
    _key: 'acme-rule',
    title: 'Work for acme',
    href: 'https://acme.example/',
    anchor: 'at-acme',
    topics: ['acme', 'others'],
  }
  expect(withoutPassage(given, 'acme')).toEqual({
    _key: 'redacted-rule',
    title: `Work for ${redactedMark}`,
    href: 'https://redacted.invalid/',
    anchor: 'at-redacted',
    topics: [redactedMark, 'others'],
  })
})

it('redacts a passage in an anchor that was made from a key', () => {
  expect(withoutPassage({ key: 'for Acme Inc', anchor: 'principles-for-Acme-Inc' }, 'Acme Inc')).toEqual({
    key: 'for redacted',
    anchor: 'principles-for-redacted',
  })
})

it.each([
  ['Build before consuming', 'build-before-consuming', 'redacted'],
  ['Build before consuming', 'now_Build_Before_Consuming_2', 'now_redacted_2'],
  ['Build before consuming', 'buildbeforeconsuming', 'redacted'],
  ['Müller & Söhne', 'bei-mueller-soehne', 'bei-redacted'],
  ['Müller & Söhne', 'muller-sohne', 'redacted'],
  ['MÜLLER', 'müller', 'redacted'],
  ['Don’t panic!', 'don-t-panic', 'redacted'],
  ['東京', '東京駅', 'redacted駅'],
])('redacts %j in a key and an anchor that were made from it: %s', (passage, key, left) => {
  const given = { key, anchor: `principles-${key}` }
  expect(holdsPassage(given, passage)).toBe(true)
  expect(withoutPassage(given, passage)).toEqual({ key: left, anchor: `principles-${left}` })
})

it.each([
  ['AI', 'maintain-it'],
  ['Red', 'shared-state'],
  ['State', 'statement'],
])('leaves a key in which %j is only a part of a word: %s', (passage, key) => {
  expect(holdsPassage({ key, anchor: `principles-${key}` }, passage)).toBe(false)
})

it.each([
  'https://example.org/build-before-consuming#why',
  'https://example.org/?q=Build%20before%20consuming',
  'https://example.org/?q=build+before+consuming',
])('redacts a whole address that contains the passage in encoded form: %s', (href) => {
  expect(withoutPassage({ href }, 'Build before consuming')).toEqual({ href: 'https://redacted.invalid/' })
  expect(holdsPassage({ href: 'https://example.org/build' }, 'Build before consuming')).toBe(false)
})

it('gives each spelling of a passage in keys its own unique mark', () => {
  const marks = keyMarks((mark) => ['redacted', 'redacted-3'].includes(mark))
  const given = ['acme', 'Acme', 'acme-rule'].map((_key) => ({ _key }))
  const left = [{ _key: 'redacted-2' }, { _key: 'redacted-4' }, { _key: 'redacted-2-rule' }]
  expect(withoutPassage(given, 'Acme', marks)).toEqual(left)
  // As in another edition, with another order.
  expect(withoutPassage(given.toReversed(), 'Acme', marks)).toEqual(left.toReversed())
  expect(holdsPassage(left, 'Acme')).toBe(false)
})

it('redacts a passage that spans several parts of a paragraph', () => {
  const block = {
    _type: 'block',
    children: [
      { _type: 'span', text: 'We left ', marks: [] },
      { _type: 'span', text: 'Zebra', marks: ['em'] },
      { _type: 'span', text: 'finch.', marks: [] },
    ],
  }
  expect(holdsPassage(block, 'Zebrafinch')).toBe(true)
  expect(withoutPassage(block, 'Zebrafinch').children).toEqual([
    { _type: 'span', text: `We left ${redactedMark}.`, marks: [] },
  ])
})

it.each(['title', 'block', 'principles', 'bullet', 'em', 'new', 'open', '2026-11-26'])(
  'leaves fields that are not the author’s text unchanged: %s',
  (passage) => {
    const given = {
      _id: 'principles',
      _type: 'block',
      _updatedAt: '2026-11-26T10:00:00Z',
      section: 'principles',
      state: 'open',
      kind: 'new',
      listItem: 'bullet',
      title: 'A rule',
      children: [{ text: 'Words', marks: ['em'] }],
    }
    expect(holdsPassage(given, passage)).toBe(false)
  },
)

it('removes a date that contains the passage', () => {
  expect(withoutPassage({ subject: 'It', since: '2024-02-01' }, '2024-02')).toEqual({ subject: 'It' })
})

it('finds a passage with quotation marks in JSON inside JSON', () => {
  const passage = 'the "good" \\ old days'
  const document = { _type: 'edition', text: JSON.stringify({ title: `In ${passage}` }) }
  expect(holdsPassageInside(document, passage)).toBe(true)
  expect(holdsPassageInside([{ patch: { set: document } }], passage)).toBe(true)
  expect(holdsPassageInside(document, 'the bad old days')).toBe(false)
})

it.each(['red', 'act', 'd'])('does not find a redacted passage in the redaction mark: %s', (passage) => {
  const block = { _type: 'block', children: [{ _type: 'span', text: 'A red act.', marks: [] }] }
  const given = { _key: 'red-act', title: 'Paid, acted, red', href: 'https://red.act/d', block }
  const left = withoutPassage(given, passage)
  expect(holdsPassage(given, passage)).toBe(true)
  expect(holdsPassage(left, passage)).toBe(false)
  expect(withoutPassage(left, passage)).toEqual(left)
})

it.each(['red', 'act', 'ed', 'text', 'block', 'title'])(
  'redacts the author’s words in a damaged text, but not names of fields or redaction marks: %s',
  (passage) => {
    const text = `{"_type":"block","title":"The ${passage} thing","_key":"the-${passage}","text":"[redacted] by","href":"https://redacted.invalid/","redirect": "cut`
    const left = withoutPassageInDamaged(text, passage)
    expect(left).toBe(
      text.replace(`The ${passage}`, `The ${redactedMark}`).replace(`the-${passage}`, 'the-redacted'),
    )
    expect(withoutPassageInDamaged(left, passage)).toBe(left)
  },
)

it('redacts a passage anywhere in a damaged text, even outside of strings', () => {
  const passage = 'Zebra "finch"'
  const text = `{"a": ${passage}, "_key":"of-zebra-finch", "t":["${JSON.stringify(passage).slice(1, -1)}"], "b": "in ${passage}`
  expect(withoutPassageInDamaged(text, passage)).toBe(
    `{"a": ${redactedMark}, "_key":"of-redacted", "t":["${redactedMark}"], "b": "in ${redactedMark}`,
  )
})
