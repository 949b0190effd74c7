import { Fragment } from 'react'
import type { TextRun } from '#lib/changes/match.ts'
import { Aloud } from '../aloud.tsx'

/**
 * A text with its removed and added words: struck through and underlined, and announced to screen readers.
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
            <Aloud>{state === 'added' ? 'Added: ' : 'Removed: '}</Aloud>
            {text.trim()}
            {/* Screen readers pause at it, which tells where the marked words end. */}
            {!isLast && <Aloud>;</Aloud>}
          </Mark>
        )}
        {space}
      </Fragment>
    )
  })
}
