import { markdownToPortableText } from '@portabletext/markdown'
import { sanitySchemaToPortableTextSchema } from '@portabletext/sanity-bridge'
import { toPlainText } from '@portabletext/react'
import type { ArraySchemaType, PortableTextBlock, PortableTextTextBlock } from 'sanity'

/** What a copied text is also offered as when it has a form already. */
const formats = ['text/html', 'application/x-portable-text', 'application/json']

/**
 * The blocks that a pasted Markdown text means, in what the type has for it: a heading becomes a paragraph.
 * `undefined` for what has a form of its own, and for text without any mark of Markdown.
 */
export function pastedMarkdown(
  clipboard: Pick<DataTransfer, 'types' | 'getData'>,
  prose: ArraySchemaType<PortableTextBlock>,
): PortableTextTextBlock[] | undefined {
  if (formats.some((format) => clipboard.types.includes(format))) return undefined
  const text = clipboard.getData('text/plain')
  // A year at the beginning of a line is no number of a list, in which it would be lost.
  const markdown = text.replaceAll(/^(\s*\d{3,})(?=[.)]\s)/gm, '$1\\')
  const blocks = markdownToPortableText(markdown, {
    schema: sanitySchemaToPortableTextSchema(prose),
    html: { inline: 'text' },
  }) as PortableTextTextBlock[]
  const isMarkdown = withoutSpace(toPlainText(blocks)) !== withoutSpace(text)
  return isMarkdown ? blocks : undefined
}

const withoutSpace = (text: string) => text.replaceAll(/\s/g, '')
