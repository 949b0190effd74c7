import { expect, it } from 'vitest'
import { seedDocuments } from '#sanity/seed/index.ts'
import { examples } from '#sanity/studio/forms/examples.ts'
import { whyLeftOut } from '#sanity/studio/forms/entry-problems.ts'
import type { SectionKind } from '#lib/manual/sections.ts'

it.each([
  ['nowSection', 'readings', { _key: 'a', activity: 'Reading' }, 'Subject is missing'],
  ['nowSection', 'readings', { _key: 'a', activity: ' ', subject: 'A book' }, 'Activity is empty'],
  ['principlesSection', 'principles', { _key: 'a', title: 'Measure' }, 'Reason is missing'],
  [
    'historySection',
    'entries',
    { _key: 'a', title: 'It broke', when: 1999, body: 'Why?' },
    'When must be text',
  ],
  ['explorationSection', 'domains', { _key: 'a', name: 'Time', topics: [] }, 'Topics has no topics'],
  [
    'mentalModelsSection',
    'models',
    { _key: 'a', from: 'local' },
    'To is missing, Name is missing, Body is missing',
  ],
  [
    'shelfSection',
    'shelves',
    {
      _key: 'a',
      name: 'Reading',
      items: [
        { _key: 'b', title: 'One' },
        { _key: 'c', note: 'Why' },
      ],
    },
    'Items 2: Title is missing',
  ],
] as const)('an entry of %s that readers would not get says why', (kind, field, entry, reason) => {
  expect(whyLeftOut(kind, field, entry)).toBe(`Readers do not get it yet: ${reason}`)
})

it('an entry in which nothing is written is called empty, with its dates and choices', () => {
  expect(whyLeftOut('historySection', 'entries', { _key: 'a', _type: 'historyEntry', ongoing: false })).toBe(
    'Nothing written yet',
  )
  expect(whyLeftOut('nowSection', 'readings', { _key: 'a', confirmed: '2026-11-26' })).toBe(
    'Nothing written yet',
  )
})

it('no entry of the seed is called incomplete, and none of which readers get all but a part', () => {
  for (const section of seedDocuments()) {
    const kind = section._type as SectionKind
    const { field } = examples[kind] ?? {}
    if (!field || kind === 'proseSection') continue
    for (const entry of section[field] as object[]) expect(whyLeftOut(kind, field, entry)).toBeUndefined()
  }
  const reading = { _key: 'a', activity: 'Reading', subject: 'A book', since: 'long ago' }
  expect(whyLeftOut('nowSection', 'readings', reading)).toBeUndefined()
})
