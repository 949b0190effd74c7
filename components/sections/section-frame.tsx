import type { CSSProperties, ReactNode } from 'react'
import {
  reviewWords,
  langOfWords,
  type DatedWords,
  type Edit,
  type Manual,
  type Section,
  type SectionKind,
} from '#lib/manual/index.ts'
import styles from './section.module.css'

/** What the component of a section kind is given. */
export interface SectionProps<Kind extends SectionKind> {
  section: Section<Kind>
  /** The fragments that lead to its entries: see `entryAnchors`. */
  anchors: readonly string[]
  edit: Edit
  /** The manual it belongs to, for links from one section to another. */
  manual: Pick<Manual, 'sections'>
  /** That of the manual, a BCP 47 tag. */
  language: string
  /** The day on which it is read, if the page may say how old something is. */
  today?: string | undefined
}

interface FrameProps {
  section: Section
  edit: Edit
  language: string
  className?: string | undefined
  children: ReactNode
}

/**
 * What all sections share: the bar with number and eyebrow, which is the permalink and stays in view while the section is read,
 * then title and lead. Without a title, the bar is the heading.
 */
export function SectionFrame({ section, edit, language, className, children }: FrameProps) {
  const { anchor, number, eyebrow, title, lead } = section
  const Bar = title ? 'div' : 'h2'
  const attention = reviewWords(section, language)
  return (
    <section
      id={anchor}
      aria-labelledby={`_name-${anchor}`}
      className={className ? `${styles.section} ${className}` : styles.section}
    >
      <Bar className={eyebrow.length > longEyebrow ? `${styles.bar} ${styles.long}` : styles.bar}>
        <a href={`#${anchor}`}>
          <span>{`§ ${number}`}</span>{' '}
          <span id={`_name-${anchor}`} dir="auto" {...edit('eyebrow')}>
            {eyebrow}
          </span>
        </a>
      </Bar>
      {(title || lead) && (
        <div className={styles.head}>
          {title && (
            <h2 dir="auto" {...edit('title')}>
              {title}
            </h2>
          )}
          {lead && (
            <p dir="auto" {...edit('lead')}>
              {lead}
            </p>
          )}
        </div>
      )}
      <div className={styles.body}>{children}</div>
      {attention.length > 0 && (
        <p className={styles.attention} lang={langOfWords(language)}>
          <Dated words={attention} edit={edit} />
        </p>
      )}
    </section>
  )
}

/** An eyebrow with more characters than this would hide too much of what is read, if it stayed in view. */
const longEyebrow = 80

/** Words with dates in them. */
export const Dated = ({ words, edit }: { words: DatedWords; edit: Edit }) =>
  words.map((word) =>
    typeof word === 'string' ? (
      word
    ) : (
      <time key={word.field} dateTime={word.date} {...edit(word.field)}>
        {word.text}
      </time>
    ),
  )

interface EntryProps {
  section: Section
  /** Its place in the section, counted from 0. */
  index: number
  /** The fragment that leads to it. */
  anchor: string | undefined
  /** What it is called, for the name of its permalink. */
  name: string
  className?: string | undefined
  style?: CSSProperties | undefined
  children: ReactNode
}

/** One entry of a section: a list item with its number in the margin, which is its permalink. */
export function Entry({ section, index, anchor, name, className, style, children }: EntryProps) {
  const number = `§ ${section.number}.${index + 1}`
  return (
    <li id={anchor} className={className ? `${styles.entry} ${className}` : styles.entry} style={style}>
      <a className={styles.mark} href={`#${anchor}`} aria-label={`${number}: ${name}`}>
        {number}
      </a>
      <div>{children}</div>
    </li>
  )
}
