import { PortableText, type PortableTextComponents } from '@portabletext/react'
import type { Prose } from '#lib/manual/index.ts'

const components: PortableTextComponents = {
  marks: {
    link: ({ value, children }) => <a href={value?.href}>{children}</a>,
  },
}

/** Paragraphs with emphasis and links: all that the manual's prose has. */
export function ProseText({ blocks }: { blocks: Prose }) {
  return <PortableText value={blocks} components={components} onMissingComponent={false} />
}
