import type { ReactNode } from 'react'
import { cellsOf, type TitleBlock as Block } from '#lib/manual/index.ts'
import { ThemeControl } from './theme/theme-control.tsx'
import styles from './title-block.module.css'

interface Props extends Omit<Block, 'sheet'> {
  /** The manual is available in other forms too. */
  hasForms?: boolean
}

/** The title block of a technical drawing: what this document is, its state, and the other forms it is available in. */
export function TitleBlock({ hasForms, ...block }: Props) {
  const cells = cellsOf({ ...block, sheet: '1 of 1' })
  const said = Object.fromEntries(cells)
  const revision = said.Revision ? `Revision ${said.Revision}` : 'Status'
  return (
    <footer className={styles.foot}>
      <PrintedBlock
        document={said.Document ?? ''}
        state={[revision, [said.Status, said.Date].filter(Boolean).join(' ')].join('\n')}
      />
      <div className={styles.block}>
        <dl>
          {cells.map(([name, text]) => (
            <Cell key={name} name={name} className={looks[name]}>
              {name === 'Date' ? <time dateTime={block.published}>{text}</time> : text}
            </Cell>
          ))}
          {hasForms && (
            <Cell name="Other forms" className={styles.long}>
              <a href="/manual.md">Markdown</a> <a href="/manual.json">JSON</a>{' '}
              <a href="/llms.txt">llms.txt</a>
            </Cell>
          )}
        </dl>
        <ThemeControl className={`${styles.cell} ${styles.long} ${styles.screen}`} />
      </div>
    </footer>
  )
}

const looks: Record<string, string | undefined> = {
  Document: styles.document,
  Status: styles.short,
  // Paper has sheets of its own.
  Sheet: `${styles.short} ${styles.screen}`,
}

function Cell({
  name,
  className,
  children,
}: {
  name: string
  className?: string | undefined
  children: ReactNode
}) {
  return (
    <div className={className ? `${styles.cell} ${className}` : styles.cell}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** What `styles/print.css` puts in the foot of every sheet. The margins of a printed page can use only properties of the root. */
function PrintedBlock({ document, state }: { document: string; state: string }) {
  const css = `:root{--print-document:${cssString(document)};--print-state:${cssString(state)}}`
  return (
    // React keeps one style sheet per name: in a draft, a new revision needs a new name.
    <style href={`print ${state}`.replaceAll(/\W+/g, '-')} precedence="medium">
      {css}
    </style>
  )
}

/** Text as a CSS string: whatever could end the string, the rule or the element is written as an escape. */
const cssString = (text: string) =>
  `"${text.replace(/[^\p{L}\p{N} .,:/-]/gu, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`
