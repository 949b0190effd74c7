import { describe, expect, it } from 'vitest'
import { changesOf, readChanges } from '#lib/editions/changes.ts'
import type { Section } from '#lib/manual/sections.ts'
import { textOfRules } from './support.ts'

const before = textOfRules(
  { one: 'Measure first', two: 'Then decide', three: 'Write it down' },
  'Headline, short',
)

describe('the changes of an edition', () => {
  it('name new, reworded and retired entries, with their numbers and last words', () => {
    const after = textOfRules(
      { one: 'Measure it first', three: 'Write it down', four: 'Look again' },
      'Headline, short',
    )
    const { entries, words } = changesOf(before, after)
    expect(entries).toEqual([
      {
        section: 'principles',
        key: 'one',
        kind: 'reworded',
        mark: '§ 1.1',
        name: 'Measure it first',
        anchor: 'principles-one',
      },
      {
        section: 'principles',
        key: 'two',
        kind: 'retired',
        mark: '§ 1.2',
        name: 'Then decide',
        lastWords: 'Then decide, because.',
        anchor: 'principles-two',
      },
      {
        section: 'principles',
        key: 'four',
        kind: 'new',
        mark: '§ 1.3',
        name: 'Look again',
        anchor: 'principles-four',
      },
    ])
    expect(words).toBe('“Look again” is new. “Measure it first” is reworded. “Then decide” is retired.')
  })

  it('distinguish rewritten, reworded and moved entries', () => {
    const after = textOfRules(
      { three: 'Write it down', one: 'Nobody ever regretted a graph', two: 'Then decide' },
      'Headline, short',
    )
    const kinds = changesOf(before, after).entries.map(({ key, kind }) => [key, kind])
    expect(kinds).toContainEqual(['one', 'rewritten'])
    expect(kinds).toContainEqual(['three', 'moved'])
    expect(kinds).toHaveLength(2)
  })

  it('retire only the removed one of two entries with the same key, and not their section', () => {
    const twins = textOfRules({ one: 'Measure first', two: 'Then decide', three: 'Write it down' })
    const [section] = twins.sections as [Section<'principlesSection'>]
    for (const rule of section.principles.slice(0, 2)) rule._key = 'same'
    const rest = { ...section, principles: section.principles.slice(1) }
    const { entries, words } = changesOf(twins, { ...twins, sections: [rest] })
    expect(entries).toMatchObject([
      { key: 'same', kind: 'retired', mark: '§ 1.1', lastWords: 'Measure first, because.' },
    ])
    expect(words).toBe('“Measure first” is retired.')
  })

  it('name the opening, which has no number', () => {
    const after = { ...before, opening: { ...before.opening, headline: 'Headline, extended' } }
    expect(changesOf(before, after).words).toBe('The opening is reworded.')
    expect(changesOf(before, after).entries).toEqual([
      { section: 'manual', kind: 'reworded', name: 'Opening', fields: ['headline'] },
    ])
  })

  it('name a section that is added or removed, and mark its entries as parts of it', () => {
    const { entries, words } = changesOf(before, { ...before, sections: [] })
    expect(entries.map(({ key, isPart }) => [key, isPart])).toEqual([
      [undefined, undefined],
      ['one', true],
      ['two', true],
      ['three', true],
    ])
    expect(words).toBe('“Principles” is retired.')
  })

  it('count the names that a sentence has no room for', () => {
    const after = textOfRules({ a: 'A', b: 'B', c: 'C', d: 'D', e: 'E' })
    expect(changesOf(textOfRules({ z: 'Z' }), after).words).toBe(
      '“A”, “B”, “C” and 2 more are new. “Z” is retired.',
    )
  })

  it('can be read back, and are empty if they are damaged', () => {
    const changes = changesOf(before, textOfRules({ one: 'Measure first' }))
    expect(readChanges(JSON.stringify(changes))).toEqual(changes)
    expect(readChanges('{"words"')).toEqual({ words: '', entries: [] })
  })
})
