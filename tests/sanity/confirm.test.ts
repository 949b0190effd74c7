import { describe, expect, it } from 'vitest'
import { attentionOf } from '#sanity/studio/attention.ts'
import { confirmable, confirmations, isAnswer, newlyWorded, undoOf, whyNot } from '#sanity/studio/confirm.ts'
import { ago } from '#sanity/schema/days.ts'

const day = '2026-11-25'
const now = (...readings: unknown[]) => ({ _type: 'nowSection', readings })

describe('"Still true"', () => {
  it('confirms every reading that is not confirmed on that day, by its key', () => {
    const section = now(
      { _key: 'a' },
      { _key: 'b', confirmed: '2026-08-01' },
      { _key: 'c', confirmed: day },
      { _key: 'd', confirmed: null },
    )
    expect(confirmations(section, day)).toEqual({
      'readings[_key=="a"].confirmed': day,
      'readings[_key=="b"].confirmed': day,
      'readings[_key=="d"].confirmed': day,
    })
    expect(confirmations(section, day, 'b')).toEqual({ 'readings[_key=="b"].confirmed': day })
  })

  it('confirms any other section as a whole', () => {
    expect(confirmations({ _type: 'shelfSection' }, day)).toEqual({ confirmed: day })
    expect(confirmations({ _type: 'shelfSection', confirmed: day }, day)).toEqual({})
  })

  it('has nothing to confirm when every reading is confirmed, or there is none', () => {
    expect(confirmations(now({ _key: 'c', confirmed: day }), day)).toEqual({})
    expect(confirmations(now(), day)).toEqual({})
    expect(confirmations({ _type: 'nowSection' }, day)).toEqual({})
  })

  it('skips items that are not readings', () => {
    expect(confirmations({ _type: 'nowSection', readings: 'nonsense' }, day)).toEqual({})
    expect(confirmations(now({}, 'text', null, { _key: 'a' }), day)).toEqual({
      'readings[_key=="a"].confirmed': day,
    })
  })

  it('is undone by restoring the earlier days, or none where there was none', () => {
    const section = now({ _key: 'a' }, { _key: 'b', confirmed: '2026-08-01' })
    expect(undoOf(section, confirmations(section, day))).toEqual({
      set: { 'readings[_key=="b"].confirmed': '2026-08-01' },
      unset: ['readings[_key=="a"].confirmed'],
    })
    expect(undoOf({ _type: 'shelfSection' }, { confirmed: day })).toEqual({ set: {}, unset: ['confirmed'] })
  })
})

describe('"Still true" is offered', () => {
  const frame = { eyebrow: 'Now', anchor: 'now' }
  const said = (_key: string) => ({ _key, activity: 'Reading', subject: 'A book' })
  const seen = { ...now(said('a'), said('b')), ...frame }
  const shelf = { _type: 'shelfSection', ...frame, shelves: [{ _key: 's', name: 'Near' }] }

  it('for what is published, in a draft too', () => {
    expect(confirmable(seen, seen)).toEqual(seen)
    expect(confirmable(shelf, shelf)).toBe(shelf)
    const draft = { ...shelf, title: 'Within reach' }
    expect(confirmable(draft, shelf)).toBe(draft)
  })

  it('for no section that was never published, that is empty, or that cannot be shown', () => {
    expect(confirmable(seen, null)).toBeUndefined()
    expect(confirmable(shelf, null)).toBeUndefined()
    for (const broken of [
      { ...shelf, shelves: [] },
      { ...shelf, shelves: 'nonsense' },
      { ...shelf, shelves: [{ _key: 's' }] },
      { ...shelf, anchor: undefined },
      { ...shelf, _type: 'modelsSection' },
      { ...frame, ...now() },
      { ...frame, _type: 'nowSection', readings: 'nonsense' },
    ]) {
      expect(confirmable(broken, broken)).toBeUndefined()
      expect(confirmable(seen, broken)).toBeUndefined()
      expect(confirmable(broken, broken._type === 'nowSection' ? seen : shelf)).toBeUndefined()
    }
  })

  it('for no reading that is new or incomplete in the draft, while the others can be confirmed', () => {
    const draft = { ...seen, readings: [said('a'), { ...said('b'), subject: '' }, said('c')] }
    expect(confirmable(draft, seen)).toEqual({ ...seen, readings: [said('a')] })
  })
})

