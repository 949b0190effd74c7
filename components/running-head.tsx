import {
  availabilityOf,
  languageOf,
  langOfWords,
  unnamed,
  type Edit,
  type Opening,
} from '#lib/manual/index.ts'
import { SkipLink } from './sheet.tsx'
import styles from './running-head.module.css'

interface Props {
  opening?: Pick<Opening, 'identity' | 'availability' | 'language'> | undefined
  edit?: Edit
  /** The day on which it is read, `YYYY-MM-DD`. With it, availability is not shown as certain after its last day. */
  today?: string | undefined
}

/** The line above everything: whose document this is, and whether they are open to conversations. */
export function RunningHead({ opening, edit, today }: Props) {
  const availability = opening && availabilityOf(opening, today)
  const language = languageOf(opening ?? { language: undefined })
  return (
    <header className={styles.head}>
      <SkipLink language={language} />
      <div>
        <p dir="auto" {...edit?.('identity')}>
          {opening?.identity ?? unnamed}
        </p>
        {availability && (
          <p className={availability.isCertain ? styles.state : styles.past}>
            {availability.mark && (
              <span
                className={`${styles.lamp} ${styles[availability.mark.state]}`}
                role="img"
                aria-label={availability.mark.word}
                lang={langOfWords(language)}
                {...edit?.('availability.state')}
              />
            )}
            <span dir="auto" {...edit?.('availability.text')}>
              {availability.href ? <a href={availability.href}>{availability.text}</a> : availability.text}
            </span>
            {availability.until && (
              <time
                dateTime={availability.untilDate}
                lang={langOfWords(language)}
                {...edit?.('availability.until')}
              >
                {availability.until}
              </time>
            )}
          </p>
        )}
      </div>
    </header>
  )
}
