import { addressText, langOfWords, wordsIn } from '#lib/manual/index.ts'
import styles from './foot.module.css'

interface Props {
  siteUrl?: string | undefined
  language: string
  /** Said here where the title block has an edition. */
  revision?: string | undefined
  /** Stands at its end. */
  note?: string | undefined
  /** There is a record that readers may see. */
  hasEditions?: boolean
}

/** The last line: the other forms of the manual and, on paper, where it is published. */
export function Foot({ siteUrl, language, revision, note, hasEditions }: Props) {
  const words = wordsIn(language)
  const lang = langOfWords(language)
  return (
    <footer className={styles.foot}>
      <ul aria-label={words.otherFormats} lang={lang}>
        {hasEditions && (
          <>
            <li>
              <a href="/editions">{words.allEditions}</a>
            </li>
            <li>
              <a href="/editions.atom">{words.feed}</a>
            </li>
          </>
        )}
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
      {(note ?? revision) && (
        <p className={styles.note} lang={lang}>
          {note ?? `${words.revision} ${revision}`}
        </p>
      )}
      {siteUrl && <p className={styles.address}>{addressText(siteUrl)}</p>}
    </footer>
  )
}
