import { describe, expect, it } from 'vitest'
import { parseManual, type Manual } from '#lib/manual/index.ts'
import { clean, cleanText, isVisible } from '#lib/manual/text.ts'
import { jsonLdOf, jsonOf, llmsTextOf, markdownOf } from '#lib/formats/index.ts'
import { answerOf, filledDocuments } from './support.ts'

describe('characters that a format cannot represent are removed', () => {
  it.each([
    ['controls', 'a\u0000b\u0007c\u001fd\u007fe\u0080f\u009f', 'abcdef'],
    ['noncharacters, of every plane', 'a\ufffeb\uffffc\ufdd0d\u{1ffff}e\u{10fffe}', 'abcde'],
    ['lone surrogates', 'a\ud83db\ude42c', 'abc'],
  ])('%s', (_, text, clean) => expect(cleanText(text)).toBe(clean))

  it.each([['a\tb\nc'], ['🙂🙃'], ['السلام عليكم'], ['soft\u00adhyphen, joined\u200dup'], ['\ufffd']])(
    'but no others: %j',
    (text) => expect(cleanText(text)).toBe(text),
  )

  it('and line ends become line feeds', () => {
    expect(cleanText('one\r\ntwo\rthree\u0085four')).toBe('one\ntwo\nthree\nfour')
  })

  it('everywhere in a JSON value, without other changes', () => {
    expect(clean({ a: ['x\u0000', { b: '\u0001y' }], c: 5, d: null, e: true })).toEqual({
      a: ['x', { b: 'y' }],
      c: 5,
      d: null,
      e: true,
    })
  })

  it('before any format is made from it', async () => {
    const dirty = (node: unknown, name = ''): unknown => {
      if (typeof node === 'string')
        return /^(_.*|anchor|style|marks|listItem|language|record|state|review|since|confirmed|until|href|contact)$/.test(
          name,
        )
          ? node
          : `${node}\u0000\u0008\ufffe\ud800`
      if (Array.isArray(node)) return node.map((item) => dirty(item, name))
      if (typeof node !== 'object' || node === null) return node
      return Object.fromEntries(Object.entries(node).map(([key, child]) => [key, dirty(child, key)]))
    }
    const answer = await answerOf(filledDocuments())
    const made = (manual: Manual) => {
      const published = { manual, revision: 'r', siteUrl: 'https://example.org', today: '2026-11-25' }
      return [jsonOf, jsonLdOf, llmsTextOf, markdownOf].map((write) => write(published))
    }
    expect(made(parseManual(dirty(answer)).manual)).toEqual(made(parseManual(answer).manual))
  })
})

describe('a reader sees', () => {
  it.each([
    '',
    ' \t\n\u00a0\u3000',
    '\u200b',
    '\u00ad',
    '\u2060',
    '\ufeff',
    '\ufe0f',
    '\u200e\u200f\u202a\u202e\u2066\u2069',
    '\u{e0041}\u{e007f}',
    '\u3164',
    '\u2800',
    '\u0000',
    '\ud800',
  ])('nothing of %j', (text) => expect(isVisible(text)).toBe(false))

  it.each(['a', '\u200bא', '.', '🙂', '👩‍💻', '☎\ufe0f', '한', '\u0301', '\u{1faff}', '\ue000'])(
    'something of %j',
    (text) => expect(isVisible(text)).toBe(true),
  )
})
