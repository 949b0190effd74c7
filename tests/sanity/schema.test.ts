import { createSchema, pathToString, validateDocument, type Path, type SchemaTypeDefinition } from 'sanity'
import { describe, expect, it } from 'vitest'
import { parseManual } from '#lib/manual/index.ts'
import { fieldTitle } from '#sanity/preview/field-titles.ts'
import { schemaTypes } from '#sanity/schema/index.ts'
import { seedDocuments, type SeedDocument } from '#sanity/seed/index.ts'
import { answerOf, filledDocuments, withFields } from '#tests/lib/support.ts'

const schema = createSchema({ name: 'manual', types: schemaTypes })

interface Finding {
  path: string
  message: string
  level?: string
}

/** What the Studio says beside the fields of a document, in a dataset that holds these. */
async function inStudio(documents: readonly SeedDocument[], document: SeedDocument): Promise<Finding[]> {
  const client = {
    withConfig: () => client,
    fetch: (query: string, params: Record<string, unknown>) => answerOf(documents, query, params),
  }
  const markers = await validateDocument({
    document,
    workspace: { schema },
    getClient: () => client,
    getDocumentExists: async ({ id }: { id: string }) => documents.some(({ _id }) => _id === id),
    environment: 'studio',
  } as unknown as Parameters<typeof validateDocument>[0])
  return markers.map(({ level, path, message }) => ({ level, path: pathToString(path), message }))
}

/** What the site says of the same document once it is published. */
async function onSite(documents: readonly SeedDocument[], { _id }: SeedDocument): Promise<Finding[]> {
  const { problems } = parseManual(await answerOf(documents))
  return problems.filter(({ documentId }) => documentId === _id).flatMap(({ problems }) => problems)
}

describe('the Studio', () => {
  interface Described {
    name?: string
    type?: string
    title?: string
    description?: string
    fields?: Described[]
    of?: Described[]
    marks?: { annotations?: Described[] }
  }

  const fieldsOf = (type: Described): [path: string, field: Described][] => [
    ...(type.fields ?? []).map((field): [string, Described] => [`${type.name}.${field.name}`, field]),
    ...[...(type.of ?? []), ...(type.marks?.annotations ?? []), ...(type.fields ?? [])].flatMap(fieldsOf),
  ]

  it('compiles the schema', () => {
    expect(schema._validation).toEqual([])
  })

  it('says of every type what it is, and of every field what belongs in it', () => {
    const fields = (schemaTypes as Described[]).flatMap(fieldsOf)
    expect(fields.length).toBeGreaterThan(50)
    expect(fields.filter(([, { title, description }]) => !title || !description)).toEqual([])
    expect(schemaTypes.filter(({ title }) => !title)).toEqual([])
  })

  it('calls every field by the title that problems and changes call it by', () => {
    const types = new Map((schemaTypes as Described[]).map((type) => [type.name, type]))
    const called = (type: Described, within = ''): [path: string, title: string | undefined][] =>
      (type.fields ?? []).flatMap((field) => {
        const path = within + field.name
        const inside = [field.type, ...(field.of ?? []).map((item) => item.type)]
        return [[path, field.title], ...inside.flatMap((name) => called(types.get(name) ?? {}, `${path}.`))]
      })
    const titles = (schemaTypes as Described[])
      .filter(({ type }) => type === 'document')
      .flatMap((type) => called(type))
    expect(titles.length).toBeGreaterThan(50)
    expect(titles.map(([path]) => [path, fieldTitle(path)])).toEqual(titles)
  })

  it('describes in sentences: each begins with a capital and ends with a stop', () => {
    const descriptions = (schemaTypes as Described[])
      .flatMap((type) => [type, ...fieldsOf(type).map(([, field]) => field)])
      .flatMap(({ description }) => description ?? [])
    expect(descriptions.filter((text) => !/^\p{Lu}.*(\.|https:\/\/….*)$/u.test(text))).toEqual([])
  })

  const previewed = schemaTypes.filter(
    (type): type is SchemaTypeDefinition & { preview: { prepare: (content: object) => object } } =>
      'preview' in type,
  )

  it.each(previewed)('previews an empty $title, and one with odd content, by words', ({ preview }) => {
    const anything = [
      'title',
      'name',
      'label',
      'headline',
      'heading',
      'eyebrow',
      'when',
      'from',
      'topics',
      'content',
    ]
    for (const odd of [undefined, null, 5, {}, [], [null]]) {
      const content = Object.fromEntries(anything.map((name) => [name, odd]))
      expect(preview.prepare(content)).toMatchObject({ title: expect.stringMatching(/\S/) })
    }
  })

  it.each(seedDocuments())('accepts $_id of the seed', async (document) => {
    expect(await inStudio(seedDocuments(), document)).toEqual([])
  })
})

