import { entryPath } from '#lib/manual/index.ts'
import { Entry, SectionFrame, type SectionProps } from './section-frame.tsx'
import { whole } from '../whole.tsx'
import styles from './principles.module.css'

/** Numbered rules, each with an anchor to be quoted by. */
export function Principles({ section, anchors, language, edit, today }: SectionProps<'principlesSection'>) {
  return (
    <SectionFrame section={section} edit={edit} language={language} today={today}>
      <ol className={styles.rules}>
        {section.principles.map(({ _key, title, body }, index) => {
          const path = entryPath('principles', _key)
          return (
            <Entry key={anchors[index]} section={section} index={index} anchor={anchors[index]} name={title}>
              <h3 dir="auto" {...edit(`${path}.title`)}>
                {whole(title)}
              </h3>
              <p dir="auto" {...edit(`${path}.body`)}>
                {whole(body)}
              </p>
            </Entry>
          )
        })}
      </ol>
    </SectionFrame>
  )
}
