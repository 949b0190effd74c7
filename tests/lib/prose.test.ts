import { describe, expect, it } from 'vitest'
import { parseManual, type Prose } from '#lib/manual/index.ts'
import { proseText } from '#lib/manual/prose-text.ts'

const span = (text: string, ...marks: string[]) => ({ _key: text, _type: 'span', text, marks })
const block = (text: string, fields: object = {}) => ({
  _key: text,
  _type: 'block',
  style: 'normal',
  markDefs: [],
  children: [span(text)],
  ...fields,
})
const item = (text: string, level: number, listItem = 'bullet') => block(text, { level, listItem })

function read(body: unknown) {
  const document = { _id: 'p', _type: 'proseSection', eyebrow: 'Prose', anchor: 'p', body }
  const { manual, problems } = parseManual({
    _id: 'manual',
    _type: 'manual',
    identity: 'Identity',
    headline: 'Headline',
    sections: [{ _ref: 'p', document }],
  })
  const section = manual.sections[0] as { body: Prose } | undefined
  return {
    body: section?.body,
    text: section && proseText(section.body),
    isShown: problems[0]?.isShown,
    problems: problems.flatMap(({ problems }) => problems.map(({ path, message }) => `${path} ${message}`)),
  }
}

describe('lists', () => {
  it('are nested by their levels, one level at a time', () => {
    const depths = (...levels: number[]) =>
      read(levels.map((level) => item('x', level))).body?.map(({ level }) => level)
    expect(depths(1, 2, 3, 2, 1)).toEqual([1, 2, 3, 2, 1])
    expect(depths(3, 1, 4, 1)).toEqual([1, 1, 2, 1])
    expect(depths(2, 5, 3, 9)).toEqual([1, 2, 2, 3])
  })

  it('start again after a paragraph', () => {
    expect(read([item('a', 1), block('b'), item('c', 3)]).body?.map(({ level }) => level)).toEqual([
      1,
      undefined,
      1,
    ])
  })

  it('are compared with their bullets and numbers', () => {
    const list = [
      item('one', 1, 'number'),
      item('two', 1, 'number'),
      item('inner', 2),
      item('three', 1, 'number'),
      block('End'),
      item('again', 1, 'number'),
    ]
    expect(read(list).text).toBe('1. one ¶\n2. two ¶\n  • inner ¶\n3. three ¶\nEnd ¶\n1. again')
  })

  it('do not affect paragraphs, which have neither list nor level', () => {
    expect(read([block('a', { level: 1 })]).body).toEqual([
      {
        _type: 'block',
        _key: 'a',
        style: 'normal',
        children: [{ _type: 'span', _key: 'a', text: 'a', marks: [] }],
        markDefs: [],
      },
    ])
  })
})

