import { createSchema, type ArraySchemaType, type PortableTextBlock } from 'sanity'
import { expect, it } from 'vitest'
import { prose as proseParser } from '#lib/manual/prose.ts'
import { schemaTypes } from '#sanity/schema/index.ts'
import { pastedMarkdown } from '#sanity/studio/forms/pasted-markdown.ts'

const prose = createSchema({ name: 'manual', types: schemaTypes }).get(
  'prose',
) as ArraySchemaType<PortableTextBlock>

const paste = (text: string, types = ['text/plain']) =>
  pastedMarkdown({ types, getData: (type) => (type === 'text/plain' ? text : '') }, prose)

/** For each block, its list (if it is in one), and its words with their marks. */
const outline = (text: string) =>
  paste(text)?.map(({ listItem, level, children, markDefs }) => [
    ...(listItem ? [`${String(listItem)} ${String(level)}`] : []),
    ...(children as { text: string; marks: string[] }[]).map((span) =>
      [
        span.text,
        ...span.marks.map(
          (mark) =>
            (markDefs as unknown as { _key: string; href: string }[]).find(({ _key }) => _key === mark)
              ?.href ?? mark,
        ),
      ].join('|'),
    ),
  ])

it.each<[string, string, string[][]]>([
  [
    'emphasis, strong and code',
    'A *b* and **c**, `d`.',
    [['A ', 'b|em', ' and ', 'c|strong', ', ', 'd|code', '.']],
  ],
  ['a link', 'See [this](https://example.org/x).', [['See ', 'this|https://example.org/x', '.']]],
  [
    'lists',
    '- one\n  - two\n\n1. three',
    [
      ['bullet 1', 'one'],
      ['bullet 2', 'two'],
      ['number 1', 'three'],
    ],
  ],
  ['a heading, as a paragraph', '## Why\n\nBecause.', [['Why'], ['Because.']]],
  ['a quotation, as a paragraph', '> So it is.', [['So it is.']]],
  ['code, as a paragraph', '```js\nlet a\n```', [['let a']]],
  [
    'a table, as a line for each row, with links and emphasis in its cells',
    '| Part | Why |\n|---|---|\n| *Pump* | [Flow](https://example.org/f) |\n| Valve | |',
    [['Part', ' | ', 'Why', '\n', 'Pump|em', ' | ', 'Flow|https://example.org/f', '\n', 'Valve', ' | ', '']],
  ],
  ['an image, as a link', '![A pump](https://example.org/p.png)', [['A pump|https://example.org/p.png']]],
  [
    'images between words',
    'Before ![A pump](https://example.org/p.png "Title") and ![](https://example.org/q.png).',
    [
      [
        'Before ',
        'A pump|https://example.org/p.png',
        ' and ',
        'https://example.org/q.png|https://example.org/q.png',
        '.',
      ],
    ],
  ],
  [
    'an image in a link, whose address is in words then',
    '[![Built](https://example.org/b.svg)](https://example.org)',
    [['Built (https://example.org/b.svg)|https://example.org']],
  ],
  [
    'an image in a table, or in a list',
    '| ![A pump](https://example.org/p.png) |\n|---|\n| x |\n\n- ![B](https://example.org/b.png)',
    [
      ['A pump|https://example.org/p.png', '\n', 'x'],
      ['bullet 1', 'B|https://example.org/b.png'],
    ],
  ],
  [
    'an image with an address that leads nowhere here',
    'See ![A pump](./p.png).',
    [['See ', 'A pump (./p.png)', '.']],
  ],
  ['an image that is in its address', '![A dot](data:image/png;base64,AAAA)', [['A dot']]],
  ['an object in code', '```json:object\n{"_type":"chart"}\n```\n\n*a*', [['{"_type":"chart"}'], ['a|em']]],
  ['code that looks like an image', '`![a](b)` ![a](b)', [['![a](b)|code', ' ', 'a (b)']]],
  [
    'tasks',
    '- [ ] open\n- [x] **done**',
    [
      ['bullet 1', '[ ] ', 'open'],
      ['bullet 1', '[x] ', 'done|strong'],
    ],
  ],
  ['a generic type beside what is Markdown', 'A *new* List<T>', [['A ', 'new|em', ' List<T>']]],
])('pasted Markdown becomes prose: %s', (_, text, blocks) => {
  expect(outline(text)).toEqual(blocks)
})

it('pasted Markdown of any kind becomes prose that the page accepts', () => {
  const all =
    '# A\n\n- [ ] b\n\n~~c~~ ![d](https://example.org/d.png)\n\n| e | f |\n|---|---|\n| 1 | 2 |\n\n---\n\n<div>g</div>\n\n> [!NOTE]\n> h'
  expect(proseParser.safeParse(paste(all)).error).toBeUndefined()
})

it.each([
  'A sentence.\nAnother line.\n\nA paragraph; 2 * 3 * 4, snake_case_name, see https://example.org/a_b_c.',
  '1986. A good year.',
])('text without Markdown syntax is left to the Studio: %j', (text) => {
  expect(paste(text)).toBeUndefined()
})

it.each(['text/html', 'application/x-portable-text'])('text copied as %s is left to the Studio', (format) => {
  expect(paste('**strong**', ['text/plain', format])).toBeUndefined()
})
