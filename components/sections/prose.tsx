import { ProseText } from '../prose-text.tsx'
import { SectionFrame, type SectionProps } from './section-frame.tsx'
import styles from './prose.module.css'

/** Plain paragraphs. A statement is set as the strong last word of a page: its title is the thing to read. */
export function ProseSection({ section, language, edit, today }: SectionProps<'proseSection'>) {
  return (
    <SectionFrame
      section={section}
      edit={edit}
      language={language}
      today={today}
      className={section.statement ? styles.statement : undefined}
    >
      <div className={styles.prose} {...edit('body')}>
        <ProseText blocks={section.body} />
      </div>
    </SectionFrame>
  )
}
