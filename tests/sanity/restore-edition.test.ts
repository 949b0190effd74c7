import { expect, it } from 'vitest'
import { parseManual } from '#lib/manual/index.ts'
import { readText, saysTheSame, textFormat, textOf, writeText, type EditionText } from '#lib/editions/text.ts'
import { seedDocuments } from '#sanity/seed/index.ts'
import { planOf, RestoreError, type Part } from '#sanity/studio/editions/restore.ts'
import type { OutlineRow } from '#sanity/studio/outline.ts'
import { answerOf, filledDocuments, withFields } from '../lib/support.ts'

type Documents = readonly OutlineRow[]

/** The text of an edition, after it was stored and read back. */
async function textNow(documents: Documents): Promise<EditionText> {
  const { manual, unavailableIds } = parseManual(await answerOf(documents))
  return readText(writeText(textOf(manual, unavailableIds)), textFormat)
}

/** The documents after the drafts of a plan were published. */
function published(documents: Documents, text: EditionText, part: Part = { of: 'all' }): Documents {
  const { drafts } = planOf(text, part, documents)
  const restored = drafts.map((draft) => ({ ...draft, _id: draft._id.slice('drafts.'.length) }))
  const ids = new Set(restored.map(({ _id }) => _id))
  return [...documents.filter(({ _id }) => !ids.has(_id)), ...restored]
}

const without = (documents: Documents, ...ids: string[]) => documents.filter(({ _id }) => !ids.includes(_id))
const documentIn = (documents: Documents, id: string) => documents.find(({ _id }) => _id === id)
const principles = (...principles: object[]) =>
  withFields(seedDocuments(), { principles: { principles } }) as Documents
const rule = (_key: string, title = _key) => ({ _key, _type: 'principle', title, body: 'Because.' })

it.each([
  ['every field filled in', filledDocuments()],
  ['the seed', seedDocuments()],
] as [string, Documents][])(
  'restores a whole edition, whatever the current state is: %s',
  async (_, documents) => {
    const text = await textNow(documents)
    const manual = documentIn(documents, 'manual')!
    const emptied = [{ _id: 'manual', _type: 'manual', record: 'public', headline: 'Another.' }]
    for (const now of [
      emptied,
      without(documents, 'now', 'history'),
      [...without(documents, 'manual'), { ...manual, sections: [], headline: undefined }],
    ] as Documents[]) {
      const after = published(now, text)
      expect(saysTheSame(await textNow(after), text)).toBe(true)
    }
  },
)

it('restores documents with the types and keys that the Studio needs', async () => {
  const documents = filledDocuments() as Documents
  const after = published([{ _id: 'manual', _type: 'manual' }], await textNow(documents))
  const kept = documents.map(({ review: _review, confirmed: _confirmed, record: _record, ...fields }) => ({
    ...fields,
    ...(fields._type === 'manual' && {
      sections: (fields.sections as object[]).map((reference) => ({ ...reference, _weak: true })),
    }),
    ...('readings' in fields && {
      readings: (fields.readings as object[]).map((reading) => ({ ...reading, confirmed: undefined })),
    }),
  }))
  expect(after.toSorted(byId)).toEqual(kept.toSorted(byId))
})

const byId = (one: { _id: string }, other: { _id: string }) => (one._id < other._id ? -1 : 1)

it('adds keys to paragraphs without any, and keeps lists with their levels', async () => {
  const span = (text: string, marks: string[] = []) => ({ _type: 'span', text, marks })
  const item = (text: string, level: number) => ({
    _type: 'block',
    listItem: 'number',
    level,
    children: [span(text, ['strong'])],
  })
  const body = [{ _type: 'block', children: [span('A paragraph.')] }, item('One', 1), item('Deeper', 2)]
  const documents = withFields(seedDocuments(), { outside: { body } }) as Documents
  const text = await textNow(documents)
  const after = published(seedDocuments() as Documents, text)
  const restored = documentIn(after, 'outside')!.body as { _key: string; children: { _key: string }[] }[]
  const keys = restored.flatMap(({ _key, children }) => [_key, ...children.map(({ _key }) => _key)])
  expect(new Set(keys).size).toBe(6)
  expect(saysTheSame(await textNow(after), text)).toBe(true)
})

