import type { ReactNode } from 'react'
import {
  cellsOf,
  langOfWords,
  wordsIn,
  type Cell as BlockCell,
  type TitleBlock as Block,
} from '#lib/manual/index.ts'
import { ThemeControl } from './theme/theme-control.tsx'
import styles from './title-block.module.css'

interface Props extends Omit<Block, 'sheet'> {
  /** The manual is available in other forms too. */
  hasFormats?: boolean
}

/** The title block of a technical drawing: what this document is, its state, and the other forms it is available in. */
export function TitleBlock({ hasFormats, ...block }: Props) {
  const { language } = block
  const words = wordsIn(language)
  const cells = cellsOf({ ...block, sheet: words.sheetOf.replaceAll(/\{\w+\}/g, '1') })
  return (
    <footer className={styles.foot}>
      <PrintedBlock cells={cells} language={language} />
      <div className={styles.block}>
        <dl>
          {cells.map(({ id, name, text }) => (
            <Cell key={id} name={name} language={language} className={cellClasses[id]}>
              {id === 'date' ? <time dateTime={block.publishedAt}>{text}</time> : <bdi>{text}</bdi>}
            </Cell>
          ))}
          {hasFormats && (
            <Cell name={words.otherFormats} language={language} className={styles.long}>
              <a href="/manual.md">Markdown</a> <a href="/manual.json">JSON</a>{' '}
              <a href="/llms.txt">llms.txt</a>
            </Cell>
          )}
        </dl>
        <ThemeControl className={`${styles.cell} ${styles.long} ${styles.screen}`} language={language} />
      </div>
    </footer>
  )
}

const cellClasses: Partial<Record<BlockCell['id'], string | undefined>> = {
  document: styles.document,
  status: styles.short,
  // Paper has sheets of its own.
  sheet: `${styles.short} ${styles.screen}`,
}

interface CellProps {
  name: string
  language: string
  className?: string | undefined
  children: ReactNode
}

function Cell({ name, language, className, children }: CellProps) {
  return (
    <div className={className ? `${styles.cell} ${className}` : styles.cell}>
      <dt lang={langOfWords(language)}>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** What `styles/print.css` puts in the foot of every sheet. The margins of a printed page can use only properties of the root. */
function PrintedBlock({ cells, language }: { cells: readonly BlockCell[]; language: string }) {
  const words = wordsIn(language)
  const said = (id: BlockCell['id']) => cells.find((cell) => cell.id === id)?.text ?? ''
  const revision = said('revision') ? `${words.revision} ${said('revision')}` : words.status
  const [before = '', between = '', after = ''] = words.sheetOf.split(/\{\w+\}/)
  const texts = {
    document: `${words.document}\n${shortened(said('document'))}`,
    state: `${shortened(revision)}\n${shortened([said('status'), said('date')].filter(Boolean).join(' '))}`,
    sheet: `${words.sheet}\n${before}`,
    of: between,
    'of-end': after,
  }
  const css = Object.entries(texts).map(([name, text]) => `--print-${name}:${cssString(text)}`)
  return (
    // React keeps one style sheet per name: in a draft, a new revision needs a new name.
    <style href={`print ${texts.state}`.replaceAll(/\W+/g, '-')} precedence="medium">
      {`:root{${css.join(';')}}`}
    </style>
  )
}

/** As many columns of the mono as the foot's cell has room for: what hangs out of it would be printed over the next one. */
const mostInFoot = 36

const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u

/** Cut between characters as readers see them. Every code point counts, since not every system has a face that joins them. */
function shortened(text: string): string {
  const columnsOf = (part: string) =>
    Array.from(part).reduce((sum, char) => sum + (wide.test(char) ? 2 : 1), 0)
  if (columnsOf(text) <= mostInFoot) return text
  let short = ''
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (columnsOf(short + segment) >= mostInFoot) break
    short += segment
  }
  return `${short.trimEnd()}…`
}

/** Text as a CSS string: whatever could end the string, the rule or the element is written as an escape. */
const cssString = (text: string) =>
  `"${text.replace(/[^\p{L}\p{N} .,:/-]/gu, (character) => `\\${character.codePointAt(0)?.toString(16)} `)}"`
