import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parseManual, sectionKinds } from '#lib/manual/index.ts'
import { blankDocuments, seedDocuments, type SeedDocument } from '#sanity/seed/index.ts'
import { answerOf, withFields } from '#tests/lib/support.ts'

const documents = seedDocuments()
const text = readFileSync('tests/fixtures/operating-manual.txt', 'utf8')

/** The texts of the seed, in no order: without ids, keys, types, anchors and styles. */
function textsOf(node: unknown): string[] {
  if (typeof node === 'string') return [node]
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([name, child]) =>
    /^_|^(anchor|style|marks|ongoing|statement)$/.test(name) ? [] : textsOf(child),
  )
}

const textsOfSeed = textsOf(documents)
const withoutSpace = (value: string) => value.replace(/\s+/g, '')

/** Every object in an array, with the path of that array. */
function itemsOf(node: unknown, path: string): { path: string; key: unknown }[] {
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([name, child]) => {
    const here = `${path}.${name}`
    const items = Array.isArray(child) ? child.filter((item) => typeof item === 'object') : []
    return [...items.map(({ _key }) => ({ path: here, key: _key })), ...itemsOf(child, here)]
  })
}

function expectUniqueKeys(all: readonly SeedDocument[]) {
  const items = all.flatMap((document) => itemsOf(document, document._id))
  const keys = items.map(({ path, key }) => `${path} ${String(key)}`)
  expect(items.every(({ key }) => typeof key === 'string' && key !== '')).toBe(true)
  expect(new Set(keys).size).toBe(keys.length)
  return items.length
}

describe('the seed', () => {
  it('has exactly the texts that the author wrote, with nothing left out or invented', () => {
    // Removes the seed's texts from the author's, the longest first. Only indexes and arrows may remain,
    // which are computed.
    const longestFirst = textsOfSeed.map(withoutSpace).toSorted((a, b) => b.length - a.length)
    let rest = withoutSpace(text)
    const invented = longestFirst.filter((part) => {
      const found = rest.includes(part)
      rest = rest.replace(part, '|')
      return !found
    })
    expect(invented).toEqual([])
    expect(rest.replace(/\||→|0[1-6]/g, '')).toBe('')
  })

  it('keeps the spaces between words', () => {
    const words = text.replace(/\s+/g, ' ')
    for (const part of textsOfSeed) expect(words).toContain(part)
  })

  it('has as many entries as the author wrote', async () => {
    const { manual, problems } = parseManual(await answerOf(documents))
    expect(problems).toEqual([])
    const lists = manual.sections.flatMap((section) =>
      Object.entries(section).flatMap(([name, list]) =>
        Array.isArray(list) ? `${list.length} ${name}` : [],
      ),
    )
    expect(lists).toEqual([
      '4 readings',
      '6 principles',
      '6 entries',
      '4 domains',
      '6 models',
      '1 shelves',
      '1 body',
      '1 body',
    ])
    const domains = manual.sections.flatMap((section) => ('domains' in section ? section.domains : []))
    expect(domains.map(({ topics }) => topics.length)).toEqual([4, 4, 4, 4])
    expect(manual.sections[5]).toMatchObject({ shelves: [{ name: 'Currently Building', items: [] }] })
    expect(manual.opening.introduction).toHaveLength(2)
  })

  it('has a history of which only the last shift is ongoing', () => {
    const { entries } = documents.find(({ _id }) => _id === 'history') as { entries?: object[] }
    expect(entries?.map((entry) => ('ongoing' in entry ? entry.ongoing : false))).toEqual([
      ...Array.from({ length: 5 }, () => false),
      true,
    ])
    expect(entries?.at(-1)).toMatchObject({ when: 'Now' })
  })

  it('says nothing about the owner that the author did not write, and has no dates', () => {
    const fields = JSON.stringify(documents)
    expect(fields).not.toMatch(/"(contact|profiles|since|confirmed|_createdAt|_updatedAt)":/)
    expect(documents[0]).not.toHaveProperty('name')
  })

  it('gives every item of a list a key of its own', () => {
    expect(expectUniqueKeys(documents)).toBeGreaterThan(40)
  })
})

it.each([
  ['the seed', documents],
  ['a blank manual', blankDocuments()],
])('%s refers to its sections weakly, like the Studio, so that each can be unpublished', (_, all) => {
  const references = all[0]?.sections as object[]
  expect(references.length).toBeGreaterThan(6)
  for (const reference of references) expect(reference).toMatchObject({ _type: 'reference', _weak: true })
})

describe('a blank manual', () => {
  const blank = blankDocuments()
  const previewed = blank.map((document) => ({ ...document, _id: document._id.replace('drafts.', '') }))

  it('has a section of every kind on the page, in reading order', () => {
    const [manual, ...sections] = blank as [SeedDocument, ...SeedDocument[]]
    expect(sections.map(({ _type }) => _type)).toEqual([...sectionKinds])
    expect((manual.sections as { _ref: string }[]).map(({ _ref }) => _ref)).toEqual(
      sections.map(({ _id }) => _id.replace('drafts.', '')),
    )
    expectUniqueKeys(blank)
  })

  it('is shown with its name only, without empty sections', async () => {
    const { manual } = parseManual(await answerOf(blank))
    expect(manual.sections).toEqual([])
    // Empty sections are not missing: the status is not "Published in part".
    expect(manual.unavailable).toEqual([])
    expect(manual.opening).toMatchObject({ identity: 'Operating Manual', headline: undefined })
    expect(manual.publishedAt).toBeUndefined()
  })

  it('logs one line for each section and one for the headline', async () => {
    const { problems } = parseManual(await answerOf(previewed))
    const [manual, ...sections] = problems.map(
      ({ label, problems }) => `${label}: ${problems.map((p) => `${p.path} ${p.message}`)}`,
    )
    expect(manual).toBe('Manual: headline is missing')
    expect(sections).toEqual(
      blank
        .slice(1)
        .map(({ eyebrow }) => expect.stringMatching(`^${String(eyebrow)}: \\w+ (has no entries|is empty)$`)),
    )
  })

  it('shows a section as soon as it contains something', async () => {
    const principles = [{ _key: 'one', _type: 'principle', title: 'Make state visible', body: 'It helps.' }]
    const { manual } = parseManual(await answerOf(withFields(previewed, { principles: { principles } })))
    expect(manual.sections).toMatchObject([{ number: 1, eyebrow: 'Principles' }])
  })
})
