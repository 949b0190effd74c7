import { ProseText } from '../prose-text.tsx'
import { SectionFrame, type SectionProps } from './section-frame.tsx'
import styles from './prose.module.css'

/** Paragraphs. With `statement`, the title is set in large type, as the last word of a page. */
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
