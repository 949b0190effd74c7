import { markdownToPortableText } from '@portabletext/markdown'
import { sanitySchemaToPortableTextSchema } from '@portabletext/sanity-bridge'
import { toPlainText } from '@portabletext/react'
import type { ArraySchemaType, PortableTextBlock, PortableTextSpan, PortableTextTextBlock } from 'sanity'
import { href } from '#lib/manual/fields.ts'

/** Clipboard formats of text that is formatted already. */
const formats = ['text/html', 'application/x-portable-text', 'application/json']

interface Image {
  src: string
  alt: string
}

/**
 * Converts pasted Markdown to blocks of the given type, without losing words: a heading becomes a paragraph, a
 * table a paragraph with a line for each row, an image a link.
 * `undefined` for formatted text, and for text without Markdown.
 */
export function pastedMarkdown(
  clipboard: Pick<DataTransfer, 'types' | 'getData'>,
  prose: ArraySchemaType<PortableTextBlock>,
): PortableTextTextBlock[] | undefined {
  if (formats.some((format) => clipboard.types.includes(format))) return undefined
  const text = clipboard.getData('text/plain')
  const markdown = text
    // A year at the beginning of a line ("2024. …") is not the number of a list item, which would be dropped.
    .replaceAll(/^(\s*\d{3,})(?=[.)]\s)/gm, '$1\\')
    // The library takes such code for an object of any type.
    .replaceAll('json:object', 'json')
  const images = new Map<string, Image>()
  const blocks = markdownToPortableText(markdown, {
    schema: sanitySchemaToPortableTextSchema(prose),
    html: { inline: 'text' },
    listItem: { task: () => 'bullet' },
    types: {
      image: ({ value }) => {
        // Without an object for it, the library leaves this text, in the link that is around it.
        images.set(`![${value.alt}](${value.src})`, value)
        return undefined
      },
      table: ({ context, value }) => ({
        ...asLines(
          value.rows.map(({ cells }) => cells.flatMap((cell) => cell.value as PortableTextTextBlock[])),
          context.keyGenerator,
        ),
      }),
    },
  }) as TaskBlock[]
  const converted = blocks.map((block) => withLinkedImages(withCheckbox(block), images))
  const isMarkdown = withoutSpace(toPlainText(converted)) !== withoutSpace(text)
  return isMarkdown ? converted : undefined
}

const withoutSpace = (text: string) => text.replaceAll(/\s/g, '')

/** One block for a table: a line for each row, with bars between the cells. */
function asLines(rows: readonly PortableTextTextBlock[][], newKey: () => string): PortableTextTextBlock {
  const between = (text: string): PortableTextSpan => ({ _type: 'span', _key: newKey(), text, marks: [] })
  const children = rows.flatMap((cells, row) =>
    cells.flatMap((cell, at) => [
      ...(at > 0 ? [between(' | ')] : row > 0 ? [between('\n')] : []),
      ...(cell.children as PortableTextSpan[]),
    ]),
  )
  const markDefs = rows.flat().flatMap((cell) => cell.markDefs ?? [])
  return { _type: 'block', _key: newKey(), style: 'normal', children, markDefs }
}

type TaskBlock = PortableTextTextBlock & { checked?: boolean }

/** An item of a task list with its checkbox as text. */
function withCheckbox({ checked, ...block }: TaskBlock): PortableTextTextBlock {
  if (checked === undefined) return block
  const [first, ...others] = block.children as PortableTextSpan[]
  const box: PortableTextSpan = {
    _type: 'span',
    _key: `${block._key}-box`,
    text: checked ? '[x] ' : '[ ] ',
    marks: [],
  }
  return { ...block, children: [box, ...(first ? [first] : []), ...others] }
}

/** A block with links in the place of its images, or text where an image cannot be a link. */
function withLinkedImages(
  block: PortableTextTextBlock,
  images: ReadonlyMap<string, Image>,
): PortableTextTextBlock {
  const links = [...(block.markDefs ?? [])]
  const pieces = (text: string): (string | Image)[] => {
    for (const [source, image] of images) {
      const at = text.indexOf(source)
      if (at >= 0) return [...pieces(text.slice(0, at)), image, ...pieces(text.slice(at + source.length))]
    }
    return text === '' ? [] : [text]
  }
  const children = (block.children as PortableTextSpan[]).flatMap((span) => {
    const { marks = [], text } = span
    if (marks.includes('code') || ![...images.keys()].some((source) => text.includes(source))) return [span]
    const isLinked = links.some(({ _key }) => marks.includes(_key))
    return pieces(text).map((piece, at): PortableTextSpan => {
      const part = { ...span, _key: `${span._key}-${at}` }
      if (typeof piece === 'string') return { ...part, text: piece }
      const { src, alt } = piece
      if (isLinked || !href.safeParse(src).success) return { ...part, text: inWords(piece) }
      links.push({ _type: 'link', _key: `${part._key}-image`, href: src } as (typeof links)[number])
      return { ...part, text: alt || src, marks: [...marks, `${part._key}-image`] }
    })
  })
  return { ...block, children, markDefs: links }
}

/** "A diagram (diagram.png)". An image that is itself in its address (`data:`) has none to be kept. */
const inWords = ({ src, alt }: Image) =>
  src.startsWith('data:') ? alt || 'image' : alt ? `${alt} (${src})` : src
