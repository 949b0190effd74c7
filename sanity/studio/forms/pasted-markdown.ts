import { markdownToPortableText } from '@portabletext/markdown'
import { sanitySchemaToPortableTextSchema } from '@portabletext/sanity-bridge'
import { toPlainText } from '@portabletext/react'
import type { ArraySchemaType, PortableTextBlock, PortableTextTextBlock } from 'sanity'

/** Clipboard formats of text that is formatted already. */
const formats = ['text/html', 'application/x-portable-text', 'application/json']

/**
 * Converts pasted Markdown to blocks of the given type: a heading, for example, becomes a paragraph.
 * `undefined` for formatted text, and for text without Markdown.
 */
export function pastedMarkdown(
  clipboard: Pick<DataTransfer, 'types' | 'getData'>,
  prose: ArraySchemaType<PortableTextBlock>,
): PortableTextTextBlock[] | undefined {
  if (formats.some((format) => clipboard.types.includes(format))) return undefined
  const text = clipboard.getData('text/plain')
  // A year at the beginning of a line ("2024. …") is not the number of a list item, which would be dropped.
  const markdown = text.replaceAll(/^(\s*\d{3,})(?=[.)]\s)/gm, '$1\\')
  const blocks = markdownToPortableText(markdown, {
    schema: sanitySchemaToPortableTextSchema(prose),
    html: { inline: 'text' },
  }) as PortableTextTextBlock[]
  const isMarkdown = withoutSpace(toPlainText(blocks)) !== withoutSpace(text)
  return isMarkdown ? blocks : undefined
}

const withoutSpace = (text: string) => text.replaceAll(/\s/g, '')
