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

/** A section, with its change bars. */
export type Marked<Kind extends SectionKind = SectionKind> = Section<Kind> & {
  marks?: SectionMarks | undefined
}

/** Props of the component of a section kind. */
export interface SectionProps<Kind extends SectionKind> {
  section: Marked<Kind>
  /** The anchors of its entries, from `entryAnchors`. */
  anchors: readonly string[]
  edit: Edit
  /** The manual, for links from one section to another. */
  manual: Pick<Manual, 'sections'>
  /** The manual's language, a BCP 47 tag. */
  language: string
  /** Today, `YYYY-MM-DD`, if the page may show how old something is. */
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
 * The frame of every section: the strip with number and eyebrow, which links to the section and stays in view
 * while the section is read, then title and lead. Without a title, the strip is the heading.
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

/**
 * Placeholder for a section that cannot be shown, so that its number and the links to it still lead
 * somewhere.
 */
export function UnavailableSection({
  number,
  anchor,
  language,
  isPast,
}: {
  number: number
  anchor: string | undefined
  language: string
  /** Whether this is the page of an edition, whose text is in the past tense. */
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

/** Drafts only: shows a section that the draft removes, at its former place. */
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

/**
 * With a longer eyebrow, in characters, the strip does not stay in view, since it would cover too much of the
 * text.
 */
const longEyebrow = 60

/** Text with its dates as `time` elements. */
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
  /** Zero-based. */
  index: number
  /** The entry's id on the page. */
  anchor: string | undefined
  /** Used for the accessible name of its permalink. */
  name: string
  className?: string | undefined
  style?: CSSProperties | undefined
  children: ReactNode
}

/** An entry of a section: a list item whose § number, in the margin, is its permalink. */
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

/** Drafts only: entries that the draft removes, at their former place. */
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
