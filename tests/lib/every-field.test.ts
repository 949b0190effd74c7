import { JSDOM } from 'jsdom'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { ManualPage } from '#components/manual-page.tsx'
import { jsonOf, markdownOf } from '#lib/formats/index.ts'
import { entryPath, parseManual, type Manual } from '#lib/manual/index.ts'
import type { SeedDocument } from '#sanity/seed/index.ts'
import { answerOf, filledDocuments } from './support.ts'

/** A value that an author has filled in, in a stored document. */
interface Field {
  id: string
  /** In Sanity's notation: `readings[_key=="building"].note`. A text in prose has the path of the prose. */
  path: string
  value: unknown
  set: (value: unknown) => void
}

/** Every value in a document that an author fills in. Sanity's own fields begin with an underscore. */
function fieldsIn(document: SeedDocument): Field[] {
  const fields: Field[] = []
  const walk = (holder: object, name: string, path: string, keepsPath = false) => {
    const value: unknown = Reflect.get(holder, name)
    if (typeof value !== 'object' || value === null) {
      const set = (other: unknown) => void Reflect.set(holder, name, other)
      return void fields.push({ id: document._id, path, value, set })
    }
    for (const [key, child] of Object.entries(value)) {
      // References, and the styles of prose, are no values of an author.
      if (key.startsWith('_') || ['sections', 'style', 'listItem', 'level', 'marks'].includes(key)) continue
      const isBlock = (child as { _type?: string } | null)?._type === 'block'
      const { _key } = (child ?? {}) as { _key?: string }
      const place = !Array.isArray(value)
        ? [path, key].filter(Boolean).join('.')
        : _key === undefined
          ? `${path}[${key}]`
          : path + entryPath('', _key)
      walk(value, key, keepsPath || isBlock ? path : place, keepsPath || isBlock)
    }
  }
  walk({ document }, 'document', '')
  return fields
}

const parse = async (documents: readonly SeedDocument[]) => parseManual(await answerOf(documents))

/** The formats for readers. In the page, each text names its field. */
const formatsOf = (manual: Manual) => {
  const said = { manual, revision: '', siteUrl: 'https://example.org', today: '2026-11-25' }
  const editFor = ({ id }: { id: string }) =>
    ((path: string) => ({ 'data-sanity': `${id}: ${path}` })) as never
  return {
    page: renderToStaticMarkup(createElement(ManualPage, { ...said, editFor })),
    Markdown: markdownOf(said),
    JSON: jsonOf(said),
  }
}

const documents = filledDocuments()
const stored = await parse(documents)
const readersGet = formatsOf(stored.manual)

/** Other values, of which each field accepts at least one: words are valid as text and as anchors. */
const valuesFor = (at: number): unknown[] => [
  `word${at}`,
  `https://example.net/word${at}`,
  '2025-06-11',
  false,
  'open',
  'weekly',
  'public',
  'de',
]

/** The manual as readers get it with another value in this field. */
async function withAnotherValue({ id, path, set, value }: Field, at: number) {
  const name = `${id}: ${path}`
  for (const other of valuesFor(at)) {
    set(other)
    const { manual, problems } = await parse(documents)
    set(value)
    if (problems.length === 0 && JSON.stringify(manual) !== JSON.stringify(stored.manual))
      return {
        name,
        other,
        formats: formatsOf(manual),
        isText: other === `word${at}` && !path.endsWith('anchor'),
      }
  }
  throw new Error(`No value for ${name}: add one to valuesFor that this field accepts`)
}

/** Fields that some formats do not show, and why. */
const notIn: Record<string, { formats: (keyof typeof readersGet)[]; why: string }> = {
  'manual: record': { formats: ['page', 'Markdown', 'JSON'], why: 'it is for the author' },
  'history: entries[_key=="y2024"].ongoing': { formats: ['Markdown'], why: 'it is drawn' },
  'outside: statement': { formats: ['Markdown'], why: 'it is a size' },
}

const fields: Awaited<ReturnType<typeof withAnotherValue>>[] = []
// One after another, since they change the same documents.
for (const [at, field] of documents.flatMap(fieldsIn).entries())
  fields.push(await withAnotherValue(field, at))

describe('every field that an author fills in', () => {
  it.each(fields)('is shown in every format: $name', ({ name, formats }) => {
    const unchanged = (Object.keys(formats) as (keyof typeof formats)[]).filter(
      (format) => formats[format] === readersGet[format],
    )
    expect(unchanged).toEqual(notIn[name]?.formats ?? [])
  })

  it.each(fields.filter(({ isText }) => isText))(
    'can be clicked in the preview if it is a text: $name',
    ({ name, other, formats }) => {
      const { document } = new JSDOM(formats.page).window
      const marked = [...document.querySelectorAll('[data-sanity]')].filter(
        (element) => element.getAttribute('data-sanity') === name,
      )
      expect(marked.map(({ textContent }) => textContent).join()).toContain(other)
    },
  )
})
