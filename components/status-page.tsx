import { defaultLanguage, langOfWords, wordsIn, type Words } from '#lib/manual/index.ts'
import { RunningHead } from './running-head.tsx'
import { Sheet } from './sheet.tsx'
import { TitleBlock } from './title-block.tsx'
import styles from './status-page.module.css'

/** What is known of the manual when a page cannot show it. */
export interface StatusProps {
  /** The line that names it. */
  identity?: string | undefined
  /** BCP 47. */
  language?: string | undefined
}

interface Props extends StatusProps {
  /** Shown in the margin, where sections have their number. */
  code: string
  title: keyof Words
  status: keyof Words
  text: keyof Words
  /** What can be done: a link to the manual. */
  link: keyof Words
}

/** A page with no manual to show, on the manual's own sheet: what has happened, and what can be done. */
export function StatusPage({ code, title, status, text, link, identity, language = defaultLanguage }: Props) {
  const words = wordsIn(language)
  return (
    <>
      <RunningHead opening={{ identity, language, availability: undefined }} />
      <Sheet>
        <div className={styles.status}>
          <p>{code}</p>
          <div lang={langOfWords(language)}>
            <h1>{words[title]}</h1>
            <p>{words[text]}</p>
            <p>
              <a href="/">{words[link]}</a>
            </p>
          </div>
        </div>
      </Sheet>
      <TitleBlock document={identity} status={words[status]} language={language} />
    </>
  )
}
