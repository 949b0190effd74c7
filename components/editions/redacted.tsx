import { dateIn, wordsIn } from '#lib/manual/index.ts'
import { fill } from '#lib/manual/words.ts'
import { Redacted } from '../whole.tsx'

/** Says when a passage was redacted, with a redaction bar as it stands in the text. */
export function RedactedOn({ date, language }: { date: string; language: string }) {
  const words = wordsIn(language)
  return fill(words.aPassageWasRedacted, {
    redacted: <Redacted key="redacted" text={words.redacted} />,
    date: (
      <time key="date" dateTime={date} dir="auto">
        {dateIn(language, 'long', date)}
      </time>
    ),
  })
}