describe('the Studio and the site agree', () => {
  const filled = filledDocuments()

  /**
   * The paths of what an author fills in. The insides of paragraphs are the Studio's own business, except
   * where a link leads.
   */
  function pathsOf(node: unknown, path: Path = []): Path[] {
    if (typeof node !== 'object' || node === null) return []
    return Object.entries(node).flatMap(([name, child]: [string, { _key?: string }]) => {
      if (/^(_.*|sections|style|listItem|children)$/.test(name)) return []
      const segment = Array.isArray(node)
        ? child._key === undefined
          ? Number(name)
          : { _key: child._key }
        : name
      const here = [...path, segment]
      return name === 'markDefs' || typeof segment === 'object'
        ? pathsOf(child, here)
        : [here, ...pathsOf(child, here)]
    })
  }

  /** The document with another value at that path; without the field, for `undefined`. */
  function withValue(document: SeedDocument, path: Path, value: unknown): SeedDocument {
    const copy = structuredClone(document)
    let node: unknown = copy
    const at = (segment: Path[number]) =>
      typeof segment === 'object' && '_key' in segment
        ? (node as { _key: string }[]).findIndex(({ _key }) => _key === segment._key)
        : (segment as string)
    for (const segment of path.slice(0, -1)) node = (node as Record<string, unknown>)[at(segment)]
    const parent = node as Record<string, unknown>
    const last = path.at(-1) as string
    if (value === undefined) delete parent[last]
    else parent[last] = value
    return copy
  }

  const values = [
    { what: 'is not there', value: undefined },
    { what: 'is blank', value: '  ' },
    { what: 'is a number', value: 5 },
    { what: 'is an empty list', value: [] },
    { what: 'is a list of something else', value: ['javascript:alert(1)'], isWritable: false },
    { what: 'is no safe address', value: 'javascript:alert(1)' },
  ]

  const cases: { id: string; document: SeedDocument; value: unknown; isWritable?: boolean }[] =
    filled.flatMap((document) => values.map((value) => ({ document, id: document._id, ...value })))

  it.each(cases)('on $id, whichever field $what', async ({ document, value, isWritable = true }) => {
    const paths = pathsOf(document).filter((path) => value !== undefined || typeof path.at(-1) !== 'number')
    expect(paths.length).toBeGreaterThan(4)
    const compared = paths.map(async (path) => {
      const changed = withValue(document, path, value)
      const documents = filled.map((other) => (other === document ? changed : other))
      const [studio, site] = await Promise.all([inStudio(documents, changed), onSite(documents, changed)])
      const isSaidAlike = (finding: Finding) =>
        studio.some((said) => said.path === finding.path && said.message.includes(finding.message))
      // What the one refuses the other refuses too; where the Studio lets one write it, at the same field and
      // in the same words.
      const agree = studio.length > 0 === site.length > 0 && (!isWritable || site.every(isSaidAlike))
      return agree ? [] : [{ path: pathToString(path), studio, site }]
    })
    expect((await Promise.all(compared)).flat()).toEqual([])
  })
})

it.each([
  ['now', { review: 'daily' }],
  ['manual', { record: 'secret' }],
  ['manual', { availability: { text: 'Open', state: 'ajar' } }],
  ['manual', { contact: 'javascript:alert(1)' }],
])('the Studio says once, in the words of the site, what is wrong in %s with %j', async (id, fields) => {
  const documents = withFields(seedDocuments(), { [id]: fields })
  const document = documents.find(({ _id }) => _id === id) as SeedDocument
  const [site] = await onSite(documents, document)
  expect(await inStudio(documents, document)).toEqual([
    { level: 'error', path: site?.path, message: expect.stringContaining(site?.message ?? '-') },
  ])
})

it('says of a field that is missing what belongs in it', async () => {
  const documents = withFields(seedDocuments(), { now: { eyebrow: undefined, anchor: undefined } })
  const now = documents.find(({ _id }) => _id === 'now') as SeedDocument
  expect((await inStudio(documents, now)).map(({ message }) => message)).toEqual([
    'This is missing. What the section is called, in the contents and beside its number.',
    'This is missing. The end of the address that leads here: “now” makes it /#now.',
  ])
})

