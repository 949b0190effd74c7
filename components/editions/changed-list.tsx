import type { EntryChange } from '#lib/editions/changes.ts'
import { langOfWords, wordsIn } from '#lib/manual/index.ts'
import { kindIn } from '#lib/formats/index.ts'
import { Aloud } from '../aloud.tsx'
import styles from './changed-list.module.css'

interface Props {
  changes: readonly EntryChange[]
  hrefOf: (change: EntryChange) => string
  language: string
  /** Where the count of further changes links to; by default, to the first of them. */
  all?: string
  isDraft?: boolean
}

/**
 * How many changes are listed: as many as fit into the title block beside the text, and below the strip of a
 * phone.
 */
const [most, mostOnPhone] = [6, 3]

/**
 * The list of changes in a title block: a bar, the § number and the kind of change. On narrow pages only the
 * numbers.
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
