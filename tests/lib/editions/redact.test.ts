import { expect, it } from 'vitest'
import { holdsPassage, holdsPassageInside, redactedMark, withoutPassage } from '#lib/editions/redact.ts'

it('takes a passage out of texts, keys and addresses', () => {
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

it('takes a passage out of the anchor that was made of a key with it', () => {
  expect(withoutPassage({ key: 'for Acme Inc', anchor: 'principles-for-Acme-Inc' }, 'Acme Inc')).toEqual({
    key: 'for redacted',
    anchor: 'principles-for-redacted',
  })
})

it('takes out a passage that is in several spans of a paragraph', () => {
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
  'leaves what no author has written as it is: %s',
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

it('leaves out a day that has the passage in it: a part of a day is none', () => {
  expect(withoutPassage({ subject: 'It', since: '2024-02-01' }, '2024-02')).toEqual({ subject: 'It' })
})

it('finds a passage with quotation marks in JSON within JSON', () => {
  const passage = 'the "good" \\ old days'
  const document = { _type: 'edition', text: JSON.stringify({ title: `In ${passage}` }) }
  expect(holdsPassageInside(document, passage)).toBe(true)
  expect(holdsPassageInside([{ patch: { set: document } }], passage)).toBe(true)
  expect(holdsPassageInside(document, 'the bad old days')).toBe(false)
})

it.each(['red', 'act', 'd'])(
  'finds a passage that is a part of its mark no more once it is taken out: %s',
  (passage) => {
    const block = { _type: 'block', children: [{ _type: 'span', text: 'A red act.', marks: [] }] }
    const given = { _key: 'red-act', title: 'Paid, acted, red', href: 'https://red.act/d', block }
    const left = withoutPassage(given, passage)
    expect(holdsPassage(given, passage)).toBe(true)
    expect(holdsPassage(left, passage)).toBe(false)
    expect(withoutPassage(left, passage)).toEqual(left)
  },
)
