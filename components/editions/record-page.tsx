import type { ReactNode } from 'react'
import { languageOf, langOfWords, type Opening } from '#lib/manual/index.ts'
import { RunningHead } from '../running-head.tsx'
import { Sheet } from '../sheet.tsx'
import styles from './record-page.module.css'

interface Props {
  opening: Opening
  siteUrl: string
  kicker: string
  title: string
  lead: ReactNode
  block: ReactNode
  children: ReactNode
}

/** A page of the record on the manual's own sheet: what it is, its title block, and a way back to the manual. */
export function RecordPage({ opening, kicker, title, lead, block, children }: Props) {
  const lang = langOfWords(languageOf(opening))
  return (
    <>
      <RunningHead opening={{ ...opening, availability: undefined }} />
      <Sheet>
        {block}
        <div className={styles.opening} lang={lang}>
          <p className={styles.kicker}>{kicker}</p>
          <h1>{title}</h1>
          <div className={styles.lead}>{lead}</div>
        </div>
        {children}
      </Sheet>
    </>
  )
}
