import type { ReactNode } from 'react'
import { langOfWords, wordsIn } from '#lib/manual/index.ts'
import styles from './sheet.module.css'

/** The sheet that every page is drawn on: a margin and a column. The skip link leads to it. */
export function Sheet({ children }: { children: ReactNode }) {
  return (
    <main id="_sheet" className={styles.sheet}>
      {children}
    </main>
  )
}

export function SkipLink({ language }: { language: string }) {
  return (
    <a className={styles.skip} href="#_sheet" lang={langOfWords(language)}>
      {wordsIn(language).skip}
    </a>
  )
}
