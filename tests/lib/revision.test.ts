import { beforeAll, describe, expect, it } from 'vitest'
import { parseManual, revisionOf, type Manual } from '#lib/manual/index.ts'
import { seedDocuments, type SeedDocument } from '#sanity/seed/index.ts'
import { answerOf, filledDocuments, withFields } from './support.ts'

const manualOf = async (documents: readonly SeedDocument[]) => parseManual(await answerOf(documents)).manual

let manual: Manual
beforeAll(async () => {
  manual = await manualOf(filledDocuments())
})

/** The same value with the keys of every object in the opposite order. */
const turned = <Value>(value: Value): Value => {
  if (Array.isArray(value)) return value.map(turned) as Value
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).toReversed()
  return Object.fromEntries(entries.map(([name, child]) => [name, turned(child)])) as Value
}

/** The paths of all texts in the view model. */
function textsOf(node: unknown, path: string[] = []): string[][] {
  if (typeof node === 'string') return [path]
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([name, child]) => textsOf(child, [...path, name]))
}

function withText(path: readonly string[], text: string): Manual {
  const copy = structuredClone(manual)
  let node = copy as unknown as Record<string, unknown>
  for (const name of path.slice(0, -1)) node = node[name] as Record<string, unknown>
  node[path.at(-1) as string] = text
  return copy
}

it('the revision is 12 hexadecimal digits', () => {
  expect(revisionOf(manual)).toMatch(/^[0-9a-f]{12}$/)
})

describe('the revision is the same', () => {
  it('for older content that lacks newer fields', async () => {
    // The revision that the first version of this project computed for the seed.
    expect(revisionOf(await manualOf(seedDocuments()))).toBe('18ab1ac92b94')
  })

  it('whatever the setting of the record', async () => {
    const kept = (record: string) => manualOf(withFields(filledDocuments(), { manual: { record } }))
    expect(revisionOf(await kept('public'))).toBe(revisionOf(await kept('off')))
  })

  it('for equal content, whatever the order of its fields', () => {
    expect(turned(manual)).not.toBe(manual)
    expect(Object.keys(turned(manual))).not.toEqual(Object.keys(manual))
    expect(revisionOf(turned(manual))).toBe(revisionOf(manual))
  })

  it('when the same words are published again', async () => {
    const documents = filledDocuments()
    const again = await manualOf(
      documents.map((document) => ({
        ...document,
        _rev: 'another',
        _createdAt: '2026-01-01T00:00:00Z',
        _updatedAt: '2026-11-25T10:00:00Z',
      })),
    )
    expect(again.publishedAt).toBe('2026-11-25T10:00:00Z')
    expect(revisionOf(again)).toBe(revisionOf(manual))
  })

  it('for a field that was never filled in and one that was emptied', async () => {
    const never = await manualOf(seedDocuments())
    const emptied = await manualOf(
      withFields(seedDocuments(), {
        manual: { name: '', contact: null, profiles: [] },
        shelf: { lead: ' ' },
      }),
    )
    expect(revisionOf(emptied)).toBe(revisionOf(never))
  })

  it('when a section that readers do not see changes', async () => {
    const without = (body: unknown) =>
      manualOf(withFields(filledDocuments(), { models: { models: [], title: body } }))
    expect(revisionOf(await without('one'))).toBe(revisionOf(await without('two')))
  })
})

describe('the revision is different', () => {
  it('for each text that changes, wherever it is', () => {
    const paths = [...textsOf(manual.opening, ['opening']), ...textsOf(manual.sections, ['sections'])]
    expect(paths.length).toBeGreaterThan(80)
    const revisions = paths.map((path) => revisionOf(withText(path, 'changed')))
    expect(new Set([revisionOf(manual), ...revisions]).size).toBe(paths.length + 1)
  })

  it('for another order of the sections, or of the entries in one', () => {
    const sections = manual.sections.toReversed()
    expect(revisionOf({ ...manual, sections })).not.toBe(revisionOf(manual))
    const exploration = manual.sections.map((section) =>
      section._type === 'explorationSection'
        ? {
            ...section,
            domains: section.domains.map((domain) => ({ ...domain, topics: domain.topics.toReversed() })),
          }
        : section,
    )
    expect(revisionOf({ ...manual, sections: exploration })).not.toBe(revisionOf(manual))
  })

  it('for a section more or less', () => {
    expect(revisionOf({ ...manual, sections: manual.sections.slice(1) })).not.toBe(revisionOf(manual))
  })

  it('for a change that is not a text: an entry that is no longer ongoing', () => {
    const sections = manual.sections.map((section) =>
      section._type === 'historySection'
        ? { ...section, entries: section.entries.map((entry) => ({ ...entry, ongoing: false })) }
        : section,
    )
    expect(revisionOf({ ...manual, sections })).not.toBe(revisionOf(manual))
  })
})
