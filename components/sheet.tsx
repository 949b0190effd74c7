import type { ReactNode } from 'react'
import { langOfWords, wordsIn } from '#lib/manual/index.ts'
import styles from './sheet.module.css'

interface Props {
  language: string
  /** Comes before what the skip link leads to: the contents, the head. */
  before: ReactNode
  /** Comes after it. */
  after?: ReactNode
  children: ReactNode
}

/**
 * The sheet that every page is drawn on: a rail for the contents, a margin and a column. The skip link leads
 * to its text.
 */
export function Sheet({ language, before, after, children }: Props) {
  return (
    <>
      <a className={styles.skip} href={`#${textId}`} lang={langOfWords(language)}>
        {wordsIn(language).skip}
      </a>
      <div className={styles.sheet}>
        {before}
        <main id={textId} className={styles.text} tabIndex={-1}>
          {children}
        </main>
        {after}
      </div>
    </>
  )
}

/** Authors' anchors begin with a letter. */
export const textId = '_text'