describe('an unknown part of prose is left out alone, and reported', () => {
  const plain = block('Plain')
  it.each([
    [
      'a block',
      [plain, { _key: 'i', _type: 'image', asset: {} }, block('After')],
      'Plain ¶\nAfter',
      ['body[_key=="i"]._type must be "block": prose holds paragraphs and lists and nothing else'],
    ],
    [
      'something that is not an object',
      [plain, 'text', null, 5],
      'Plain',
      [1, 2, 3].map((at) => `body[${at}] must be a paragraph`),
    ],
    [
      'an object among spans',
      [block('b', { children: [span('a '), { _key: 'e', _type: 'emoji', name: 'x' }, span('b')] })],
      'a b',
      ['body[_key=="b"].children[_key=="e"]._type must be "span": a paragraph holds text and nothing else'],
    ],
    [
      'a mark',
      [block('b', { children: [span('word', 'underline', 'strong')] })],
      '**word**',
      [
        'body[_key=="b"].children[_key=="word"].marks[0] is "underline": words can be emphasised, strong, code or linked, and nothing else',
      ],
    ],
    [
      'a style',
      [block('Heading', { style: 'h2' })],
      'Heading',
      ['body[_key=="Heading"].style must be "normal": headings and quotations have no place in prose'],
    ],
    [
      'a kind of list',
      [block('Task', { listItem: 'checkbox', level: 1 })],
      'Task',
      ['body[_key=="Task"].listItem must be "bullet" or "number"'],
    ],
    [
      'a level',
      [item('Deep', 1e9)],
      '• Deep',
      ['body[_key=="Deep"].level must be a whole number from 1 to 10'],
    ],
    [
      'an annotation, whose words stay',
      [
        block('b', {
          markDefs: [{ _key: 'c', _type: 'comment', text: 'x' }],
          children: [span('noted', 'c')],
        }),
      ],
      'noted',
      ['body[_key=="b"].markDefs[_key=="c"]._type must be "link": words can be linked, and nothing else'],
    ],
    [
      'an address, whose words stay',
      [
        block('b', {
          markDefs: [{ _key: 'l', _type: 'link', href: 'javascript:alert(1)' }],
          children: [span('linked', 'l')],
        }),
      ],
      'linked',
      ['body[_key=="b"].markDefs[_key=="l"].href must be a web address (https://…), mailto: or tel:'],
    ],
    [
      'a paragraph without spans',
      [plain, block('b', { children: null })],
      'Plain',
      ['body[_key=="b"].children is missing'],
    ],
  ])('%s', (_, body, text, problems) => {
    const found = read(body)
    expect(found.text).toBe(text)
    expect(found.problems).toEqual(problems)
    expect(found.isShown).toBe(true)
  })

  it('all kinds at once, in 2,000 paragraphs, within two seconds', () => {
    const body = Array.from({ length: 2000 }, (_, at) =>
      at % 2
        ? block(`p${at}`, { style: 'h3', children: [span(`w${at}`, 'sup'), { _type: 'x' }] })
        : { _type: 'image' },
    )
    const started = performance.now()
    const { body: shown, problems } = read(body)
    expect(shown).toHaveLength(1000)
    expect(problems).toHaveLength(1000 * 4)
    expect(performance.now() - started).toBeLessThan(2000)
  })

  it('but if nothing is left, the section is left out, with the original reason', () => {
    expect(read([{ _key: 'i', _type: 'image' }])).toMatchObject({
      body: undefined,
      isShown: false,
      problems: ['body[_key=="i"]._type must be "block": prose holds paragraphs and lists and nothing else'],
    })
  })
})

describe('invisible parts of prose are removed', () => {
  it('a paragraph without visible text, as word processors leave behind', () => {
    const empty = ['', ' ', '\u00a0', '\u200b', '\n'].map((text, at) => block(text, { _key: `e${at}` }))
    expect(
      read([
        block('', { _key: undefined }),
        block('One'),
        ...empty,
        { ...item('', 1), _key: 'i' },
        block('Two'),
      ]),
    ).toMatchObject({
      text: 'One ¶\nTwo',
      problems: [],
    })
  })

  it('a link without visible text', () => {
    const body = [
      block('b', {
        markDefs: [
          { _key: 'l', _type: 'link', href: 'https://example.org/' },
          { _key: 'm', _type: 'link', href: 'https://example.net/' },
        ],
        children: [span('a'), span('\u200b', 'l'), span('b', 'm'), span(' ', 'm')],
      }),
    ]
    expect(read(body)).toMatchObject({
      text: 'a\u200b[b ](https://example.net/)',
      body: [{ markDefs: [{ _key: 'm' }] }],
    })
  })

  it('a link within a link, of which the first stays, and duplicate marks', () => {
    const body = [
      block('b', {
        markDefs: [
          { _key: 'l', _type: 'link', href: 'https://example.org/' },
          { _key: 'm', _type: 'link', href: 'https://example.net/' },
        ],
        children: [span('twice', 'em', 'l', 'm', 'l', 'em')],
      }),
    ]
    expect(read(body).text).toBe('[*twice*](https://example.org/)')
    expect(read(body).body?.[0]?.children[0]?.marks).toEqual(['em', 'l'])
  })

  it('prose without any visible text, which counts as empty', () => {
    expect(read([block('\u200b\u00ad')]).problems).toEqual(['body is empty'])
  })
})
