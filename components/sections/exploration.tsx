import { entryPath } from '#lib/manual/index.ts'
import { Entry, SectionFrame, type SectionProps } from './section-frame.tsx'
import styles from './exploration.module.css'

/** A matrix of domains by topics. Read aloud, it is a list of domains, each with a list of its topics. */
export function Exploration({ section, edit }: SectionProps<'explorationSection'>) {
  return (
    <SectionFrame section={section} edit={edit}>
      <ul className={styles.matrix}>
        {section.domains.map(({ _key, name, topics }, index) => {
          const path = entryPath('domains', _key)
          return (
            <Entry key={_key} section={section} index={index} entryKey={_key} name={name}>
              <h3 {...edit(`${path}.name`)}>{name}</h3>
              <ul>
                {topics.map((topic, at) => (
                  <li key={at} {...edit(`${path}.topics[${at}]`)}>
                    {topic}
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
