import type { ReactNode } from 'react'
import styles from '../sections/section.module.css'

interface Props {
  /** The fragment that leads to it. */
  id: string
  /** `§ 2` */
  mark?: string | undefined
  name: ReactNode
  /** Where the strip leads to; without it, to the section itself. */
  href?: string
  title?: string
  lead?: string
  /** Of its name, title and lead, where it is another than the page's. */
  lang?: string | undefined
  children: ReactNode
}

/** A section of a page of the record, in the manual's own form. Without a title, the strip is the heading. */
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
