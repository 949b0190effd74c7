import { entryPath } from '#lib/manual/index.ts'
import { Entry, SectionFrame, type SectionProps } from './section-frame.tsx'
import styles from './mental-models.module.css'

/** A map from one set to another, drawn arrow by arrow; name and sentence explain it. */
export function MentalModels({ section, edit }: SectionProps<'mentalModelsSection'>) {
  return (
    <SectionFrame section={section} edit={edit}>
      <ol className={styles.models}>
        {section.models.map(({ _key, from, to, name, body }, index) => {
          const path = entryPath('models', _key)
          return (
            <Entry key={_key} section={section} index={index} entryKey={_key} name={name}>
              <p className={styles.map}>
                <span {...edit(`${path}.from`)}>{from}</span>{' '}
                <span className={styles.arrow} role="img" aria-label="becomes">
                  →
                </span>{' '}
                <span {...edit(`${path}.to`)}>{to}</span>
              </p>
              <h3 {...edit(`${path}.name`)}>{name}</h3>
              <p {...edit(`${path}.body`)}>{body}</p>
            </Entry>
          )
        })}
      </ol>
    </SectionFrame>
  )
}
