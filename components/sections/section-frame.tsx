import type { ReactNode } from 'react'
import { entryAnchor, type Edit, type Manual, type Section, type SectionKind } from '#lib/manual/index.ts'
import styles from './section.module.css'

/** What the component of a section kind is given. */
export interface SectionProps<Kind extends SectionKind> {
  section: Section<Kind>
  edit: Edit
  /** The manual it stands in, for what leads from one section to another. */
  manual: Pick<Manual, 'sections'>
  /** The date of the reading, if the page may say how old something is. */
  now?: string | undefined
}

interface FrameProps {
  section: Section
  edit: Edit
  className?: string | undefined
  children: ReactNode
}

/**
 * What all sections share: the bar with number and eyebrow, which is the permalink and stays in sight while the section is read,
 * then title and lead.
 */
export function SectionFrame({
  section: { anchor, number, eyebrow, title, lead },
  edit,
  className,
  children,
}: FrameProps) {
  return (
    <section
      id={anchor}
      aria-labelledby={`_${anchor}`}
      className={className ? `${styles.section} ${className}` : styles.section}
    >
      <a className={styles.bar} href={`#${anchor}`}>
        <span>{`§ ${number}`}</span>{' '}
        <span id={`_${anchor}`} {...edit('eyebrow')}>
          {eyebrow}
        </span>
      </a>
      <h2 {...edit('title')}>{title}</h2>
      {lead && (
        <p className={styles.lead} {...edit('lead')}>
          {lead}
        </p>
      )}
      {children}
    </section>
  )
}

interface EntryProps {
  section: Section
  /** Its place in the section, counted from 0. */
  index: number
  entryKey: string
  /** What it is called, for the name of its permalink. */
  name: string
  className?: string | undefined
  children: ReactNode
}

/** One entry of a section: a list item with its number in the margin, which is its permalink. */
export function Entry({ section, index, entryKey, name, className, children }: EntryProps) {
  const anchor = entryAnchor(section.anchor, entryKey)
  const number = `§ ${section.number}.${index + 1}`
  return (
    <li id={anchor} className={className}>
      <a className={styles.mark} href={`#${anchor}`} aria-label={`${number}: ${name}`}>
        {number}
      </a>
      {children}
    </li>
  )
}