describe('an anchor', () => {
  const seed = seedDocuments()
  const anchored = (id: string, anchor: string) => ({
    ...(seed.find(({ _id }) => _id === id) as SeedDocument),
    _id: `drafts.${id}`,
    anchor,
  })

  it('leads to one section: that of another is refused, with its name', async () => {
    const draft = anchored('shelf', 'now')
    expect(await inStudio([...seed, draft], draft)).toEqual(
      expect.arrayContaining([
        { level: 'error', path: 'anchor', message: '“now” already leads to “Now”: choose another' },
      ]),
    )
  })

  it('that another section has in a draft is taken, too', async () => {
    const draft = anchored('shelf', 'later')
    const others = [...seed, anchored('now', 'later'), draft]
    expect((await inStudio(others, draft)).map(({ message }) => message)).toContain(
      '“later” already leads to “Now”: choose another',
    )
  })

  it('that was published can be changed, with a warning: links lead to it', async () => {
    const draft = anchored('shelf', 'things')
    expect(await inStudio([...seed, draft], draft)).toEqual([
      {
        level: 'warning',
        path: 'anchor',
        message: 'Publishing this breaks shared links to /#shelf',
      },
    ])
  })

  it('says nothing when it stays as it is', async () => {
    const draft = anchored('shelf', 'shelf')
    expect(await inStudio([...seed, draft], draft)).toEqual([])
  })
})

describe('the list of sections', () => {
  const messages = async (...sections: object[]) => {
    const documents = withFields(seedDocuments(), { manual: { sections } })
    const said = await inStudio(documents, documents[0] as SeedDocument)
    return said.map(({ message }) => message)
  }
  const reference = (_key: string, _ref: string) => ({ _key, _ref, _type: 'reference' })

  it('holds a section once', async () => {
    expect(await messages(reference('a', 'now'), reference('b', 'now'))).toContain(
      'This section is already on the page',
    )
  })

  it('holds a section once, however its two places differ otherwise', async () => {
    const weak = { ...reference('b', 'now'), _weak: true }
    expect(await messages(reference('a', 'now'), weak, reference('c', 'shelf'))).toEqual([
      'This section is already on the page',
    ])
  })

  it('may hold one that is not published: it keeps its place for its return', async () => {
    expect(await messages(reference('a', 'gone'))).toEqual([])
  })
})

describe('prose', () => {
  const block = (fields: object) => ({
    _key: 'b',
    _type: 'block',
    style: 'normal',
    markDefs: [],
    children: [{ _key: 's', _type: 'span', text: 'Words', marks: [] }],
    ...fields,
  })

  it('may have lists, nested, and code', async () => {
    const body = [
      block({ listItem: 'bullet', level: 1 }),
      block({ _key: 'c', listItem: 'number', level: 3 }),
      block({ _key: 'd', children: [{ _key: 's', _type: 'span', text: 'Words', marks: ['code', 'em'] }] }),
    ]
    const documents = withFields(seedDocuments(), { outside: { body } })
    const outside = documents.find(({ _id }) => _id === 'outside') as SeedDocument
    expect(await inStudio(documents, outside)).toEqual([])
    expect(await onSite(documents, outside)).toEqual([])
  })

  it.each([
    ['a heading', block({ style: 'h2' }), 'style'],
    ['a quotation', block({ style: 'blockquote' }), 'style'],
    ['another kind of list', block({ listItem: 'checkbox' }), 'listItem'],
  ])('is refused with %s once, where the site names it', async (_, wrong, field) => {
    const documents = withFields(seedDocuments(), { outside: { body: [block({ _key: 'a' }), wrong] } })
    const outside = documents.find(({ _id }) => _id === 'outside') as SeedDocument
    const [studio, site] = [await inStudio(documents, outside), await onSite(documents, outside)]
    expect(studio.map(({ path }) => path)).toEqual([`body[_key=="b"].${field}`])
    expect(site.map(({ path }) => path)).toEqual([`body[_key=="b"].${field}`])
  })

  it.each([
    ['a level out of reach', block({ listItem: 'bullet', level: 99 })],
    [
      'another mark',
      block({ children: [{ _key: 's', _type: 'span', text: 'Words', marks: ['underline'] }] }),
    ],
    ['an image', { _key: 'b', _type: 'image' }],
    ['an object among words', block({ children: [{ _key: 's', _type: 'emoji' }] })],
    ['another annotation', block({ markDefs: [{ _key: 'm', _type: 'comment' }] })],
  ])('is refused with %s in the words in which the site names it', async (_, wrong) => {
    const body = [block({ _key: 'a' }), wrong]
    const documents = withFields(seedDocuments(), { outside: { body } })
    const outside = documents.find(({ _id }) => _id === 'outside') as SeedDocument
    const [studio, site] = [await inStudio(documents, outside), await onSite(documents, outside)]
    expect(site).toHaveLength(1)
    const ours = studio.filter(
      ({ path, message, level }) =>
        level === 'error' && path === site[0]?.path && message.includes(site[0]?.message ?? ''),
    )
    expect(ours).toHaveLength(1)
    // The Studio takes any annotation for a link, which has an address.
    const said = studio.filter(({ path, message }) => message.startsWith('This') && !path.endsWith('href'))
    expect(said).toEqual(ours)
  })
})
