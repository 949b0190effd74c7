import type { CSSProperties, ReactNode } from 'react'
import {
  reviewOf,
  langOfWords,
  wordsIn,
  type DatedWords,
  type Edit,
  type Manual,
  type Section,
  type SectionKind,
} from '#lib/manual/index.ts'
import { ChangeBar, changedLook } from '../editions/change-bar.tsx'
import type { RetiredMark, SectionMarks } from '../editions/marks.tsx'
import { inked, whole } from '../whole.tsx'
import styles from './section.module.css'

/** A section and what is marked in it, if anything is. */
export type Marked<Kind extends SectionKind = SectionKind> = Section<Kind> & {
  marks?: SectionMarks | undefined
}

/** What the component of a section kind is given. */
export interface SectionProps<Kind extends SectionKind> {
  section: Marked<Kind>
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
  section: Marked
  edit: Edit
  language: string
  today?: string | undefined
  className?: string | undefined
  children: ReactNode
}

/**
 * What all sections share: the strip with number and eyebrow, which is the permalink and stays in view while
 * the section is read, then title and lead. Without a title, the strip is the heading.
 */
export function SectionFrame({ section, edit, language, today, className, children }: FrameProps) {
  const { anchor, number, eyebrow, title, lead } = section
  const Strip = title ? 'div' : 'h2'
  const attention = reviewOf(section, { today, language })
  const mark = section.marks?.own
  return (
    <section
      id={anchor}
      aria-labelledby={`_name-${anchor}`}
      className={[styles.section, className, changedLook(mark)].filter(Boolean).join(' ')}
    >
      <Strip className={eyebrow.length > longEyebrow ? `${styles.strip} ${styles.long}` : styles.strip}>
        <a href={`#${anchor}`}>
          <span>{`§ ${number}`}</span>{' '}
          <span id={`_name-${anchor}`} dir="auto" {...edit('eyebrow')}>
            {inked(eyebrow)}
          </span>
        </a>
        {mark && <ChangeBar mark={mark} lang={langOfWords(language)} />}
      </Strip>
      {title && (
        <h2 dir="auto" {...edit('title')}>
          {whole(title)}
        </h2>
      )}
      {lead && (
        <p className={styles.lead} dir="auto" {...edit('lead')}>
          {whole(lead)}
        </p>
      )}
      <div className={styles.body}>
        {children}
        {section.marks?.entries.length === 0 && (
          <ul>
            <Retired marks={section.marks.retired.get(0)} />
          </ul>
        )}
      </div>
      {attention.words.length > 0 && (
        <p
          className={attention.isOverdue ? `${styles.said} ${styles.overdue}` : styles.said}
          lang={langOfWords(language)}
        >
          <Dated words={attention.words} edit={edit} />
        </p>
      )}
    </section>
  )
}

/** Stands where a section would that cannot be shown, so that its number, and links to it, lead somewhere. */
export function UnavailableSection({
  number,
  anchor,
  language,
  isPast,
}: {
  number: number
  anchor: string | undefined
  language: string
  /** It could not be shown then. */
  isPast?: boolean
}) {
  const words = wordsIn(language)
  return (
    <section id={anchor} className={styles.section}>
      <p className={styles.strip}>
        <span>{`§ ${number}`}</span>{' '}
        <span lang={langOfWords(language)}>{isPast ? words.notAvailableThen : words.notAvailableNow}</span>
      </p>
    </section>
  )
}

/** Stands in a draft where a section stood that it takes out. */
export function RetiredSection({ mark: { mark, number, name } }: { mark: RetiredMark }) {
  return (
    <section className={`${styles.section} ${changedLook(mark)}`}>
      <p className={styles.strip}>
        <a href={mark.href}>
          <span>{number}</span> <del dir="auto">{name}</del>
        </a>
        <ChangeBar mark={mark} />
      </p>
    </section>
  )
}

/** An eyebrow with more characters than this would hide too much of what is read, if it stayed in view. */
const longEyebrow = 60

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
  section: Marked
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
  const mark = section.marks?.entries[index]
  const retired = section.marks?.retired
  const permalink = (
    <a className={styles.mark} href={`#${anchor}`} aria-label={`${number}: ${name}`}>
      {number}
    </a>
  )
  return (
    <>
      <Retired marks={retired?.get(index)} />
      <li
        id={anchor}
        className={[styles.entry, className, changedLook(mark)].filter(Boolean).join(' ')}
        style={style}
      >
        {mark ? (
          <p className={styles.marks}>
            {permalink} <ChangeBar mark={mark} />
          </p>
        ) : (
          permalink
        )}
        <div>{children}</div>
      </li>
      {index + 1 === section.marks?.entries.length && <Retired marks={retired?.get(index + 1)} />}
    </>
  )
}

/** Stand in a draft where entries stood that it takes out. */
const Retired = ({ marks = [] }: { marks: readonly RetiredMark[] | undefined }) =>
  marks.map(({ mark, number, name }) => (
    <li key={`${number} ${name}`} className={`${styles.entry} ${changedLook(mark)}`}>
      <p className={styles.marks}>
        <span className={styles.mark}>{number}</span> <ChangeBar mark={mark} />
      </p>
      <div>
        <h3 dir="auto">
          <del>{name}</del>
        </h3>
      </div>
    </li>
  ))
