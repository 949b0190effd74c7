import { describe, expect, it } from 'vitest'
import {
  ageOf,
  availabilityOf,
  dateIn,
  directionOf,
  langOfWords,
  languageOf,
  textOfWords,
  wordsIn,
} from '#lib/manual/index.ts'
import { isLanguage } from '#lib/manual/language.ts'

describe('a language', () => {
  it.each(['en', 'de', 'pt-BR', 'zh-Hant-TW', 'ar', 'haw', 'en-GB-oxendict'])('can be %s', (tag) =>
    expect(isLanguage(tag)).toBe(true),
  )

  it.each(['German', 'english', 'deutsch', 'e', 'en_GB', 'en-', '*', 'de DE', '<b>', '\u202eed'])(
    'cannot be %j',
    (tag) => expect(isLanguage(tag)).toBe(false),
  )

  it('defaults to English', () => {
    expect(languageOf({ language: undefined })).toBe('en')
  })

  it.each([
    ['en', 'ltr'],
    ['he', 'rtl'],
    ['ar', 'rtl'],
    ['fa-IR', 'rtl'],
    ['ur', 'rtl'],
    ['az', 'ltr'],
    ['az-Arab', 'rtl'],
    ['ku-Latn', 'ltr'],
    ['ja', 'ltr'],
  ])('%s has its direction: %s', (tag, direction) => expect(directionOf(tag)).toBe(direction))
})

describe('a date', () => {
  it.each([
    ['en', '25 November 2026'],
    ['en-US', 'November 25, 2026'],
    ['de', '25. November 2026'],
    ['fr', '25 novembre 2026'],
  ])('in %s is %s', (language, text) => expect(dateIn(language, 'long', '2026-11-25')).toBe(text))

  it.each(['ar-SA', 'fa', 'th'])('is Gregorian in %s too', (language) => {
    const numerals = dateIn(language, 'long', '2026-11-25').normalize('NFKC')
    const digits = numerals.replace(/\p{Nd}/gu, (digit) =>
      String(
        [...'٠١٢٣٤٥٦٧٨٩'].indexOf(digit) >= 0
          ? [...'٠١٢٣٤٥٦٧٨٩'].indexOf(digit)
          : '۰۱۲۳۴۵۶۷۸۹'.indexOf(digit) >= 0
            ? '۰۱۲۳۴۵۶۷۸۹'.indexOf(digit)
            : digit,
      ),
    )
    expect(digits).toContain('2026')
  })
})

describe('the words around the author’s', () => {
  it('are English, and marked as English, in a language without a translation', () => {
    expect(wordsIn('tlh')).toBe(wordsIn('en'))
    expect(langOfWords('tlh')).toBe('en')
  })

  it('are the same in all regions of a language', () => {
    expect(wordsIn('en-AU')).toBe(wordsIn('en'))
    expect(langOfWords('en-AU')).toBeUndefined()
  })

  it('contain dates in the manual’s language', () => {
    const reading = { since: '2026-03-01', confirmed: '2026-11-20' }
    expect(textOfWords(ageOf(reading, undefined, { today: '2026-11-25', language: 'de' })?.words ?? [])).toBe(
      'since März 2026 ·\u00a0confirmed 20. Nov. 2026',
    )
  })
})

describe('availability', () => {
  const given = (fields: object, today?: string) =>
    availabilityOf(
      {
        language: undefined,
        availability: { text: 'Open', href: undefined, state: undefined, until: undefined, ...fields },
      },
      today,
    )

  it('has no mark without a state', () => {
    expect(given({})).toMatchObject({ mark: undefined, until: undefined, isCertain: true })
  })

  it.each(['open', 'limited', 'closed'] as const)('has a mark and a word for %s', (state) => {
    expect(given({ state })?.mark).toEqual({ state, word: state })
  })

  it('is shown as certain until the end of its last day, and not afterwards', () => {
    const fields = { state: 'open', until: '2026-11-30' }
    expect(given(fields, '2026-11-30')).toMatchObject({
      mark: { state: 'open' },
      until: 'until 30 Nov 2026',
      isCertain: true,
    })
    expect(given(fields, '2026-12-01')).toMatchObject({
      mark: undefined,
      until: 'said until 30 Nov 2026',
      isCertain: false,
    })
  })
})
