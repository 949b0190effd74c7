import type { Period } from '#lib/editions/period.ts'
import { dateIn, langOfWords, wordsIn } from '#lib/manual/index.ts'
import { fill } from '#lib/manual/words.ts'
import { RedactedOn } from './redacted.tsx'
import styles from './past-notice.module.css'

/**
 * A notice on the page of an edition: when it was current, and a link to the current one. A superseded
 * edition also has another paper colour, and a note in every strip.
 */
export function PastNotice({ period, language }: { period: Period; language: string }) {
  const { edition, from, to, current } = period
  const words = wordsIn(language)
  const number = String(edition.number)
  const isCurrent = current.number === edition.number
  const note = isCurrent
    ? `${words.editionAbbreviated} ${number}`
    : words.supersededNote.replace('{number}', number)
  const day = (date: string) => dateIn(language, 'long', date)
  const sentence = !to
    ? words.thisIsHowItReads
    : day(from) === day(to)
      ? words.thisIsHowItReadOn
      : words.thisIsHowItRead
  return (
    <>
      <style href={`past-${number}-${isCurrent}`} precedence="medium">
        {`:root{--strip-note:"${note.replaceAll(/["\\\n]/g, '')}"}${isCurrent ? '' : otherPaper}`}
      </style>
      <p className={styles.notice} lang={langOfWords(language)} dir="auto">
        {fill(sentence, {
          from: (
            <time key="from" dateTime={from} dir="auto">
              {day(from)}
            </time>
          ),
          to: to && (
            <time key="to" dateTime={to} dir="auto">
              {day(to)}
            </time>
          ),
        })}{' '}
        <a href="/">{fill(words.editionIsCurrent, { number: String(current.number) })}</a>
        {!isCurrent && (
          <>
            {words.andThere}
            <a href={`/editions/${number}..${current.number}`}>{words.thisHasChangedSince}</a>
          </>
        )}
        . {edition.redacted && <RedactedOn date={edition.redacted} language={language} />}
      </p>
    </>
  )
}

/** On screens only, because print would fill the sheet with ink. */
const otherPaper =
  '@media screen{:root{--paper:light-dark(#e4e3da,#23241f);--hair:light-dark(#b9b7aa,#4b4c44);--soft:light-dark(#40413a,#c2c0b5)}}'
