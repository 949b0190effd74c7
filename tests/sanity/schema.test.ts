import { createSchema, pathToString, validateDocument, type Path, type SchemaTypeDefinition } from 'sanity'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
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

type Fetch = (
  query: string,
  params: Record<string, unknown>,
  options: { signal: AbortSignal },
) => Promise<unknown>

/** The Studio's validation of a document, in a dataset with these documents. */
async function inStudio(
  documents: readonly SeedDocument[],
  document: SeedDocument,
  fetch: Fetch = (query, params) => answerOf(documents, query, params),
): Promise<Finding[]> {
  const client = { withConfig: () => client, fetch }
  const markers = await validateDocument({
    document,
    workspace: { schema },
    getClient: () => client,
    getDocumentExists: async ({ id }: { id: string }) => documents.some(({ _id }) => _id === id),
    environment: 'studio',
  } as unknown as Parameters<typeof validateDocument>[0])
  return markers.map(({ level, path, message }) => ({ level, path: pathToString(path), message }))
}

/** The site's problems with the same document once it is published. */
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
    validation?: (rule: object) => unknown
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

  it('says of exactly those fields that they are required which must be filled in', () => {
    /** Whether a field's rules include `required`. */
    const isRequired = ({ validation }: Described) => {
      let isRequired = false
      const rule: object = new Proxy(
        {},
        {
          get: (_, name) => {
            if (name === '_typeDef') return undefined
            return () => {
              isRequired ||= name === 'required'
              return rule
            }
          },
        },
      )
      validation?.(rule)
      return isRequired
    }
    const fields = (schemaTypes as Described[]).flatMap(fieldsOf)
    // Lists, and prose, say that they have no entries yet.
    const single = fields.filter(([, { type }]) => type !== 'array' && type !== 'prose')
    expect(
      single.flatMap(([path, { description = '' }]) => (description.startsWith('Required. ') ? path : [])),
    ).toEqual(single.flatMap(([path, field]) => (isRequired(field) ? path : [])))
  })

  it('describes every type and every field', () => {
    const fields = (schemaTypes as Described[]).flatMap(fieldsOf)
    expect(fields.length).toBeGreaterThan(50)
    expect(fields.filter(([, { title, description }]) => !title || !description)).toEqual([])
    expect(schemaTypes.filter(({ title }) => !title)).toEqual([])
  })

  it('gives every field the title that problems and changes use for it', () => {
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

  it('has descriptions that begin with a capital and end with a full stop', () => {
    const descriptions = (schemaTypes as Described[])
      .flatMap((type) => [type, ...fieldsOf(type).map(([, field]) => field)])
      .flatMap(({ description }) => description ?? [])
    expect(descriptions.filter((text) => !/^\p{Lu}.*(\.|https:\/\/….*)$/u.test(text))).toEqual([])
  })

  const previewed = schemaTypes.filter(
    (type): type is SchemaTypeDefinition & { preview: { prepare: (content: object) => object } } =>
      'preview' in type,
  )

  it.each(previewed)('previews an empty $title, and one with odd content, in words', ({ preview }) => {
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
   * The paths of all fields that an author fills in. The inner structure of paragraphs is left out, except
   * for links.
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

  /** The document with another value at this path, or without the field for `undefined`. */
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
      // Both must accept the document, or both refuse it. If the Studio lets an author write such a value,
      // both must report it at the same field, in the same words.
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
])('the Studio reports a problem once, in the words of the site: in %s with %j', async (id, fields) => {
  const documents = withFields(seedDocuments(), { [id]: fields })
  const document = documents.find(({ _id }) => _id === id) as SeedDocument
  const [site] = await onSite(documents, document)
  expect(await inStudio(documents, document)).toEqual([
    { level: 'error', path: site?.path, message: expect.stringContaining(site?.message ?? '-') },
  ])
})

it('says of a missing field what belongs in it', async () => {
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

  it('of another section is refused, with the name of that section', async () => {
    const draft = anchored('shelf', 'now')
    expect(await inStudio([...seed, draft], draft)).toEqual(
      expect.arrayContaining([
        { level: 'error', path: 'anchor', message: '“now” already leads to “Now”: choose another' },
      ]),
    )
  })

  it("of another section's draft is refused, too", async () => {
    const draft = anchored('shelf', 'later')
    const others = [...seed, anchored('now', 'later'), draft]
    expect((await inStudio(others, draft)).map(({ message }) => message)).toContain(
      '“later” already leads to “Now”: choose another',
    )
  })

  it('can be changed after it was published, with a warning about links', async () => {
    const draft = anchored('shelf', 'things')
    expect(await inStudio([...seed, draft], draft)).toEqual([
      {
        level: 'warning',
        path: 'anchor',
        message: 'Publishing this breaks shared links to /#shelf',
      },
    ])
  })

  it('is accepted when nobody answers in time, before the Studio complains of a slow validation', async () => {
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => AbortSignal.abort())
    onTestFinished(() => timeout.mockRestore())
    const unanswered = (_query: string, _params: object, { signal }: { signal: AbortSignal }) =>
      new Promise((_, reject) => (signal.aborted ? reject(signal.reason as Error) : undefined))
    const draft = anchored('shelf', 'now')
    expect(await inStudio([...seed, draft], draft, unanswered)).toEqual([])
    expect(timeout).toHaveBeenCalled()
    for (const [ms] of timeout.mock.calls) expect(ms).toBeLessThan(5000)
  })

  it('that is unchanged is accepted without a message', async () => {
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

  it('refuses a section that is already in it', async () => {
    expect(await messages(reference('a', 'now'), reference('b', 'now'))).toContain(
      'This section is already on the page',
    )
  })

  it('refuses a section that is already in it, even if the references differ otherwise', async () => {
    const weak = { ...reference('b', 'now'), _weak: true }
    expect(await messages(reference('a', 'now'), weak, reference('c', 'shelf'))).toEqual([
      'This section is already on the page',
    ])
  })

  it('may contain a section that is not published', async () => {
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

  it('may contain lists, nested lists, and code', async () => {
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
  ])('is refused with %s once, at the field that the site names', async (_, wrong, field) => {
    const documents = withFields(seedDocuments(), { outside: { body: [block({ _key: 'a' }), wrong] } })
    const outside = documents.find(({ _id }) => _id === 'outside') as SeedDocument
    const [studio, site] = [await inStudio(documents, outside), await onSite(documents, outside)]
    expect(studio.map(({ path }) => path)).toEqual([`body[_key=="b"].${field}`])
    expect(site.map(({ path }) => path)).toEqual([`body[_key=="b"].${field}`])
  })

  it.each([
    ['a level that is too deep', block({ listItem: 'bullet', level: 99 })],
    [
      'another mark',
      block({ children: [{ _key: 's', _type: 'span', text: 'Words', marks: ['underline'] }] }),
    ],
    ['an image', { _key: 'b', _type: 'image' }],
    ['an object among words', block({ children: [{ _key: 's', _type: 'emoji' }] })],
    ['another annotation', block({ markDefs: [{ _key: 'm', _type: 'comment' }] })],
  ])('is refused with %s in the words of the site', async (_, wrong) => {
    const body = [block({ _key: 'a' }), wrong]
    const documents = withFields(seedDocuments(), { outside: { body } })
    const outside = documents.find(({ _id }) => _id === 'outside') as SeedDocument
    const [studio, site] = [await inStudio(documents, outside), await onSite(documents, outside)]
    expect(site).toHaveLength(1)
    // The Studio's list of problems fails on a path into an item of an unknown type.
    const expected = wrong._type === 'block' ? site[0]?.path : 'body'
    const ours = studio.filter(
      ({ path, message, level }) =>
        level === 'error' && path === expected && message.includes(site[0]?.message ?? ''),
    )
    expect(ours).toHaveLength(1)
    // The Studio treats any annotation as a link, and reports its missing address too.
    const said = studio.filter(({ path, message }) => message.startsWith('This') && !path.endsWith('href'))
    expect(said).toEqual(ours)
  })
})
