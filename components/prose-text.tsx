import {
  PortableText,
  type PortableTextBlockComponent,
  type PortableTextComponents,
  type PortableTextListComponent,
  type PortableTextListItemComponent,
} from '@portabletext/react'
import { Children, type ReactNode } from 'react'
import type { Prose } from '#lib/manual/index.ts'
import { inked, whole } from './whole.tsx'
import styles from './prose-text.module.css'

const Bullets: PortableTextListComponent = ({ children }) => (
  <ul className={styles.bullets} dir="auto">
    {children}
  </ul>
)
const Numbers: PortableTextListComponent = ({ children }) => (
  <ol className={styles.numbers} dir="auto">
    {children}
  </ol>
)
const Paragraph: PortableTextBlockComponent = ({ children }) => (
  <p dir="auto">
    {Children.map(children, (child) => (typeof child === 'string' ? <>{whole(child)}</> : child))}
  </p>
)
const Item: PortableTextListItemComponent = ({ children }) => <li>{withInk(children)}</li>

/** Children with redaction bars in their strings. */
const withInk = (children: ReactNode) =>
  Children.map(children, (child) => (typeof child === 'string' ? inked(child) : child))

const components: PortableTextComponents = {
  block: { normal: Paragraph },
  list: { bullet: Bullets, number: Numbers },
  listItem: Item,
  marks: {
    em: ({ children }) => <em>{withInk(children)}</em>,
    strong: ({ children }) => <strong>{withInk(children)}</strong>,
    code: ({ children }) => <code>{withInk(children)}</code>,
    link: ({ value, children }) => <a href={value?.href}>{withInk(children)}</a>,
  },
}

/**
 * Renders the manual's prose: paragraphs and lists with emphasis, code and links. Everything else is ignored.
 */
export function ProseText({ blocks }: { blocks: Prose }) {
  return <PortableText value={blocks} components={components} onMissingComponent={false} />
}
