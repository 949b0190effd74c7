import { describe, expect, it } from 'vitest'
import { confirmedOf, NotAManualError, parseManual, type Section } from '#lib/manual/index.ts'
import { seedDocuments } from '#sanity/seed/index.ts'
import { answerOf, filledDocuments, withFields } from './support.ts'

const seed = seedDocuments()
const filled = filledDocuments()

/** Parses the seed with these fields set in one document. */
const parseWith = async (id: string, fields: object) =>
  parseManual(await answerOf(withFields(seed, { [id]: fields })))

/** The problems of the filled manual with these fields set in one document: `path message` for each. */
async function problemsWith(id: string, fields: object) {
  const { problems } = parseManual(await answerOf(withFields(filled, { [id]: fields })))
  return problems.flatMap(({ problems }) => problems.map(({ path, message }) => `${path} ${message}`))
}

const references = (...ids: string[]) => ids.map((id) => ({ _key: id, _type: 'reference', _ref: id }))
const numbersAndNames = ({ manual }: ReturnType<typeof parseManual>) =>
  manual.sections.map(({ number, anchor }) => `${number} ${anchor}`)

describe('a valid manual', () => {
  it('has every section of the seed, numbered in the order of its references', async () => {
    const parsed = parseManual(await answerOf(seed))
    expect(parsed.problems).toEqual([])
    expect(numbersAndNames(parsed)).toEqual([
      '1 now',
      '2 principles',
      '3 history',
      '4 exploration',
      '5 models',
      '6 shelf',
      '7 outside',
      '8 writing',
    ])
  })

  it('has the fields that are in the CMS, without the types of their parts', async () => {
    const { manual, problems } = parseManual(await answerOf(filled))
    expect(problems).toEqual([])
    expect(manual.opening).toMatchObject({
      availability: { text: 'Open to conversations', href: 'https://example.org/talk' },
      contact: 'mailto:ada@example.org',
      profiles: [{ _key: 'code', label: 'Code', href: 'https://code.example.net/ada' }],
    })
    expect(manual.sections[0]).toEqual({
      _id: 'now',
      _type: 'nowSection',
      number: 1,
      eyebrow: 'Eyebrow',
      title: 'Title',
      lead: 'Lead',
      anchor: 'now',
      review: 'monthly',
      readings: [
        {
          _key: 'building',
          activity: 'Building',
          subject: 'a tool',
          note: 'Note',
          since: '2026-01-02',
          confirmed: '2026-11-20',
        },
      ],
    })
  })

  it('needs no optional field: null, empty strings and blanks count as absent', async () => {
    for (const absent of [null, '', '  ']) {
      const documents = withFields(filled, {
        manual: {
          kicker: absent,
          name: absent,
          contact: absent,
          availability: { text: absent, href: absent },
        },
        now: {
          title: absent,
          lead: absent,
          readings: [{ _key: 'r', activity: 'A', subject: 'B', note: absent, since: absent?.trim() }],
        },
        shelf: { shelves: [{ _key: 's', name: 'Done', items: null }] },
        outside: { statement: null },
      })
      const { manual, problems } = parseManual(await answerOf(documents))
      expect(problems).toEqual([])
      const { kicker, name, contact, availability } = manual.opening
      expect([kicker, name, contact, availability]).toEqual([undefined, undefined, undefined, undefined])
      expect(manual.sections.filter(({ _id }) => /now|shelf|outside/.test(_id))).toMatchObject([
        { title: undefined, lead: undefined, readings: [{ note: undefined, since: undefined }] },
        { shelves: [{ items: [] }] },
        { statement: false },
      ])
    }
  })

  it('has trimmed texts', async () => {
    const { manual } = await parseWith('manual', { headline: '  I build.\n' })
    expect(manual.opening.headline).toBe('I build.')
  })
})

