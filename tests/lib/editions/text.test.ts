import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseManual, revisionOf } from '#lib/manual/index.ts'
import {
  EditionTextError,
  hashOf,
  manualOf,
  NewerFormatError,
  readText,
  saysTheSame,
  textFormat,
  textOf,
  writeText,
} from '#lib/editions/text.ts'
import { answerOf, filledDocuments, withFields } from '../support.ts'
import { answerOfRules, textOfRules } from './support.ts'

const filled = async (fields = {}) => parseManual(await answerOf(withFields(filledDocuments(), fields)))

describe('the text of an edition', () => {
  it('is the same after it was stored and read', async () => {
    const { manual } = await filled()
    const text = textOf(manual)
    const read = readText(writeText(text), textFormat)
    expect(writeText(read)).toBe(writeText(text))
    expect(saysTheSame(read, text)).toBe(true)
    expect(read.sections.map(({ number }) => number)).toEqual(manual.sections.map(({ number }) => number))
  })

  it('contains neither confirmations nor review rhythms', async () => {
    const { manual } = await filled()
    expect(writeText(textOf(manual))).not.toMatch(/confirmed|review|2026-11-20|monthly/)
  })

  it('does not change with a confirmation, unlike the revision of the page', async () => {
    const [before, after] = [await filled(), await filled({ principles: { confirmed: '2026-11-26' } })]
    expect(saysTheSame(textOf(before.manual), textOf(after.manual))).toBe(true)
    expect(revisionOf(before.manual)).not.toBe(revisionOf(after.manual))
  })

  it('is the same with other spaces between words, but not with a line break in prose', async () => {
    const body = (text: string) => [
      { _key: 'a', _type: 'block', markDefs: [], children: [{ _key: 's', _type: 'span', marks: [], text }] },
    ]
    const textWith = async (title: string, prose: string) =>
      textOf((await filled({ history: { title }, outside: { body: body(prose) } })).manual)
    const text = await textWith('How it went', 'Two words')
    expect(saysTheSame(text, await textWith('How  it\nwent', 'Two   words'))).toBe(true)
    expect(saysTheSame(text, await textWith('How it went', 'Two\nwords'))).toBe(false)
    expect(saysTheSame(text, await textWith('How it\u00a0went', 'Two words'))).toBe(false)
  })

  it('keeps a section that cannot be shown, whose return is not a change', () => {
    const whole = textOfRules({ one: 'Measure first' })
    const broken = answerOfRules({ one: 'Measure first' })
    Object.assign(broken.sections[0]!.document, { anchor: 'Not An Anchor' })
    const { manual, unavailableIds } = parseManual(broken)
    expect(unavailableIds).toEqual(['principles'])
    const carried = textOf(manual, unavailableIds, whole)
    expect(saysTheSame(carried, whole)).toBe(true)
    expect(saysTheSame(textOfRules({ one: 'Measure first' }), carried)).toBe(true)
    const read = manualOf(carried)
    expect(read.sections).toEqual([])
    expect(read.unavailable).toEqual([{ number: 1, anchor: 'principles' }])
  })

  it('keeps a broken paragraph and broken fields at their places, whose return is not a change', () => {
    const profiles = [{ _key: 'x', label: 'Elsewhere', href: 'https://elsewhere.example' }]
    const introduction = ['a', 'b', 'c'].map((_key) => ({
      _key,
      _type: 'block',
      markDefs: [],
      children: [{ _key: `${_key}1`, _type: 'span', text: `Paragraph ${_key}.`, marks: [] }],
    }))
    const answer = (fields: object, lead: unknown = 'These came later.') => {
      const given = Object.assign(answerOfRules({ one: 'Measure first' }), {
        name: 'Ada',
        profiles,
        introduction,
        ...fields,
      })
      Object.assign(given.sections[0]!.document, { lead })
      return parseManual(given)
    }
    const before = textOf(answer({}).manual)
    const broken = {
      name: 7,
      profiles: [{ ...profiles[0], href: 7 }],
      introduction: introduction.map((block) => (block._key === 'b' ? { ...block, children: 7 } : block)),
    }
    const { manual, unavailableIds, brokenParts } = answer(broken, { not: 'a text' })
    expect([manual.opening.introduction?.length, manual.opening.profiles, manual.opening.name]).toEqual([
      2,
      undefined,
      undefined,
    ])
    const carried = textOf(manual, unavailableIds, before, brokenParts)
    expect(writeText(carried)).toBe(writeText(before))
    // The author removes it instead of mending it.
    const without = answer({ introduction: introduction.filter(({ _key }) => _key !== 'b') })
    expect(saysTheSame(textOf(without.manual, [], carried, without.brokenParts), before)).toBe(false)
  })

  it('names a section as not available even if it was broken when the record began', async () => {
    const { manual, unavailableIds } = await filled({ principles: { anchor: 'no anchor' } })
    expect(manual.unavailable.map(({ number }) => number)).toEqual([2])
    const text = readText(writeText(textOf(manual, unavailableIds)), textFormat)
    const read = manualOf(text)
    expect(read.unavailable).toEqual([{ number: 2, anchor: undefined }])
    expect(read.sections.map(({ number }) => number)).toEqual(manual.sections.map(({ number }) => number))
    expect(manualOf(textOf((await filled()).manual)).unavailable).toEqual([])
  })

  it('does not keep a section that was removed from the manual', () => {
    const { manual, unavailableIds } = parseManual(answerOfRules({}))
    expect(unavailableIds).toEqual([])
    expect(textOf(manual, unavailableIds, textOfRules({ one: 'Measure first' })).sections).toEqual([])
  })

  it('is refused if it is in a newer format or damaged', () => {
    const text = writeText(textOfRules({ one: 'Measure first' }))
    expect(() => readText(text, textFormat + 1)).toThrow(NewerFormatError)
    expect(() => readText(text.slice(0, 50), textFormat)).toThrow(EditionTextError)
    expect(() => readText(text.replace('"title":"Rules"', '"title":7'), textFormat)).toThrow(EditionTextError)
  })

  it('can be read in every format there has been', () => {
    for (let format = 1; format <= textFormat; format += 1) {
      const kept = readFileSync(`tests/fixtures/edition-format-${format}.txt`, 'utf8').trim()
      const read = readText(kept, format)
      expect(read.sections.length, `format ${format}`).toBe(7)
      // A text in the current format is written as it was read; an older one as migrated.
      expect(hashOf(writeText(read)) === hashOf(kept)).toBe(format === textFormat)
    }
  })

  it('has the fields of its format: if they change, the format needs a new number and a fixture', async () => {
    const kept: unknown = JSON.parse(readFileSync(`tests/fixtures/edition-format-${textFormat}.txt`, 'utf8'))
    const { manual } = await filled()
    expect(JSON.parse(writeText(textOf(manual)))).toEqual(kept)
  })
})
