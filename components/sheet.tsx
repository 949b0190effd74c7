import type { ReactNode } from 'react'
import { langOfWords, wordsIn } from '#lib/manual/index.ts'
import styles from './sheet.module.css'

interface Props {
  language: string
  /** Content before the text: the contents and the header. */
  before: ReactNode
  /** Content after the text: the footer. */
  after?: ReactNode
  children: ReactNode
}

/**
 * The layout of every page: a rail for the contents, a margin and a column. Begins with a skip link to the
 * text.
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

/** The underscore keeps it apart from authors' anchors, which begin with a letter. */
export const textId = '_text'
