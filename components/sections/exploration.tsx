import { entryPath } from '#lib/manual/index.ts'
import { Entry, SectionFrame, type SectionProps } from './section-frame.tsx'
import { inked } from '../whole.tsx'
import styles from './exploration.module.css'

/** Domains by topics. In the markup, a list of domains, each with a list of its topics. */
export function Exploration({ section, anchors, language, edit, today }: SectionProps<'explorationSection'>) {
  return (
    <SectionFrame section={section} edit={edit} language={language} today={today}>
      <ul className={styles.matrix}>
        {section.domains.map(({ _key, name, topics }, index) => {
          const path = entryPath('domains', _key)
          return (
            <Entry key={anchors[index]} section={section} index={index} anchor={anchors[index]} name={name}>
              <h3 dir="auto" {...edit(`${path}.name`)}>
                {inked(name)}
              </h3>
              <ul>
                {topics.map((topic, at) => (
                  <li key={at} dir="auto" {...edit(`${path}.topics[${at}]`)}>
                    {inked(topic)}
                  </li>
                ))}
              </ul>
            </Entry>
          )
        })}
      </ul>
    </SectionFrame>
  )
}
