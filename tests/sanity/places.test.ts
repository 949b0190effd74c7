import { expect, it } from 'vitest'
import { placeIn } from '#sanity/studio/places.ts'

const types: Record<string, string> = { manual: 'manual', now: 'nowSection', history: 'historySection' }
const panes = (...ids: string[]) => ({ panes: ids.map((id) => [{ id }]) })
const beside = (type: string, id: string, path?: string) => ({
  type,
  id,
  ...(path && { path }),
  _searchParams: [['preview', '/']],
})
const now = beside('nowSection', 'now')
const reading = beside('nowSection', 'now', 'readings[_key=="a"]')

it.each([
  ['Presentation', 'presentation', 'structure', { structure: panes('now') }, now],
  ['Manual', 'structure', 'presentation', { presentation: now }, panes('now')],
  [
    'Presentation again, with the entry that was open',
    'presentation',
    'structure',
    { structure: panes('now'), presentation: reading },
    reading,
  ],
  [
    'Presentation, of the document that was chosen since',
    'presentation',
    'structure',
    { structure: panes('history'), presentation: reading },
    beside('historySection', 'history'),
  ],
  [
    'Presentation, of a document beside another',
    'presentation',
    'structure',
    { structure: panes('manual', '__edit__now') },
    now,
  ],
  [
    'Manual, where it was left: beside the page, the manual is no choice',
    'structure',
    'presentation',
    { structure: panes('due'), presentation: beside('manual', 'manual') },
    panes('due'),
  ],
  [
    'Presentation, where it was left, from a list that is no document',
    'presentation',
    'structure',
    { structure: panes('due'), presentation: now },
    now,
  ],
  ['Presentation anew', 'presentation', 'structure', { structure: panes('due') }, undefined],
  [
    'Presentation anew, from an edition',
    'presentation',
    'structure',
    { structure: panes('record', 'edition.1') },
    undefined,
  ],
  ['the tool itself anew', 'structure', 'structure', { structure: panes('now') }, undefined],
] as const)('the link leads to %s', (_, tool, open, places, expected) => {
  expect(placeIn(tool, open, places, (id) => types[id])).toEqual(expected)
})
