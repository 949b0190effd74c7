import type { ReactNode } from 'react'
import styles from '../sections/section.module.css'

interface Props {
  /** The section's id on the page. */
  id: string
  /** `§ 2` */
  mark?: string | undefined
  name: ReactNode
  /** Where the strip links to; by default, to the section itself. */
  href?: string
  title?: string
  lead?: string
  /** The language of name, title and lead, if it is not the page's. */
  lang?: string | undefined
  children: ReactNode
}

/** A section of a page of the record, in the manual's design. Without a title, the strip is the heading. */
export function RecordSection({ id, mark, name, href, title, lead, lang, children }: Props) {
  const Strip = title ? 'div' : 'h2'
  return (
    <section id={id} className={styles.section} aria-labelledby={`_name-${id}`}>
      <Strip className={styles.strip}>
        <a href={href ?? `#${id}`}>
          {mark && <span>{mark}</span>}{' '}
          <span id={`_name-${id}`} lang={lang}>
            {name}
          </span>
        </a>
      </Strip>
      {title && <h2 lang={lang}>{title}</h2>}
      {lead && (
        <p className={styles.lead} lang={lang}>
          {lead}
        </p>
      )}
      <div className={styles.body}>{children}</div>
    </section>
  )
}