describe('an invalid section', () => {
  it("is left out and reported by field, in Sanity's notation; the other sections keep their numbers", async () => {
    const parsed = await parseWith('principles', {
      principles: [
        { _key: 'one', title: 'Title', body: '  ' },
        { _key: 'two', body: 'Body' },
      ],
    })
    expect(parsed.problems).toEqual([
      {
        documentId: 'principles',
        documentType: 'principlesSection',
        number: 2,
        position: 1,
        isShown: false,
        label: 'Engineering Principles',
        problems: [
          { path: 'principles[_key=="one"].body', place: ['principles', 0, 'body'], message: 'is empty' },
          { path: 'principles[_key=="two"].title', place: ['principles', 1, 'title'], message: 'is missing' },
        ],
      },
    ])
    expect(numbersAndNames(parsed).slice(0, 3)).toEqual(['1 now', '3 history', '4 exploration'])
    expect(parsed.manual.sections).toHaveLength(7)
    expect(parsed.manual.unavailable).toEqual([{ number: 2, anchor: 'principles' }])
  })

  it.each([
    ['a title', { title: 'Nothing else', shelves: null }, true],
    ['an entry without its name', { shelves: [{ _key: 'a', items: [{ _key: 'i', title: 'Tool' }] }] }, true],
    ['something other than a list', { shelves: 'Tools' }, true],
    ['nothing', { shelves: [] }, false],
    ['only invisible text', { lead: ' \u200b', shelves: [{ _key: 'a', name: ' ' }] }, false],
    ['only settings', { shelves: [], review: 'weekly', confirmed: '2026-11-20' }, false],
  ])('keeps its number if it contains text: %s', async (_, fields, isKept) => {
    const { manual } = await parseWith('shelf', fields)
    expect(manual.unavailable).toEqual(isKept ? [{ number: 6, anchor: 'shelf' }] : [])
    expect(manual.sections.map(({ number }) => number).at(-1)).toBe(isKept ? 8 : 7)
  })

  it('of prose keeps its number if it contains a word', async () => {
    const block = (text: string) => [{ _type: 'block', style: 'normal', children: [{ _type: 'span', text }] }]
    const written = async (body: object[]) =>
      (await parseWith('outside', { title: null, anchor: 'Not an anchor', body })).manual.unavailable
    expect(await written(block(''))).toEqual([])
    expect(await written(block('A word'))).toEqual([{ number: 7, anchor: undefined }])
  })

  it('of an unknown kind keeps its number; a section that is listed twice has one number', async () => {
    const { manual } = await parseWith('models', { _type: 'laterSection' })
    expect(manual.unavailable).toEqual([{ number: 5, anchor: 'models' }])
    const twice = await parseWith('manual', { sections: references('now', 'shelf', 'now', 'outside') })
    expect(twice.manual.unavailable).toEqual([])
    expect(numbersAndNames(twice)).toEqual(['1 now', '2 shelf', '3 outside'])
  })

  it('has no anchor if another section has the same', async () => {
    const { manual } = await parseWith('shelf', { anchor: 'writing', shelves: 'Tools' })
    expect(manual.unavailable).toEqual([{ number: 6, anchor: undefined }])
  })

  it('is labelled by its title if it has no eyebrow, and by its place if it has neither', async () => {
    const label = async (fields: object) => (await parseWith('now', fields)).problems[0]?.label
    expect(await label({ eyebrow: null })).toBe('Current state of the system')
    expect(await label({ eyebrow: ' ', title: 5 })).toBe('Section 1')
  })

  it('can be missing; the problem is reported for the manual, which lists it', async () => {
    const parsed = await parseWith('manual', { sections: references('now', 'gone', 'shelf') })
    expect(parsed.problems).toEqual([
      {
        documentId: 'manual',
        documentType: 'manual',
        position: 1,
        isShown: false,
        label: 'Section 2',
        missingId: 'gone',
        problems: [
          {
            path: 'sections[_key=="gone"]',
            place: ['sections', 1],
            message: 'leads to "gone", which is not published, or does not exist',
          },
        ],
      },
    ])
    expect(parsed.manual.unavailable).toEqual([])
    expect(numbersAndNames(parsed)).toEqual(['1 now', '2 shelf'])
  })

  it.each([
    ['text', 'sections[1]'],
    [null, 'sections[1]'],
    [{ _key: 'inline', _type: 'nowSection' }, 'sections[_key=="inline"]'],
  ])(
    'can be something other than a reference, such as %j; the problem is reported for the manual',
    async (item, path) => {
      const [first, last] = references('now', 'shelf')
      const parsed = await parseWith('manual', { sections: [first, item, last] })
      expect(parsed.problems).toEqual([
        {
          documentId: 'manual',
          documentType: 'manual',
          position: 1,
          isShown: false,
          label: 'Section 2',
          problems: [{ path, place: ['sections', 1], message: 'is not a reference to a section' }],
        },
      ])
      expect(numbersAndNames(parsed)).toEqual(['1 now', '2 shelf'])
    },
  )

  it('can be of a kind that this version does not know', async () => {
    const parsed = await parseWith('now', { _type: 'unheardOfSection' })
    expect(parsed.problems).toMatchObject([
      {
        documentId: 'manual',
        label: 'Now',
        problems: [
          {
            path: 'sections[_key=="now"]',
            message: 'is of a kind this page does not know: "unheardOfSection"',
          },
        ],
      },
    ])
  })

  it('can have the anchor of an earlier section, which keeps it', async () => {
    const parsed = await parseWith('shelf', { anchor: 'now' })
    expect(parsed.problems).toMatchObject([
      {
        documentId: 'shelf',
        position: 5,
        problems: [{ path: 'anchor', message: '"now" already leads to "Now": choose another' }],
      },
    ])
    expect(parsed.manual.sections[0]).toMatchObject({ _id: 'now', anchor: 'now' })
  })

  it('reserves no anchor: a later section may have the same', async () => {
    const documents = withFields(seed, { now: { anchor: 'shelf', readings: [] } })
    const { problems } = parseManual(await answerOf(documents))
    expect(problems.map(({ documentId }) => documentId)).toEqual(['now'])
  })

  it('can be on the page already', async () => {
    const [now, shelf] = references('now', 'shelf')
    const parsed = await parseWith('manual', { sections: [now, shelf, { ...now, _key: 'again' }] })
    expect(parsed.problems).toMatchObject([
      {
        documentId: 'manual',
        position: 2,
        label: 'Now',
        problems: [{ path: 'sections[_key=="again"]', message: 'is already on the page' }],
      },
    ])
    expect(numbersAndNames(parsed)).toEqual(['1 now', '2 shelf'])
    expect(parsed.manual.unavailable).toEqual([])
  })
})

