import { describe, expect, it } from 'vitest'
import { sectionKinds, sectionSchemas } from '#lib/manual/sections.ts'
import { anchorFor, isProposed } from '#sanity/studio/anchor.ts'

const named = (eyebrow?: unknown) => ({ _type: 'mentalModelsSection', eyebrow })

describe('the anchor that is proposed for a section', () => {
  it.each([
    ['Shelf', [], 'shelf'],
    ['Über mich', [], 'ueber-mich'],
    ['DevOps & SRE', [], 'devops-and-sre'],
    ['Обо мне', [], 'obo-mne'],
    ['  2026: plans ', [], 'plans'],
    ['日本語', [], 'mental-models'],
    ['42', [], 'mental-models'],
    [undefined, [], 'mental-models'],
    [{ not: 'text' }, [], 'mental-models'],
    ['Shelf', ['shelf'], 'shelf-2'],
    ['Shelf', ['shelf', null, 'shelf-2', 'shelf-4'], 'shelf-3'],
  ])('comes from its name: %s, where %j are taken, gives %s', (name, taken, anchor) => {
    expect(anchorFor(named(name), taken)).toBe(anchor)
  })

  it('is always one that the site accepts', () => {
    const names = ['', '-', '9', '9 lives', '—', '🦄', 'ÅÄÖ', 'a_b', '..', 'ß', 'İstanbul', 'ﬁn', '١٢']
    for (const kind of sectionKinds)
      for (const eyebrow of names) {
        const anchor = anchorFor({ _type: kind, eyebrow }, [])
        expect(sectionSchemas[kind].shape.anchor.safeParse(anchor)).toMatchObject({ success: true })
      }
  })
})

describe('an anchor', () => {
  it.each([
    [undefined, 'Shelf'],
    ['', 'Shelf'],
    ['shelf', 'Shelf'],
    ['shelf-2', 'Shelf'],
    ['mental-models', undefined],
    ['mental-models', '日本語'],
  ])('%s is replaced when the section “%s” is renamed', (anchor, name) => {
    expect(isProposed(anchor, named(name))).toBe(true)
  })

  it.each([
    ['books', 'Shelf'],
    ['shelf-of-books', 'Shelf'],
    ['shelf2', 'Shelf'],
    ['shelf-2-3', 'Shelf'],
    ['she', 'Shelf'],
    ['models', 'Mental Models'],
  ])('%s, which the author has chosen, stays when the section “%s” is renamed', (anchor, name) => {
    expect(isProposed(anchor, named(name))).toBe(false)
  })
})
