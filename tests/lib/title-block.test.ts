import { describe, expect, it } from 'vitest'
import { parseManual, signOf, titleBlockOf } from '#lib/manual/index.ts'
import { agoIn } from '#lib/manual/dates.ts'

describe('the sign of the title block', () => {
  const block = { status: 'Current', revision: '18ab1ac92b94' }

  it.each([
    ['en', '26', 'Nov 2026'],
    ['en-US', '26', 'Nov 2026'],
    ['de', '26', 'Nov. 2026'],
    ['ja', '26', '2026年11月'],
  ])('is the day of the latest change, in %s', (language, large, small) => {
    const sign = signOf({ ...block, language, publishedAt: '2026-11-26T23:30:00Z' })
    expect(sign).toMatchObject({ id: 'date', large, small })
  })

  it('is the beginning of the revision while nothing was published, and the status code on a page without a manual', () => {
    expect(signOf({ ...block, language: 'en' })).toMatchObject({ large: '18ab', small: '1ac92b94' })
    expect(signOf({ status: 'Not found', code: '404', language: 'en' })).toMatchObject({ large: '404' })
    expect(signOf({ status: 'Draft', language: 'en' })).toBeUndefined()
  })
})

it.each([
  ['2026-11-27', 'today'],
  ['2026-11-26', 'today'],
  ['2026-11-25', 'yesterday'],
  ['2026-11-13', '13 days ago'],
  ['2026-11-12', '2 weeks ago'],
  ['2026-09-27', '8 weeks ago'],
  ['2026-09-26', '2 months ago'],
  ['2025-11-27', '11 months ago'],
  ['2025-11-26', '1 year ago'],
  ['2020-06-01', '6 years ago'],
])('the distance of a day from today is correct: %s', (day, words) => {
  expect(agoIn('en', day, '2026-11-26')).toBe(words)
})

it('the distance of a day is in the language of the manual', () => {
  expect(agoIn('de', '2026-11-23', '2026-11-26')).toBe('vor 3 Tagen')
})

describe('the confirmation of Now', () => {
  const confirmed = (...readings: { since?: string; confirmed?: string }[]) => {
    const document = {
      _id: 'now',
      _type: 'nowSection',
      review: 'quarterly',
      eyebrow: 'Now',
      anchor: 'now',
      readings: readings.map((days, at) => ({ _key: `${at}`, activity: 'A', subject: 'S', ...days })),
    }
    const answer = { _id: 'manual', _type: 'manual', sections: [{ _ref: 'now', document }] }
    return titleBlockOf(parseManual(answer).manual, '2026-11-26').confirmed
  }

  it('is the oldest confirmation of a reading', () => {
    expect(confirmed({ confirmed: '2026-11-23' }, { confirmed: '2026-11-20' })).toEqual({
      date: '2026-11-20',
      text: '6 days ago',
    })
  })

  it('is marked as partial if a reading has none, or if only some readings are overdue', () => {
    expect(confirmed({ confirmed: '2026-11-23' }, {})?.text).toBe('3 days ago, in part')
    expect(confirmed({ confirmed: '2026-11-23' }, { confirmed: '2026-08-02' })?.text).toBe(
      '3 months ago, in part',
    )
    expect(confirmed({ confirmed: '2026-08-02' }, { confirmed: '2026-08-02' })?.text).toBe('3 months ago')
  })

  it('is absent if no reading was ever confirmed, or without a date for today', () => {
    expect(confirmed({ since: '2026-11-01' }, {})).toBeUndefined()
    expect(titleBlockOf(parseManual({ _id: 'manual', _type: 'manual' }).manual).confirmed).toBeUndefined()
  })
})

it('the status is the usual one unless something is missing', () => {
  const status = (fields: object) =>
    titleBlockOf(parseManual({ _id: 'manual', _type: 'manual', ...fields }).manual).status
  const broken = { _id: 'a', _type: 'shelfSection', eyebrow: 'Shelf', title: 'Written', anchor: 'a' }
  const blank = { _id: 'a', _type: 'shelfSection', eyebrow: 'Shelf', anchor: 'a' }
  expect(status({ headline: 'A headline' })).toBe('Current')
  expect(status({ identity: 'Operating Manual' })).toBe('Empty')
  expect(status({ headline: 'A', sections: [{ _ref: 'a', document: { ...broken, shelves: 'none' } }] })).toBe(
    'Published in part',
  )
  expect(status({ headline: 'A', sections: [{ _ref: 'a', document: blank }] })).toBe('Current')
})
