import { addressText, langOfWords, wordsIn } from '#lib/manual/index.ts'
import styles from './foot.module.css'

interface Props {
  siteUrl?: string | undefined
  language: string
  /** Shown here when the title block shows an edition in its place. */
  revision?: string | undefined
  /** Text at the end, instead of the revision. */
  note?: string | undefined
  /** Whether readers may see the record of editions. */
  hasEditions?: boolean
}

/** The page footer: links to the other formats and, in print, the address of the manual. */
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
