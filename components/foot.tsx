import { addressText, langOfWords, wordsIn } from '#lib/manual/index.ts'
import styles from './foot.module.css'

/** The last line: the other formats of the manual and, on paper, where it is published. */
export function Foot({ siteUrl, language }: { siteUrl?: string | undefined; language: string }) {
  return (
    <footer className={styles.foot}>
      <ul aria-label={wordsIn(language).otherFormats} lang={langOfWords(language)}>
        <li>
          <a href="/manual.md">Markdown</a>
        </li>
        <li>
          <a href="/manual.json">JSON</a>
        </li>
        <li>
          <a href="/llms.txt">llms.txt</a>
        </li>
      </ul>
      {siteUrl && <p>{addressText(siteUrl)}</p>}
    </footer>
  )
}
