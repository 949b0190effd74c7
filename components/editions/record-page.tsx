import type { ReactNode } from 'react'
import { languageOf, langOfWords, wordsIn, type Opening } from '#lib/manual/index.ts'
import { Foot } from '../foot.tsx'
import { Head } from '../head.tsx'
import { Sheet } from '../sheet.tsx'
import styles from './record-page.module.css'

interface Props {
  opening: Opening
  siteUrl: string
  kicker: string
  title: string
  lead: ReactNode
  block: ReactNode
  /** Text at the end of the footer. */
  note?: string
  children: ReactNode
}

/**
 * The frame of the record's pages, in the manual's design: heading, title block, and a link to the manual.
 */
export function RecordPage({ opening, siteUrl, kicker, title, lead, block, note, children }: Props) {
  const language = languageOf(opening)
  const words = wordsIn(language)
  return (
    <Sheet
      language={language}
      before={
        <Head
          opening={{ ...opening, availability: undefined }}
          block={{ document: opening.identity, status: words.published, language }}
          instead={block}
          way={{ href: '/', text: words.theManual }}
        />
      }
      after={<Foot siteUrl={siteUrl} language={language} note={note} hasEditions />}
    >
      <div className={styles.opening} lang={langOfWords(language)}>
        <p className={styles.kicker}>{kicker}</p>
        <h1>{title}</h1>
        <div className={styles.lead}>{lead}</div>
      </div>
      {children}
    </Sheet>
  )
}