describe('a problem with a field is described in words that help to fix it', () => {
  const span = { _key: 's', _type: 'span', text: 'Words' }
  const paragraph = { _key: 'p', _type: 'block', children: [span] }
  const reading = { _key: 'r', activity: 'Reading', subject: 'a book' }
  const noKey = 'is missing'
  const noAddress = 'must be a web address (https://…), mailto: or tel:'

  const wrong: [id: string, fields: object, problem: string][] = [
    ['manual', { headline: 42 }, 'headline must be text'],
    ['manual', { identity: '' }, 'identity is empty'],
    ['manual', { kicker: ['a'] }, 'kicker must be text'],
    ['manual', { availability: 'open' }, 'availability must have a text and an address'],
    ['manual', { profiles: 'x' }, 'profiles must be a list'],
    ['manual', { profiles: [{ _key: 'p', label: 'Code' }] }, 'profiles[_key=="p"].href is missing'],
    ['now', { eyebrow: null }, 'eyebrow is missing'],
    ['now', { anchor: null }, 'anchor is missing'],
    ['now', { anchor: 7 }, 'anchor must be text'],
    [
      'now',
      { anchor: 'Über uns' },
      'anchor must be lower-case letters, digits and hyphens, and begin with a letter',
    ],
    ['now', { readings: null }, 'readings is missing'],
    ['now', { readings: 'x' }, 'readings must be a list'],
    ['now', { readings: [] }, 'readings has no entries'],
    ['now', { readings: ['x'] }, 'readings[0] must be an entry with its fields'],
    ['now', { readings: [{ ...reading, _key: undefined }] }, `readings[0]._key ${noKey}`],
    ['now', { readings: [{ ...reading, _key: '' }] }, `readings[_key==""]._key ${noKey}`],
    [
      'now',
      { readings: [{ ...reading, since: '25.11.2026' }] },
      'readings[_key=="r"].since must be a date such as 2026-11-25',
    ],
    [
      'now',
      { readings: [{ ...reading, confirmed: '2026-02-30' }] },
      'readings[_key=="r"].confirmed must be a date such as 2026-11-25',
    ],
    [
      'history',
      { entries: [{ _key: 'e', when: 2024, title: 'Title', body: 'Body' }] },
      'entries[_key=="e"].when must be text',
    ],
    [
      'history',
      { entries: [{ _key: 'e', when: 'Now', title: 'Title', body: 'Body', ongoing: 'yes' }] },
      'entries[_key=="e"].ongoing must be true or false',
    ],
    [
      'exploration',
      { domains: [{ _key: 'd', name: 'Systems', topics: [] }] },
      'domains[_key=="d"].topics has no topics',
    ],
    [
      'exploration',
      { domains: [{ _key: 'd', name: 'Systems', topics: ['Rust', 5] }] },
      'domains[_key=="d"].topics[1] must be text',
    ],
    [
      'shelf',
      { shelves: [{ _key: 's', name: 'Done', items: [{ _key: 'i', title: 'Tool', href: 'example.org' }] }] },
      `shelves[_key=="s"].items[_key=="i"].href ${noAddress}`,
    ],
    ['outside', { body: null }, 'body is missing'],
    ['outside', { body: 'Words' }, 'body must be paragraphs'],
    ['outside', { body: [{ ...paragraph, children: [{ ...span, text: ' ' }] }] }, 'body is empty'],
    [
      'outside',
      { body: [{ ...paragraph, style: 'h2' }] },
      'body[_key=="p"].style must be "normal": headings and quotations have no place in prose',
    ],
    [
      'outside',
      { body: [paragraph, { ...paragraph, _key: 'i', _type: 'image' }] },
      'body[_key=="i"]._type must be "block": prose holds paragraphs and lists and nothing else',
    ],
    ['outside', { body: [{ ...paragraph, children: null }] }, 'body[_key=="p"].children is missing'],
    [
      'outside',
      { body: [{ ...paragraph, children: [{ ...span, _type: 'emoji' }] }] },
      'body[_key=="p"].children[_key=="s"]._type must be "span": a paragraph holds text and nothing else',
    ],
    [
      'outside',
      { body: [{ ...paragraph, markDefs: [{ _key: 'l', _type: 'comment', href: 'https://example.org' }] }] },
      'body[_key=="p"].markDefs[_key=="l"]._type must be "link": words can be linked, and nothing else',
    ],
    ['outside', { statement: 1 }, 'statement must be true or false'],
  ]

  it.each(wrong.map(([id, fields, problem]) => ({ id, fields, problem })))(
    '$problem',
    async ({ id, fields, problem }) => {
      expect(await problemsWith(id, fields)).toEqual([problem])
    },
  )

  it.each([
    'javascript:alert(1)',
    'ftp://example.org',
    ' JavaScript:alert(1)',
    'data:text/html,x',
    '//example.org',
    '/relative',
    'https:// ',
  ])('the address %j is refused in every link', async (href) => {
    const link = { _key: 'l', _type: 'link', href }
    for (const [id, fields] of [
      ['manual', { contact: href }],
      ['manual', { availability: { text: 'Open', href } }],
      ['manual', { profiles: [{ _key: 'p', label: 'Code', href }] }],
      ['manual', { introduction: [{ ...paragraph, markDefs: [link] }] }],
      ['shelf', { shelves: [{ _key: 's', name: 'Done', items: [{ _key: 'i', title: 'Tool', href }] }] }],
      ['outside', { body: [{ ...paragraph, markDefs: [link] }] }],
    ] as const) {
      const problems = await problemsWith(id, fields)
      expect(problems).toHaveLength(1)
      expect(problems[0]).toContain(` ${noAddress}`)
    }
  })
})

