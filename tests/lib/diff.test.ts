import { beforeAll, describe, expect, it } from 'vitest'
import { compareWords } from '#lib/changes/match.ts'
import { diffManual, type Change } from '#lib/changes/diff.ts'
import type { TextRun } from '#lib/changes/match.ts'
import { parseManual, type Manual } from '#lib/manual/index.ts'
import { fieldTitle } from '#sanity/preview/field-titles.ts'
import { seedDocuments } from '#sanity/seed/index.ts'
import { answerOf, filledDocuments, withFields } from './support.ts'

const seed = seedDocuments()
const seedDocument = (id: string) => structuredClone(seed.find(({ _id }) => _id === id))!

/** The seed's manual with these fields, by document id. */
const manualWith = async (fields: Record<string, object>, documents = seed) =>
  parseManual(await answerOf(withFields(documents, fields))).manual

let published: Manual
beforeAll(async () => {
  published = await manualWith({})
})

/** A change as lines: state, number, name and path, and words. Parts are indented. */
function linesOf(change: Change, indent = ''): string[] {
  const { state, name, path } = change
  if ('words' in change) return [`${indent}${state} ${path}: ${change.words.map(marked).join('')}`]
  const { from, to, isMoved, changes } = change
  const outcome = isMoved ? `moved ${from} → ${to}` : `${state} ${to ?? from ?? ''}`
  return [
    `${indent}${outcome} ${name}${path && ` (${path})`}`,
    ...changes.flatMap((part) => linesOf(part, `${indent}  `)),
  ]
}

const signs = { kept: ['', ''], added: ['{+', '+}'], removed: ['[-', '-]'] } as const
const marked = ({ text, state }: TextRun) => signs[state].join(text)

const linesFor = async (fields: Record<string, object>) =>
  diffManual(published, await manualWith(fields)).flatMap((change) => linesOf(change))

const seedList = (id: string, field: string) => seedDocument(id)[field] as { _key: string }[]
const [first, second, third] = seedList('principles', 'principles') as [object, object, object]
const rest = seedList('principles', 'principles').slice(3)
const references = (...ids: string[]) => ids.map((id) => ({ _key: id, _type: 'reference', _ref: id }))
const sections = ['now', 'principles', 'history', 'exploration', 'models', 'shelf', 'outside', 'writing']

describe('there is no difference', () => {
  it('when the draft equals the published manual', async () => {
    expect(await linesFor({})).toEqual([])
    const filled = await manualWith({}, filledDocuments())
    expect(diffManual(filled, structuredClone(filled))).toEqual([])
  })

  it("when only invisible data differs: a paragraph's key, an empty field that is absent", async () => {
    const body = (seedDocument('outside').body as object[]).map((block, index) => ({
      ...block,
      _key: `new-${index}`,
    }))
    expect(await linesFor({ outside: { body, lead: '' } })).toEqual([])
  })
})

