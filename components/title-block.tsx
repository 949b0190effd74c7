import type { ReactNode } from 'react'
import { langOfWords, signOf, wordsIn, type TitleBlock as Block } from '#lib/manual/index.ts'
import { PrintedBlock } from './printed-block.tsx'
import { ThemeControl } from './theme/theme-control.tsx'
import styles from './title-block.module.css'

/** The title block of a technical drawing: what one holds as its largest sign, then its state. The line above it names the document. */
export function TitleBlock(block: Block) {
  const { language, publishedAt, revision, status, isUsual, confirmed } = block
  const words = wordsIn(language)
  const sign = signOf(block)
  const isBroad = sign && sign.id !== 'date'
  const large = sign && (
    <>
      {sign.large} {sign.small && <span>{sign.small}</span>}
    </>
  )
  const isBeside = revision && sign?.id !== 'revision'
  return (
    <div className={isBroad ? `${styles.block} ${styles.broad}` : styles.block}>
      <PrintedBlock {...block} />
      <dl>
        {sign && (
          <Cell name={sign.name} language={language} className={styles.sign}>
            {sign.id === 'date' ? <time dateTime={publishedAt}>{large}</time> : large}
          </Cell>
        )}
        <Cell
          name={words.status}
          language={language}
          className={isUsual && (isBeside || confirmed) ? styles.usual : styles.cell}
        >
          {status}
        </Cell>
        {isBeside && (
          <Cell name={words.revision} language={language} className={styles.cell}>
            {revision}
          </Cell>
        )}
        {confirmed && (
          <Cell name={words.nowConfirmed} language={language} className={`${styles.wide} ${styles.screen}`}>
            <time dateTime={confirmed.date}>{confirmed.text}</time>
          </Cell>
        )}
      </dl>
      <ThemeControl className={`${styles.wide} ${styles.screen}`} language={language} />
    </div>
  )
}

interface CellProps {
  name: string
  language: string
  className: string | undefined
  children: ReactNode
}

function Cell({ name, language, className, children }: CellProps) {
  return (
    <div className={className} lang={langOfWords(language)}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