it('keeps what is not in an edition: the record, review rhythms, and confirmations', async () => {
  const text = await textNow(filledDocuments() as Documents)
  const now = withFields(filledDocuments(), {
    manual: { headline: 'Another.', record: 'public' },
    now: { lead: 'Another.' },
    principles: { lead: 'Another.', note: 'of another tool' },
  }) as Documents
  const after = published(now, text)
  expect(documentIn(after, 'manual')).toMatchObject({ record: 'public' })
  expect(documentIn(after, 'now')).toMatchObject({ readings: [{ confirmed: '2026-11-20' }] })
  expect(documentIn(after, 'principles')).toMatchObject({
    review: 'monthly',
    confirmed: '2026-11-10',
    note: 'of another tool',
  })
})

it('removes fields that the edition does not have', async () => {
  const text = await textNow(seedDocuments() as Documents)
  const now = withFields(seedDocuments(), { outside: { lead: 'A lead.', statement: true } }) as Documents
  const restored = documentIn(published(now, text, { of: 'section', id: 'outside' }), 'outside')
  expect(restored).not.toHaveProperty('lead')
  expect(saysTheSame(await textNow(published(now, text)), text)).toBe(true)
})

it('restores one entry at its place, and does not change the others', async () => {
  const text = await textNow(principles(rule('a'), rule('b'), rule('c')))
  const entry = (key: string): Part => ({ of: 'entry', id: 'principles', list: 'principles', key })
  const titles = (documents: Documents) =>
    (documentIn(documents, 'principles')!.principles as { title: string }[]).map(({ title }) => title)
  const changed = principles(rule('c', 'C'), rule('b', 'B'), rule('a', 'A'))
  expect(titles(published(changed, text, entry('b')))).toEqual(['C', 'b', 'A'])
  const gone = principles(rule('a', 'A'), rule('d'))
  expect(titles(published(gone, text, entry('c')))).toEqual(['A', 'c', 'd'])
  expect(titles(published(principles(rule('d')), text, entry('a')))).toEqual(['a', 'd'])
})

it('restores a section that was removed from the list, at its place', async () => {
  const text = await textNow(seedDocuments() as Documents)
  const manual = documentIn(seedDocuments() as Documents, 'manual')!
  const sections = (manual.sections as { _ref: string }[]).filter(({ _ref }) => _ref !== 'history')
  const now = without(withFields(seedDocuments(), { manual: { sections } }) as Documents, 'history')
  const after = published(now, text, { of: 'section', id: 'history' })
  expect(documentIn(after, 'manual')!.sections).toEqual(manual.sections)
  expect(saysTheSame(await textNow(after), text)).toBe(true)
})

it('keeps unpublished sections at their places in the list', async () => {
  const documents = seedDocuments() as Documents
  const manual = documentIn(documents, 'manual')!
  const [first, ...others] = manual.sections as { _key: string }[]
  const text = await textNow(documents)
  const unwritten = { _key: 'new', _type: 'reference', _weak: true, _ref: 'new' }
  const now = (sections: object[]) => [
    ...without(documents, 'manual'),
    { ...manual, sections },
    { _id: 'drafts.new', _type: 'shelfSection' },
  ]
  expect(planOf(text, { of: 'all' }, now([first!, unwritten, ...others])).drafts).toEqual([])
  const [draft] = planOf(text, { of: 'all' }, now([...others.toReversed(), unwritten, first!])).drafts
  const keys = [...others.map(() => expect.any(String) as string), 'new', others.at(-1)!._key]
  expect((draft!.sections as { _key: string }[]).map(({ _key }) => _key)).toEqual(keys)
})

it('refuses a part whose place no longer exists, and says what to do', async () => {
  const text = await textNow(seedDocuments() as Documents)
  const entry = { of: 'entry', id: 'principles', list: 'principles', key: 'visible' } as const
  expect(() => planOf(text, entry, without(seedDocuments() as Documents, 'principles'))).toThrow(RestoreError)
  expect(() => planOf(text, entry, without(seedDocuments() as Documents, 'principles'))).toThrow(
    'Put the whole section into the draft',
  )
  const other = withFields(seedDocuments(), { history: { _type: 'shelfSection' } }) as Documents
  expect(() => planOf(text, { of: 'section', id: 'history' }, other)).toThrow('of another kind now')
})

it('plans nothing if the draft is the same, and names the drafts that it would replace', async () => {
  const documents = seedDocuments() as Documents
  const text = await textNow(documents)
  expect(planOf(text, { of: 'all' }, documents)).toEqual({ drafts: [], names: [], replaced: [] })
  const draft = { ...documentIn(documents, 'history')!, _id: 'drafts.history', lead: 'Half a thought' }
  const plan = planOf(text, { of: 'all' }, [...documents, draft])
  expect(plan).toMatchObject({ names: ['History'], replaced: ['History'] })
  expect(planOf(text, { of: 'section', id: 'now' }, [...documents, draft]).drafts).toEqual([])
})