describe('a text', () => {
  it('is compared word by word', async () => {
    expect(
      await linesFor({
        manual: { headline: 'I build small systems to understand them.' },
        principles: { title: 'Rules I use when no answer is obvious' },
      }),
    ).toMatchInlineSnapshot(`
      [
        "changed  Opening",
        "  changed headline: I build {+small +}systems to understand them.",
        "changed § 2 Engineering Principles",
        "  changed title: Rules I use when [-the -]{+no +}answer is [-not -]obvious",
      ]
    `)
  })

  it('has the title of its field, after the title of the object that contains it', async () => {
    const names = (changes: readonly Change[]): string[] =>
      changes.flatMap((change) => ('words' in change ? change.name : names(change.changes)))
    const draft = await manualWith({
      manual: { availability: { text: 'Open to nothing' } },
      principles: { principles: [{ ...first, body: 'For another reason.' }, second, third, ...rest] },
    })
    expect(names(diffManual(published, draft, { titleOf: fieldTitle }))).toEqual([
      'Availability: Line',
      'Reason',
    ])
  })

  it('of a single word, such as an address or a date, is replaced as a whole', async () => {
    const [reading, ...others] = seedList('now', 'readings') as [object, ...object[]]
    const before = await manualWith({ now: { readings: [{ ...reading, since: '2026-01-02' }, ...others] } })
    const after = await manualWith({ now: { readings: [{ ...reading, since: '2026-01-03' }, ...others] } })
    expect(diffManual(before, after).flatMap((change) => linesOf(change))).toMatchInlineSnapshot(`
      [
        "changed § 1 Now",
        "  changed § 1.1 SysRift and fault-oriented systems tooling (readings[_key=="building"])",
        "    changed readings[_key=="building"].since: [-2026-01-02-]{+2026-01-03+}",
      ]
    `)
  })

  it('that has little in common with the old one is shown after it as a whole', async () => {
    const [, line] = await linesFor({ now: { lead: 'Here is the whole of what I do, on a good day.' } })
    expect(line).toMatch(
      /^ {2}changed lead: \[-[^[{]+-\]\{\+Here is the whole of what I do, on a good day\.\+\}$/,
    )
  })

  it('counts as changed if only its spaces differ', async () => {
    const lines = await linesFor({ manual: { headline: 'I build systems  to understand them.' } })
    expect(lines).toHaveLength(2)
  })

  it('can be added where there was none, and removed', async () => {
    expect(await linesFor({ now: { lead: null }, shelf: { lead: 'What I keep.' } })).toMatchInlineSnapshot(`
      [
        "changed § 1 Now",
        "  removed lead: [-A compact snapshot of where my attention is going right now.-]",
        "changed § 6 Shelf",
        "  added lead: {+What I keep.+}",
      ]
    `)
  })

  it('of prose is compared with its paragraphs, emphasis and links', async () => {
    const paragraph = (_key: string, text: string, marks: string[] = []) => ({
      _type: 'block',
      _key,
      markDefs: [{ _type: 'link', _key: 'link', href: 'https://example.org/' }],
      children: [
        { _type: 'span', text: `${text} ` },
        { _type: 'span', text: 'widely', marks },
      ],
    })
    const one = paragraph('one', 'I read')
    const linesBetween = async (before: object[], after: object[]) =>
      diffManual(
        await manualWith({ outside: { body: before } }),
        await manualWith({ outside: { body: after } }),
      )
        .flatMap((change) => linesOf(change))
        .slice(1)
    expect([
      ...(await linesBetween([one], [paragraph('one', 'I read', ['em'])])),
      ...(await linesBetween([one], [paragraph('one', 'I read', ['link'])])),
      ...(await linesBetween([one], [one, paragraph('two', 'I write')])),
    ]).toMatchInlineSnapshot(`
      [
        "  changed body: I read [-widely-]{+*widely*+}",
        "  changed body: I read [-widely-]{+[widely](https://example.org/)+}",
        "  changed body: I read widely {+¶
      I write widely+}",
      ]
    `)
  })
})

describe('a list of texts', () => {
  const topicsOf = async (topics: string[]) => {
    const domains = (topics: string[]) => [{ _key: 'd', name: 'Systems', topics }]
    const before = await manualWith({ exploration: { domains: domains(['Rust', 'Load shedding', 'Linux']) } })
    const after = await manualWith({ exploration: { domains: domains(topics) } })
    return diffManual(before, after).flatMap((change) => linesOf(change))[2]
  }
  const path = 'domains[_key=="d"].topics'

  it('is compared item by item: a new item is added as a whole, and its neighbours are unchanged', async () => {
    expect(await topicsOf(['Rust', 'Load shedding', 'Linux', 'Clocks'])).toBe(
      `    changed ${path}: Rust, Load shedding, Linux, {+Clocks+}`,
    )
    expect(await topicsOf(['Clocks and queues', 'Rust', 'Load shedding', 'Linux'])).toBe(
      `    changed ${path}: {+Clocks and queues, +}Rust, Load shedding, Linux`,
    )
    expect(await topicsOf(['Rust', 'Linux'])).toBe(`    changed ${path}: Rust, [-Load shedding, -]Linux`)
  })

  it('counts as changed if it is divided into items differently, even if it reads the same', async () => {
    expect(await topicsOf(['Rust, Load shedding', 'Linux'])).toBe(
      `    changed ${path}: [-Rust, Load shedding, -]{+Rust, Load shedding, +}Linux`,
    )
  })

  it('in which an item was moved shows its old and its new place', async () => {
    expect(await topicsOf(['Load shedding', 'Linux', 'Rust'])).toBe(
      `    changed ${path}: [-Rust, -]Load shedding, Linux, {+Rust+}`,
    )
  })
})

describe('an entry', () => {
  it('is matched by its key, whatever its texts', async () => {
    const changed = { ...third, title: 'Another Rule', body: 'For another reason.' }
    const lines = await linesFor({ principles: { principles: [first, second, changed, ...rest] } })
    expect(lines.slice(0, 2)).toMatchInlineSnapshot(`
      [
        "changed § 2 Engineering Principles",
        "  changed § 2.3 Another Rule (principles[_key=="optimize-for-depth"])",
      ]
    `)
    expect(lines).toHaveLength(4)
  })

  it('that is added does not make later ones count as moved', async () => {
    const added = { _key: 'new', title: 'Say What Changed', body: 'Before it changes.' }
    expect(await linesFor({ principles: { principles: [first, added, second, third, ...rest] } }))
      .toMatchInlineSnapshot(`
      [
        "changed § 2 Engineering Principles",
        "  added § 2.2 Say What Changed (principles[_key=="new"])",
        "    added principles[_key=="new"].title: {+Say What Changed+}",
        "    added principles[_key=="new"].body: {+Before it changes.+}",
      ]
    `)
  })

  it('that is removed is shown with its words, and leads to its list', async () => {
    expect(await linesFor({ principles: { principles: [first, third, ...rest] } })).toMatchInlineSnapshot(`
      [
        "changed § 2 Engineering Principles",
        "  removed § 2.2 Tradeoffs Over Technologies (principles)",
        "    removed principles: [-Tradeoffs Over Technologies-]",
        "    removed principles: [-Tools are decisions with consequences. I care more about what a choice optimizes and sacrifices than whether it is fashionable.-]",
      ]
    `)
  })

  it('that is moved is the only one reported as moved', async () => {
    expect(await linesFor({ principles: { principles: [third, first, second, ...rest] } }))
      .toMatchInlineSnapshot(`
      [
        "changed § 2 Engineering Principles",
        "  moved § 2.3 → § 2.1 Optimize For Depth (principles[_key=="optimize-for-depth"])",
      ]
    `)
    expect(await linesFor({ principles: { principles: [second, third, ...rest, first] } }))
      .toMatchInlineSnapshot(`
      [
        "changed § 2 Engineering Principles",
        "  moved § 2.1 → § 2.6 Build Before Consuming (principles[_key=="build-before-consuming"])",
      ]
    `)
  })

  it('with the same key as another is distinguished from it by its text', async () => {
    const twins = ['Measure', 'Decide', 'Write'].map((title) => ({ _key: 'same', title, body: 'Always.' }))
    const before = await manualWith({ principles: { principles: twins } })
    const after = await manualWith({ principles: { principles: twins.slice(1) } })
    const lines = (one: Manual, other: Manual) => diffManual(one, other).flatMap((change) => linesOf(change))
    expect(lines(before, after).slice(1)).toEqual([
      '  removed § 2.1 Measure (principles)',
      '    removed principles: [-Measure-]',
      '    removed principles: [-Always.-]',
    ])
    expect(lines(after, before)[1]).toBe('  added § 2.1 Measure (principles[_key=="same"])')
  })

  it('can be moved and changed', async () => {
    const changed = { ...third, title: 'Make All State Visible' }
    expect(await linesFor({ principles: { principles: [changed, first, second, ...rest] } }))
      .toMatchInlineSnapshot(`
      [
        "changed § 2 Engineering Principles",
        "  moved § 2.3 → § 2.1 Make All State Visible (principles[_key=="optimize-for-depth"])",
        "    changed principles[_key=="optimize-for-depth"].title: [-Optimize For Depth-]{+Make All State Visible+}",
      ]
    `)
  })

  it('within an entry is a change of its own', async () => {
    const [shelf] = seedList('shelf', 'shelves') as [object]
    const items = [
      { _key: 'a', title: 'A tool' },
      { _key: 'b', title: 'A book', href: 'https://example.org/' },
    ]
    const before = await manualWith({ shelf: { shelves: [{ ...shelf, items }] } })
    const after = await manualWith({ shelf: { shelves: [{ ...shelf, items: items.toReversed() }] } })
    expect(diffManual(published, before).flatMap((change) => linesOf(change))).toMatchInlineSnapshot(`
      [
        "changed § 6 Shelf",
        "  changed § 6.1 Currently Building (shelves[_key=="currently-building"])",
        "    added No. 1 A tool (shelves[_key=="currently-building"].items[_key=="a"])",
        "      added shelves[_key=="currently-building"].items[_key=="a"].title: {+A tool+}",
        "    added No. 2 A book (shelves[_key=="currently-building"].items[_key=="b"])",
        "      added shelves[_key=="currently-building"].items[_key=="b"].title: {+A book+}",
        "      added shelves[_key=="currently-building"].items[_key=="b"].href: {+https://example.org/+}",
      ]
    `)
    expect(diffManual(before, after).flatMap((change) => linesOf(change))).toMatchInlineSnapshot(`
      [
        "changed § 6 Shelf",
        "  changed § 6.1 Currently Building (shelves[_key=="currently-building"])",
        "    moved No. 1 → No. 2 A tool (shelves[_key=="currently-building"].items[_key=="a"])",
      ]
    `)
  })
})

describe('a section', () => {
  const refer = (...ids: string[]) => ({ manual: { sections: references(...ids) } })

  it('that is added is shown with its words', async () => {
    const before = await manualWith(refer(...sections.filter((id) => id !== 'models')))
    const [change, ...others] = diffManual(before, published)
    expect(others).toEqual([])
    expect(change).toMatchObject({ id: 'models', type: 'mentalModelsSection', state: 'added', to: '§ 5' })
    expect(linesOf(change!)).toContain('    added models[_key=="emergence"].from: {+local+}')
  })

  it('that is removed is listed at its former place', async () => {
    const after = await manualWith({
      ...refer(...sections.filter((id) => id !== 'principles')),
      now: { title: 'Now' },
      history: { title: 'Then' },
    })
    expect(diffManual(published, after).map(({ id, state }) => `${id} ${state}`)).toEqual([
      'now changed',
      'principles removed',
      'history changed',
    ])
  })

  it('can be moved and changed at once', async () => {
    const moved = refer('writing', ...sections.filter((id) => id !== 'writing'))
    expect(await linesFor({ ...moved, writing: { eyebrow: 'Writing' } })).toMatchInlineSnapshot(`
      [
        "moved § 8 → § 1 Writing",
        "  changed eyebrow: Writing[-Philosophy-]",
      ]
    `)
  })
})

describe('long texts', () => {
  const words = (count: number, word: string) =>
    Array.from({ length: count }, (_, at) => `${word}${(at * 7919) % 4001}`).join(' ')

  it('are shown one after the other if they have little in common, in limited time', () => {
    const [before, after] = [words(40_000, 'a'), words(40_000, 'b')]
    expect(compareWords(before, after)).toEqual([
      { text: before, state: 'removed' },
      { text: after, state: 'added' },
    ])
  }, 2000)

  it('are compared word by word if few words differ', () => {
    const before = words(40_000, 'a')
    const runs = compareWords(before, before.replaceAll('a17 ', 'another '))
    expect(runs.filter(({ state }) => state === 'added').map(({ text }) => text.trim())).toEqual(
      Array.from({ length: 10 }, () => 'another'),
    )
  })
})

describe('any difference', () => {
  it('everything is added if nothing was ever published', async () => {
    const states = (changes: readonly Change[]): string[] =>
      changes.flatMap((change) => [change.state, ...('words' in change ? [] : states(change.changes))])
    const changes = diffManual(undefined, published)
    expect(changes).toHaveLength(1 + published.sections.length)
    expect(new Set(states(changes))).toEqual(new Set(['added']))
  })

  /** The paths of all texts, without computed values and identifiers. */
  function pathsOf(node: unknown, path: string[] = []): string[][] {
    if (typeof node === 'string' || typeof node === 'boolean') return [path]
    return Object.entries(node ?? {})
      .filter(([name]) => !/^(_.*|style|marks|published|record)$/.test(name))
      .flatMap(([name, child]) => pathsOf(child, [...path, name]))
  }

  type Node = Record<string, unknown>

  function withOther(manual: Manual, path: readonly string[]): Manual {
    const copy = structuredClone(manual)
    const parent = path.slice(0, -1).reduce((node, name) => node[name] as Node, copy as unknown as Node)
    const field = path.at(-1) as string
    const given = parent[field]
    parent[field] = typeof given === 'boolean' ? !given : given === 'bullet' ? 'number' : 'quite another text'
    return copy
  }

  const fieldsOf = (changes: readonly Change[]): Change[] =>
    changes.flatMap((change) => ('words' in change ? [change] : fieldsOf(change.changes)))

  it('a change to any one field of any section is reported as a change to that field only', async () => {
    const before = await manualWith({}, filledDocuments())
    const paths = pathsOf(before)
    expect(paths.length).toBeGreaterThan(50)
    const missed = paths.filter((path) => fieldsOf(diffManual(before, withOther(before, path))).length !== 1)
    expect(missed).toEqual([])
  })

  it('the kept and added words make up exactly the new text', () => {
    const withHeadline = (headline: string) => ({
      ...published,
      opening: { ...published.opening, headline },
    })
    const texts = JSON.stringify(published)
      .split('"')
      .filter((text) => text.includes(' '))
    const pairs = texts.slice(1).flatMap((text, index) => {
      const before = texts[index] as string
      return [
        [before, text],
        [before, `${before} ${text}`],
        [`${before}  ${text}`, text],
      ] as const
    })
    expect(pairs.length).toBeGreaterThan(100)
    for (const [before, after] of pairs) {
      const [field] = fieldsOf(diffManual(withHeadline(before), withHeadline(after)))
      const words = field && 'words' in field ? field.words : []
      const rest = words.filter(({ state }) => state !== 'removed')
      expect(rest.map(({ text }) => text).join('')).toBe(after)
    }
  })
})
