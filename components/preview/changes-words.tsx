import { Fragment } from 'react'
import type { TextRun } from '#lib/changes/match.ts'
import styles from './changes.module.css'

/**
 * A text with what would go and what would come: struck through or underlined for the eye, named for the ear.
 */
export function ChangedWords({ words }: { words: readonly TextRun[] }) {
  return words.map(({ text, state }, index) => {
    const isLast = index === words.length - 1
    const space = isLast ? '' : (/\s+$/.exec(text)?.[0] ?? ' ')
    const Mark = state === 'added' ? 'ins' : 'del'
    return (
      <Fragment key={index}>
        {state === 'kept' ? (
          text.trimEnd()
        ) : (
          <Mark>
            <span className={styles.aloud}>{state === 'added' ? 'Added: ' : 'Removed: '}</span>
            {text.trim()}
            {/* Heard as a pause: where the mark ends. */}
            {!isLast && <span className={styles.aloud}>;</span>}
          </Mark>
        )}
        {space}
      </Fragment>
    )
  })
}
