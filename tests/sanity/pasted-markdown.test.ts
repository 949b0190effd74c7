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
