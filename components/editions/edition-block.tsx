import type { ReactNode } from 'react'
import { langOfWords } from '#lib/manual/index.ts'
import { ThemeControl } from '../theme/theme-control.tsx'
import styles from '../title-block.module.css'

interface Props {
  language: string
  /** The number in large type, and its label. */
  sign: { name: ReactNode; number: number }
  cells: readonly { name: ReactNode; text: ReactNode; isWide?: boolean }[]
}

/** The title block of a page of the record, with a number in large type. */
export function EditionBlock({ language, sign, cells }: Props) {
  return (
    <div className={styles.block} lang={langOfWords(language)}>
      <dl>
        <div className={styles.sign}>
          <dt>{sign.name}</dt>
          <dd>{sign.number}</dd>
        </div>
        {cells.map(({ name, text, isWide }, at) => (
          <div key={at} className={isWide ? styles.wide : styles.cell}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <ThemeControl className={`${styles.wide} ${styles.screen}`} language={language} />
    </div>
  )
}
