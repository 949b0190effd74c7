import { Fragment } from 'react'
import type { TextRun } from '#lib/changes/match.ts'
import { Aloud } from '../aloud.tsx'

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
            <Aloud>{state === 'added' ? 'Added: ' : 'Removed: '}</Aloud>
            {text.trim()}
            {/* Heard as a pause: where the mark ends. */}
            {!isLast && <Aloud>;</Aloud>}
          </Mark>
        )}
        {space}
      </Fragment>
    )
  })
}
