import {
  PortableText,
  type PortableTextBlockComponent,
  type PortableTextComponents,
  type PortableTextListComponent,
} from '@portabletext/react'
import { Children } from 'react'
import type { Prose } from '#lib/manual/index.ts'
import { whole } from './whole.tsx'
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

const components: PortableTextComponents = {
  block: { normal: Paragraph },
  list: { bullet: Bullets, number: Numbers },
  marks: {
    link: ({ value, children }) => <a href={value?.href}>{children}</a>,
  },
}

/** Paragraphs and lists with emphasis, code and links: all that the manual's prose has. */
export function ProseText({ blocks }: { blocks: Prose }) {
  return <PortableText value={blocks} components={components} onMissingComponent={false} />
}