describe('the opening', () => {
  it('is parsed field by field: an invalid field is left out and reported, the others stay', async () => {
    const { manual, problems } = await parseWith('manual', { headline: null, contact: 'javascript:x' })
    expect(problems).toEqual([
      {
        documentId: 'manual',
        documentType: 'manual',
        position: undefined,
        isShown: true,
        label: 'Manual',
        problems: [
          { path: 'headline', place: ['headline'], message: 'is missing' },
          {
            path: 'contact',
            place: ['contact'],
            message: 'must be a web address (https://…), mailto: or tel:',
          },
        ],
      },
    ])
    expect(manual.opening).toMatchObject({
      identity: 'Identity / Operating Manual',
      headline: undefined,
      contact: undefined,
    })
    expect(manual.sections).toHaveLength(8)
  })

  it.each(['now', { _ref: 'now' }, 5])(
    'is shown, and the problem reported, when the list of sections is %j',
    async (sections) => {
      const { manual, problems } = await parseWith('manual', { sections })
      expect(manual.sections).toEqual([])
      expect(manual.opening.headline).toBe('I build systems to understand them.')
      expect(problems).toMatchObject([
        {
          documentId: 'manual',
          position: undefined,
          problems: [{ path: 'sections', message: 'must be a list' }],
        },
      ])
    },
  )

  it('is shown alone without a list of sections', async () => {
    const { manual, problems } = await parseWith('manual', { sections: null })
    expect([manual.sections, problems]).toEqual([[], []])
  })

  it('has no availability if only its address is set', async () => {
    const { manual, problems } = await parseWith('manual', { availability: { href: 'https://example.org' } })
    expect([manual.opening.availability, problems]).toEqual([undefined, []])
  })
})