describe('publishing', () => {
  const published = now(
    { _key: 'a', activity: 'Reading', subject: 'A book', confirmed: '2026-08-01' },
    { _key: 'b', activity: 'Building', subject: 'A shed' },
  )
  const withReadings = (change: (readings: Record<string, unknown>[]) => unknown[]) =>
    newlyWorded(
      now(...change(structuredClone(published.readings) as Record<string, unknown>[])),
      published,
      day,
    )

  it('confirms new and reworded readings', () => {
    expect(
      withReadings(([a, b]) => [{ ...a, subject: 'Another book' }, b, { _key: 'c', subject: 'New' }]),
    ).toEqual({ 'readings[_key=="a"].confirmed': day, 'readings[_key=="c"].confirmed': day })
    expect(withReadings(([a, b]) => [a, { ...b, since: '2026-11-01' }])).toEqual({
      'readings[_key=="b"].confirmed': day,
    })
    expect(newlyWorded(published, null, day)).toEqual({
      'readings[_key=="a"].confirmed': day,
      'readings[_key=="b"].confirmed': day,
    })
  })

  it('confirms no reading whose words are unchanged, even if it was moved', () => {
    expect(withReadings(([a, b]) => [b, a])).toEqual({})
    expect(
      withReadings(([a, b]) => [
        { ...a, confirmed: '2026-11-01' },
        { ...b, note: '', since: null },
      ]),
    ).toEqual({})
  })
})

describe('a failed publish', () => {
  it('is explained by the error in the answer, or by the lack of an answer', () => {
    const refused = Object.assign(new Error('The draft is gone'), { statusCode: 404 })
    expect([isAnswer(refused), whyNot(refused)]).toEqual([true, 'The draft is gone'])
    // Not with revision ids.
    const late = Object.assign(new Error('Document "now" has unexpected revision ID'), { statusCode: 409 })
    expect(whyNot(late)).toBe('It was changed elsewhere at the same moment. Look at it, then try again.')
    const unanswered = new TypeError('Failed to fetch')
    expect([isAnswer(unanswered), whyNot(unanswered)]).toEqual([
      false,
      'The site does not answer. Try again when it does.',
    ])
  })
})

describe('what a section needs today', () => {
  it.each([
    [{ _type: 'shelfSection' }, false, 'not confirmed yet'],
    [{ _type: 'shelfSection', review: 'yearly' }, true, 'not confirmed yet, to be looked at every year'],
    [{ _type: 'shelfSection', confirmed: '2001-01-01' }, false, 'confirmed 25 years ago'],
    [
      { _type: 'shelfSection', confirmed: '2026-10-25', review: 'monthly' },
      false,
      'confirmed 4 weeks ago, to be looked at every month',
    ],
    [
      { _type: 'shelfSection', confirmed: '2026-10-24', review: 'monthly' },
      true,
      'confirmed 4 weeks ago, to be looked at every month',
    ],
    [
      { ...now({ confirmed: '2026-11-10' }, { confirmed: '2026-11-24' }), review: 'weekly' },
      true,
      'confirmed 2 weeks ago, to be looked at every week',
    ],
    [
      { ...now({ confirmed: day }, {}), review: 'weekly' },
      true,
      '1 of 2 readings not confirmed yet, to be looked at every week',
    ],
    [now({}, {}), false, 'not confirmed yet'],
    [now(), false, 'not confirmed yet'],
    [{ _type: 'shelfSection', review: 'daily', confirmed: 5 }, false, 'not confirmed yet'],
  ])('%j: due %s, "%s"', (section, isDue, words) => {
    expect(attentionOf(section, day)).toEqual({ isDue, words })
  })

  it.each([
    [day, 'today'],
    ['2026-11-24', 'yesterday'],
    ['2026-11-12', '13 days ago'],
    ['2026-11-04', '3 weeks ago'],
    ['2026-09-20', '2 months ago'],
    ['2024-01-01', '2 years ago'],
    ['2026-11-26', 'tomorrow'],
    ['soon', 'soon'],
  ])('%s was %s', (given, said) => expect(ago(given, day)).toBe(said))
})
