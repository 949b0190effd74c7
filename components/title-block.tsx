import type { ReactNode } from 'react'
import { dateIn, langOfWords, signOf, wordsIn, type TitleBlock as Block } from '#lib/manual/index.ts'
import { PrintedBlock } from './printed-block.tsx'
import { ThemeControl } from './theme/theme-control.tsx'
import styles from './title-block.module.css'

/** The edition as the title block shows it. */
export interface BlockEdition {
  /** Absent in a draft when no record is kept. */
  number?: number | undefined
  /** Where the label of the number links to. */
  href?: string | undefined
  /** Replaces the usual status. */
  status?: string | undefined
  /** Replaces `status` in print, where a time of day does not belong. */
  printedStatus?: string | undefined
  /** Further cells, at the end. */
  cells?: readonly { name: ReactNode; text: ReactNode; isWide?: boolean }[]
}

/**
 * The title block, after that of a technical drawing: in large type the edition's number or, without one,
 * `signOf`, then status, date and revision. The line above it names the document.
 */
export function TitleBlock({ edition, ...block }: Block & { edition?: BlockEdition | undefined }) {
  const { language, publishedAt, revision, status, isUsual, confirmed } = block
  const words = wordsIn(language)
  const number = edition?.number
  const sign = number === undefined ? signOf(block) : undefined
  const isBroad = sign ? sign.id !== 'date' : (number ?? 0) > 99
  const large = sign && (
    <>
      {sign.large} {sign.small && <span>{sign.small}</span>}
    </>
  )
  const isBeside = sign && revision && sign?.id !== 'revision'
  return (
    <div className={isBroad ? `${styles.block} ${styles.broad}` : styles.block}>
      <PrintedBlock
        {...block}
        status={edition?.printedStatus ?? edition?.status ?? status}
        edition={number === undefined ? undefined : `${words.edition} ${number}`}
      />
      <dl>
        {number !== undefined && (
          <Cell
            name={edition?.href ? <a href={edition.href}>{words.edition}</a> : words.edition}
            language={language}
            className={styles.sign}
          >
            {number}
          </Cell>
        )}
        {sign && (
          <Cell name={sign.name} language={language} className={styles.sign}>
            {sign.id === 'date' ? <time dateTime={publishedAt}>{large}</time> : large}
          </Cell>
        )}
        <Cell
          name={words.status}
          language={language}
          className={
            isUsual && !edition?.status && (isBeside || confirmed || number !== undefined)
              ? styles.usual
              : styles.cell
          }
        >
          {edition?.status ?? status}
        </Cell>
        {number !== undefined && publishedAt && (
          <Cell name={words.date} language={language} className={styles.cell}>
            <time dateTime={publishedAt}>{dateIn(language, 'long', publishedAt)}</time>
          </Cell>
        )}
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
        {edition?.cells?.map((cell, at) => (
          <Cell
            key={at}
            name={cell.name}
            language={language}
            className={cell.isWide ? styles.wide : styles.cell}
          >
            {cell.text}
          </Cell>
        ))}
      </dl>
      <ThemeControl className={`${styles.wide} ${styles.screen}`} language={language} />
    </div>
  )
}

interface CellProps {
  name: ReactNode
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
