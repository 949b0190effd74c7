import type { CSSProperties, ReactNode } from 'react'
import { entryAnchor, type Edit, type Manual, type Section, type SectionKind } from '#lib/manual/index.ts'
import styles from './section.module.css'

/** What the component of a section kind is given. */
export interface SectionProps<Kind extends SectionKind> {
  section: Section<Kind>
  edit: Edit
  /** The manual it belongs to, for links from one section to another. */
  manual: Pick<Manual, 'sections'>
  /** The day on which it is read, if the page may say how old something is. */
  today?: string | undefined
}

interface FrameProps {
  section: Section
  edit: Edit
  className?: string | undefined
  children: ReactNode
}

/**
 * What all sections share: the bar with number and eyebrow, which is the permalink and stays in view while the section is read,
 * then title and lead. Without a title, the bar is the heading.
 */
export function SectionFrame({
  section: { anchor, number, eyebrow, title, lead },
  edit,
  className,
  children,
}: FrameProps) {
  const Bar = title ? 'div' : 'h2'
  return (
    <section
      id={anchor}
      aria-labelledby={`_${anchor}`}
      className={className ? `${styles.section} ${className}` : styles.section}
    >
      <Bar className={styles.bar}>
        <a href={`#${anchor}`}>
          <span>{`§ ${number}`}</span>{' '}
          <span id={`_${anchor}`} {...edit('eyebrow')}>
            {eyebrow}
          </span>
        </a>
      </Bar>
      {(title || lead) && (
        <div className={styles.head}>
          {title && <h2 {...edit('title')}>{title}</h2>}
          {lead && <p {...edit('lead')}>{lead}</p>}
        </div>
      )}
      <div className={styles.body}>{children}</div>
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
  style?: CSSProperties | undefined
  children: ReactNode
}

/** One entry of a section: a list item with its number in the margin, which is its permalink. */
export function Entry({ section, index, entryKey, name, className, style, children }: EntryProps) {
  const anchor = entryAnchor(section.anchor, entryKey)
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
