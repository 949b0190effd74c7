import type { EntryChange } from '#lib/editions/changes.ts'
import { langOfWords, wordsIn } from '#lib/manual/index.ts'
import { kindIn } from '#lib/formats/index.ts'
import { Aloud } from '../aloud.tsx'
import styles from './changed-list.module.css'

interface Props {
  changes: readonly EntryChange[]
  /** Where a change leads to. */
  hrefOf: (change: EntryChange) => string
  language: string
  /** Where the count of those leads to for which there is no room; without it, to the first of them. */
  all?: string
  isDraft?: boolean
}

/** As many as the block has room for beside the text, and under the strip of a phone. */
const [most, mostOnPhone] = [6, 3]

/**
 * What an edition changed, as a title block says it: a bar, the number, the kind of change. A phone has room
 * for the numbers only.
 */
export function ChangedList({ changes, hrefOf, language, all, isDraft = false }: Props) {
  const words = wordsIn(language)
  const lang = langOfWords(language)
  const shown = changes.length > most + 1 ? changes.slice(0, most) : changes
  const rest = changes.length - shown.length
  const restOnPhone = changes.length > mostOnPhone + 1 ? changes.length - mostOnPhone : 0
  return (
    <ul className={isDraft ? `${styles.changed} ${styles.draft}` : styles.changed}>
      {shown.map((change, at) => (
        <li key={at} className={restOnPhone > 0 && at >= mostOnPhone ? styles.roomy : undefined}>
          <a href={hrefOf(change)} lang={lang}>
            {change.mark ?? change.name}
          </a>{' '}
          <span className={styles.roomy} lang={lang}>
            {kindIn(words, change.kind)}
          </span>
        </li>
      ))}
      {restOnPhone > 0 && (
        <li className={rest > 0 ? styles.rest : `${styles.rest} ${styles.phone}`}>
          <a href={all ?? hrefOf(changes[most] ?? changes[mostOnPhone]!)} lang={lang}>
            <span className={styles.phone}>
              + {restOnPhone} <Aloud>{words.moreChanged}</Aloud>
            </span>
            {rest > 0 && (
              <span className={styles.roomy}>{words.andMore.replace('{count}', String(rest))}</span>
            )}
          </a>
        </li>
      )}
    </ul>
  )
}