describe('the date of publication', () => {
  const at = (_createdAt: unknown, _updatedAt: unknown) => ({ _createdAt, _updatedAt })
  const publishedWith = async (documents: Record<string, object>) => {
    return parseManual(await answerOf(withFields(seed, documents))).manual.publishedAt
  }

  it('is absent if nothing has changed since the import', async () => {
    const installed = at('2026-11-20T10:00:00Z', '2026-11-20T10:00:00Z')
    expect(await publishedWith(Object.fromEntries(seed.map(({ _id }) => [_id, installed])))).toBeUndefined()
    expect(await publishedWith({})).toBeUndefined()
  })

  it('is the date of the latest change to the manual or one of its sections', async () => {
    const changes = {
      manual: at('2026-11-20T10:00:00Z', '2026-11-21T10:00:00Z'),
      models: at('2026-11-20T10:00:00Z', '2026-11-25T10:00:00Z'),
      outside: at('2026-11-20T10:00:00Z', '2026-11-22T10:00:00Z'),
      now: at('2026-11-26T10:00:00Z', '2026-11-26T10:00:00Z'),
    }
    expect(await publishedWith(changes)).toBe('2026-11-25T10:00:00Z')
  })

  it('is absent if the dates are invalid, and the page is still complete', async () => {
    const documents = withFields(seed, {
      manual: at(1, 2),
      now: at(null, { nonsense: true }),
      shelf: at('2026-11-20T10:00:00Z', 'yesterday'),
    })
    const { manual, problems } = parseManual(await answerOf(documents))
    expect([manual.publishedAt, problems]).toEqual([undefined, []])
  })
})

describe('the fields that were added later', () => {
  it('are absent in older content, which reads as before', async () => {
    const { manual, problems } = parseManual(await answerOf(seed))
    expect(problems).toEqual([])
    expect(manual.record).toBe('off')
    expect(manual.opening.language).toBeUndefined()
    expect(manual.opening.availability).toEqual({ text: 'Open to systems conversations' })
    expect(manual.sections.map(({ review }) => review)).toEqual(Array(8).fill(undefined))
    expect(manual.sections.map(confirmedOf)).toEqual(Array(8).fill(undefined))
  })

  it('are parsed if they are set', async () => {
    const { manual } = parseManual(await answerOf(filled))
    expect(manual.record).toBe('private')
    expect(manual.opening).toMatchObject({
      language: 'en-GB',
      availability: { state: 'limited', until: '2026-12-31' },
    })
    const [now, ...others] = manual.sections
    expect(new Set(manual.sections.map(({ review }) => review))).toEqual(new Set(['monthly']))
    expect(confirmedOf(now!)).toBe('2026-11-20')
    expect(new Set(others.map(confirmedOf))).toEqual(new Set(['2026-11-10']))
  })

  it.each([
    ['manual', { record: 'on' }, 'record must be off, private or public'],
    ['manual', { language: 'German' }, 'language must be a language tag such as en, de or pt-BR'],
    [
      'manual',
      { availability: { text: 'Open', state: 'busy' } },
      'availability.state must be open, limited or closed',
    ],
    [
      'manual',
      { availability: { text: 'Open', until: 'soon' } },
      'availability.until must be a date such as 2026-11-25',
    ],
    ['shelf', { review: 'daily' }, 'review must be weekly, monthly, quarterly or yearly'],
    ['shelf', { confirmed: 5 }, 'confirmed must be a date such as 2026-11-25'],
  ])('affect nothing else when they are invalid: %s %j', async (id, fields, problem) => {
    expect(await problemsWith(id, fields)).toEqual([problem])
    const { manual, problems } = await parseWith(id, fields)
    expect(problems).toMatchObject([{ documentId: id, isShown: true }])
    expect(manual.record).toBe('off')
    expect(manual.sections).toHaveLength(8)
    expect(manual.opening.availability?.text).toMatch(/^Open/)
  })

  it('include the confirmation of Now: the oldest confirmation or, without one, `since` of a reading', async () => {
    const confirmedWith = async (...readings: object[]) => {
      const entries = readings.map((dates, at) => ({ _key: `k${at}`, activity: 'A', subject: 'B', ...dates }))
      const { manual } = await parseWith('now', { readings: entries, confirmed: '2020-01-01' })
      return confirmedOf(manual.sections[0] as Section)
    }
    expect(await confirmedWith({ confirmed: '2026-11-20' }, { confirmed: '2026-10-01' })).toBe('2026-10-01')
    expect(await confirmedWith({ since: '2026-01-01', confirmed: '2026-11-20' })).toBe('2026-11-20')
    expect(await confirmedWith({ confirmed: '2026-11-20' }, { since: '2026-09-01' }, {})).toBe('2026-09-01')
    expect(await confirmedWith({}, {})).toBeUndefined()
  })
})

