import { entryPath } from '#lib/manual/index.ts'
import { Entry, SectionFrame, type SectionProps } from './section-frame.tsx'
import styles from './principles.module.css'

/** Numbered rules, set to be quoted. */
export function Principles({ section, edit }: SectionProps<'principlesSection'>) {
  return (
    <SectionFrame section={section} edit={edit}>
      <ol className={styles.rules}>
        {section.principles.map(({ _key, title, body }, index) => {
          const path = entryPath('principles', _key)
          return (
            <Entry key={_key} section={section} index={index} entryKey={_key} name={title}>
              <h3 {...edit(`${path}.title`)}>{title}</h3>
              <p {...edit(`${path}.body`)}>{body}</p>
            </Entry>
          )
        })}
      </ol>
    </SectionFrame>
  )
}
