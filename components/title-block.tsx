import type { ReactNode } from 'react'
import { addressText, unnamed } from '#lib/manual/index.ts'
import { longDate } from './dates.ts'
import { ThemeControl } from './theme/theme-control.tsx'
import styles from './title-block.module.css'

interface Props {
  document?: string | undefined
  owner?: string | undefined
  revision?: string | undefined
  published?: string | undefined
  status: string
  siteUrl?: string | undefined
  /** The manual is available in other forms too. */
  hasForms?: boolean
}

/** The title block of a technical drawing: what this document is, its state, and the other forms it is available in. */
export function TitleBlock({
  document = unnamed,
  owner,
  revision,
  published,
  status,
  siteUrl,
  hasForms,
}: Props) {
  return (
    <footer className={styles.foot}>
      <PrintedBlock
        document={document}
        state={`${revision ? `Revision ${revision}` : 'Status'}\n${published ? `${status} ${longDate(published)}` : status}`}
      />
      <div className={styles.block}>
        <dl>
          <Cell name="Document" className={styles.document}>
            {document}
          </Cell>
          {revision && <Cell name="Revision">{revision}</Cell>}
          {published && (
            <Cell name="Date">
              <time dateTime={published}>{longDate(published)}</time>
            </Cell>
          )}
          <Cell name="Status" className={styles.short}>
            {status}
          </Cell>
          {owner && <Cell name="Owner">{owner}</Cell>}
          <Cell name="Sheet" className={`${styles.short} ${styles.screen}`}>
            1 of 1
          </Cell>
          {siteUrl && <Cell name="Address">{addressText(siteUrl)}</Cell>}
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
