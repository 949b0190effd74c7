import type { EntryChange } from '#lib/editions/changes.ts'
import { langOfWords, wordsIn } from '#lib/manual/index.ts'
import { kindIn } from '#lib/formats/index.ts'
import styles from './changed-list.module.css'

interface Props {
  changes: readonly EntryChange[]
  /** Where a change leads to. */
  hrefOf: (change: EntryChange) => string
  language: string
  /** As many as there is room for; the others are counted, and the count leads here. */
  most?: number
  all?: string | undefined
  isDraft?: boolean
}

/** What an edition changed, as a title block says it: a bar, the number, the kind of change. */
export function ChangedList({ changes, hrefOf, language, most = 6, all, isDraft = false }: Props) {
  const words = wordsIn(language)
  const shown = changes.length > most + 1 ? changes.slice(0, most) : changes
  const rest = changes.length - shown.length
  return (
    <ul className={isDraft ? `${styles.changed} ${styles.draft}` : styles.changed}>
      {shown.map((change, at) => (
        <li key={at}>
          <a href={hrefOf(change)} lang={langOfWords(language)}>
            {change.mark ?? change.name}
          </a>{' '}
          <span lang={langOfWords(language)}>{kindIn(words, change.kind)}</span>
        </li>
      ))}
      {rest > 0 && all && (
        <li className={styles.rest}>
          <a href={all} lang={langOfWords(language)}>
            {words.andMore.replace('{count}', String(rest))}
          </a>
        </li>
      )}
    </ul>
  )
}
