import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editionOn, isOpenAt, markedEdition, standingOf, type Known } from '#lib/editions/record.ts'
import { saysTheSame, type EditionText } from '#lib/editions/text.ts'
import { textOfRules } from './support.ts'

const at = (minutes: number) => new Date(Date.UTC(2026, 10, 26, 10) + minutes * 60_000).toISOString()
const texts = {
  a: textOfRules({ one: 'Measure first' }),
  b: textOfRules({ one: 'Measure first', two: 'Then decide' }),
  c: textOfRules({ two: 'Then decide', three: 'Write it down' }),
}
const settle = 30

/** A ledger in memory. Every look applies the rule. */
class Ledger {
  editions: Known[] = []

  look(text: EditionText, changedAt: string, minutes = settle, now = Date.parse(changedAt)) {
    const [latest, previous] = this.editions.toReversed()
    const standing = standingOf({ text, changedAt }, { latest, previous }, minutes, now)
    if (standing.act === 'create') this.editions.push({ edition: standing.edition, text })
    if (standing.act === 'rewrite')
      this.editions[this.editions.length - 1] = { edition: standing.edition, text }
    if (standing.act === 'withdraw') this.editions.pop()
    return standing
  }

  get numbers() {
    return this.editions.map(({ edition }) => edition.number)
  }
}

describe('the rule by which editions are made', () => {
  it('makes edition 1 first, which stays open for the settling time', () => {
    const { act, edition } = new Ledger().look(texts.a, at(0))
    expect([act, edition.number, edition.opened, edition.date, edition.closesAt]).toEqual([
      'create',
      1,
      at(0),
      at(0),
      at(30),
    ])
    expect([isOpenAt(edition, Date.parse(at(29))), isOpenAt(edition, Date.parse(at(30)))]).toEqual([
      true,
      false,
    ])
  })

  it('rewrites an open edition, which then stays open for the settling time after the later change', () => {
    const ledger = new Ledger()
    ledger.look(texts.a, at(0))
    const { act, edition } = ledger.look(texts.b, at(20))
    expect([act, edition.number, edition.opened, edition.date, edition.closesAt]).toEqual([
      'rewrite',
      1,
      at(0),
      at(20),
      at(50),
    ])
  })

  it('makes a new edition of a change after the latest one is closed', () => {
    const ledger = new Ledger()
    ledger.look(texts.a, at(0))
    expect(ledger.look(texts.b, at(30)).act).toBe('create')
    expect(ledger.numbers).toEqual([1, 2])
  })

  it('closes an edition at once if the settling time is 0', () => {
    const ledger = new Ledger()
    ledger.look(texts.a, at(0), 0)
    expect(ledger.look(texts.b, at(0), 0).edition.number).toBe(2)
  })

  it('uses the stored closing time of an edition, whatever the setting is now', () => {
    const ledger = new Ledger()
    ledger.look(texts.a, at(0), 30)
    ledger.look(texts.b, at(40), 600)
    expect(ledger.numbers).toEqual([1, 2])
  })

  it('withdraws an open edition if its text becomes that of the one before, and reuses its number', () => {
    const ledger = new Ledger()
    ledger.look(texts.a, at(0))
    ledger.look(texts.b, at(60))
    expect(ledger.look(texts.a, at(70))).toMatchObject({ act: 'withdraw', number: 2, edition: { number: 1 } })
    expect(ledger.look(texts.c, at(200)).edition.number).toBe(2)
  })

  it('changes nothing if only the time is different', () => {
    const ledger = new Ledger()
    ledger.look(texts.a, at(0))
    expect(ledger.look(texts.a, at(500)).act).toBe('keep')
  })

  it('makes a new edition of a change that is dated before the latest one, and keeps that date', () => {
    const ledger = new Ledger()
    ledger.look(texts.a, at(1000))
    expect(ledger.look(texts.b, at(0)).edition).toMatchObject({ number: 2, date: at(0) })
  })

  it('marks the changes of the last edition that is not a correction', () => {
    const ledger = new Ledger()
    ledger.look(texts.a, at(0))
    ledger.look(texts.b, at(60))
    const [one, two] = ledger.editions.map(({ edition }) => edition)
    expect(markedEdition([{ ...two!, isCorrection: true }, one!])?.number).toBe(1)
  })

  it('finds the edition in force at the end of a day', () => {
    const ledger = new Ledger()
    ledger.look(texts.a, '2026-03-01T23:59:00Z', 0)
    ledger.look(texts.b, '2026-03-02T00:00:00Z', 0)
    const editions = ledger.editions.map(({ edition }) => edition).toReversed()
    const on = (day: string) => editionOn(editions, day)?.number
    expect([on('2026-02-28'), on('2026-03-01'), on('2026-03-02'), on('2030-01-01')]).toEqual([
      undefined,
      1,
      2,
      2,
    ])
  })
})

const step = fc.record({
  /** Minutes that pass; negative when the clock is set back. */
  passes: fc.oneof(fc.integer({ min: 0, max: 90 }), fc.integer({ min: -2000, max: 2000 })),
  text: fc.constantFrom<keyof typeof texts>('a', 'b', 'c'),
  /** The number of looks. With none, the process was killed, and looks when it is back. */
  looks: fc.integer({ min: 0, max: 3 }),
})

describe('any sequence of publishes, looks, kills and clocks', () => {
  it('numbers editions without gaps, and stores in each the text that was last shown under its number', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.constantFrom(0, 30, 600), (steps, minutes) => {
        const ledger = new Ledger()
        const given = new Map<number, EditionText>()
        let now = 0
        for (const { passes, text: name, looks } of steps) {
          now += passes
          const text = texts[name]
          const [latest, previous] = ledger.editions.toReversed()
          // The edition that a page shows before anything is written.
          const standing = standingOf(
            { text, changedAt: at(now) },
            { latest, previous },
            minutes,
            Date.parse(at(now)),
          )
          if (standing.act === 'withdraw') given.delete(standing.number)
          given.set(standing.edition.number, text)
          for (let look = 0; look < Math.max(looks, 1); look += 1) ledger.look(text, at(now), minutes)
          expect(ledger.editions.at(-1)?.edition).toEqual(standing.edition)
        }
        expect(ledger.numbers).toEqual(ledger.editions.map((_, index) => index + 1))
        for (const { edition, text } of ledger.editions)
          expect(saysTheSame(text, given.get(edition.number)!)).toBe(true)
        for (const [index, { text }] of ledger.editions.slice(1).entries())
          expect(saysTheSame(text, ledger.editions[index]!.text)).toBe(false)
      }),
      { numRuns: 150 },
    )
  })
})
