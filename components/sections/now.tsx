import { ageOf, entryPath, langOfWords, type Edit, type Section } from '#lib/manual/index.ts'
import { Dated, Entry, SectionFrame, type SectionProps } from './section-frame.tsx'
import styles from './now.module.css'

/** An instrument panel: what is being done, read, explored. Heading by heading it reads as sentences. */
export function Now({ section, anchors, language, edit, today }: SectionProps<'nowSection'>) {
  return (
    <SectionFrame section={section} edit={edit} language={language} today={today}>
      <ul className={styles.panel}>
        {section.readings.map((reading, index) => {
          const { _key, activity, subject, note } = reading
          const path = entryPath('readings', _key)
          return (
            <Entry
              key={anchors[index]}
              section={section}
              index={index}
              anchor={anchors[index]}
              name={activity}
            >
              <div>
                <h3>
                  <span dir="auto" {...edit(`${path}.activity`)}>
                    {activity}
                  </span>{' '}
                  <span dir="auto" {...edit(`${path}.subject`)}>
                    {subject}
                  </span>
                </h3>
                {note && (
                  <p dir="auto" {...edit(`${path}.note`)}>
                    {note}
                  </p>
                )}
              </div>
              <Age
                reading={reading}
                review={section.review}
                today={today}
                language={language}
                edit={(field) => edit(`${path}.${field}`)}
              />
            </Entry>
          )
        })}
      </ul>
    </SectionFrame>
  )
}

type Reading = Section<'nowSection'>['readings'][number]

interface AgeProps {
  reading: Reading
  review: Section['review']
  today: string | undefined
  language: string
  edit: Edit
}

/** Since when a reading holds and when it was last confirmed, as far as its author has said; it says so in words when it is overdue. */
function Age({ reading, review, today, language, edit }: AgeProps) {
  const age = ageOf(reading, review, { today, language })
  if (!age) return null
  return (
    <p
      className={age.isOverdue ? styles.overdue : styles.age}
      lang={langOfWords(language)}
      {...edit(reading.since && !reading.confirmed ? 'since' : 'confirmed')}
    >
      <Dated words={age.words} edit={edit} />
    </p>
  )
}
