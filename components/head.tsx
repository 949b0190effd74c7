import type { ReactNode } from 'react'
import {
  availabilityOf,
  languageOf,
  langOfWords,
  unnamed,
  type Edit,
  type Opening,
  type TitleBlock as Block,
} from '#lib/manual/index.ts'
import { ChangeBar, changedLook } from './editions/change-bar.tsx'
import type { OpeningMarks } from './editions/marks.tsx'
import { TitleBlock, type BlockEdition } from './title-block.tsx'
import { inked } from './whole.tsx'
import styles from './head.module.css'

interface Props {
  opening?: Pick<Opening, 'identity' | 'availability' | 'language'> | undefined
  block: Block
  /** The edition, for the title block. */
  edition?: BlockEdition | undefined
  /** Change bars of the identity line and of the availability. */
  marks?: OpeningMarks | undefined
  /** Replaces the title block on pages that are not the manual. */
  instead?: ReactNode
  /** A link at the end of the line, on pages that do not show the availability. */
  way?: { href: string; text: string }
  edit?: Edit
  /** Today, `YYYY-MM-DD`. If given, an availability past its last day is not shown as certain. */
  today?: string | undefined
}

/** The page header: the identity line, whether the owner is open to conversations, and the title block. */
export function Head({ opening, block, edition, marks, instead, way, edit, today }: Props) {
  const availability = opening && availabilityOf(opening, today)
  const language = languageOf(opening ?? { language: undefined })
  const look = (place: string, style: string | undefined) =>
    marks?.places.has(place) ? `${style} ${changedLook(marks.mark)}` : style
  const link = (place: string) =>
    marks?.linkAt === place && <ChangeBar mark={marks.mark} lang={langOfWords(language)} />
  return (
    <header className={styles.head}>
      <div className={way ? `${styles.line} ${styles.hasWay}` : styles.line}>
        <p className={look('identity', styles.document)}>
          <span dir="auto" {...edit?.('identity')}>
            {inked(opening?.identity ?? unnamed)}
          </span>
          {link('identity')}
          {way && <a href={way.href}>{way.text}</a>}
        </p>
        {availability && (
          <p className={look('availability', availability.isCertain ? styles.state : styles.past)}>
            {availability.mark && (
              <span
                className={`${styles.mark} ${styles[availability.mark.state]}`}
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
            {link('availability')}
          </p>
        )}
      </div>
      {instead ?? <TitleBlock {...block} edition={edition} />}
    </header>
  )
}