describe('an invalid part that a section can do without', () => {
  const item = (fields: object) => ({
    shelves: [{ _key: 's', name: 'Done', items: [{ _key: 'i', title: 'Tool', ...fields }] }],
  })

  it('is left out and reported, and the section is shown', async () => {
    const { manual, problems } = await parseWith('shelf', item({ href: 'ftp://example.org', note: 5 }))
    expect(manual.sections[5]).toEqual({
      _id: 'shelf',
      _type: 'shelfSection',
      number: 6,
      eyebrow: 'Shelf',
      anchor: 'shelf',
      shelves: [{ _key: 's', name: 'Done', items: [{ _key: 'i', title: 'Tool' }] }],
    })
    expect(manual.unavailable).toEqual([])
    expect(problems).toEqual([
      {
        documentId: 'shelf',
        documentType: 'shelfSection',
        position: 5,
        isShown: true,
        label: 'Shelf',
        problems: [
          {
            path: 'shelves[_key=="s"].items[_key=="i"].note',
            place: ['shelves', 0, 'items', 0, 'note'],
            message: 'must be text',
          },
          {
            path: 'shelves[_key=="s"].items[_key=="i"].href',
            place: ['shelves', 0, 'items', 0, 'href'],
            message: 'must be a web address (https://…), mailto: or tel:',
          },
        ],
      },
    ])
  })

  it('does not keep an otherwise invalid section on the page', async () => {
    const { manual, problems } = await parseWith('shelf', { ...item({ href: 'x' }), anchor: null })
    expect(manual.unavailable).toHaveLength(1)
    expect(problems).toMatchObject([{ isShown: false }])
    expect(problems[0]?.problems.map(({ path }) => path)).toEqual([
      'anchor',
      'shelves[_key=="s"].items[_key=="i"].href',
    ])
  })

  it.each([
    ['tel:+49-30-123', 'tel:+49-30-123'],
    ['HTTPS://Example.org/A', 'https://Example.org/A'],
    ['MAILTO:Ada@example.org', 'mailto:Ada@example.org'],
  ])('does not include addresses in an unusual notation: %s', async (href, read) => {
    const { manual, problems } = await parseWith('shelf', item({ href }))
    expect(problems).toEqual([])
    expect(manual.sections[5]).toMatchObject({ shelves: [{ items: [{ href: read }] }] })
  })
})

describe('text without visible characters', () => {
  it.each(['\u200b', '\u00ad', '\u2060', '\ufe0f', '\u202e', '\u{e0041}', '\u2800'])(
    'counts as absent: %j',
    async (nothing) => {
      const { manual, problems } = parseManual(
        await answerOf(
          withFields(filled, {
            manual: { headline: nothing, kicker: nothing, name: nothing, availability: { text: nothing } },
            shelf: { title: nothing, eyebrow: nothing },
          }),
        ),
      )
      expect(manual.opening).toMatchObject({
        headline: undefined,
        kicker: undefined,
        name: undefined,
        availability: undefined,
      })
      expect(
        problems.map(({ problems }) => problems.map(({ path, message }) => `${path} ${message}`)),
      ).toEqual([['headline is empty'], ['eyebrow is empty']])
    },
  )
})

describe('an answer that is not a manual', () => {
  it('is distinguished from a missing manual', () => {
    expect(() => parseManual(null)).toThrow(NotAManualError)
    expect(() => parseManual(null)).toThrow(
      'There is no published document of type "manual" with the id "manual"',
    )
  })

  it.each([undefined, 'nonsense', 42, [], {}, { _id: 'manual', _type: 'nowSection' }, { _type: 'manual' }])(
    'can be %j',
    (answer) => {
      expect(() => parseManual(answer)).toThrow(NotAManualError)
      expect(() => parseManual(answer)).toThrow(/^The content API answered something that is not a manual/)
    },
  )
})
