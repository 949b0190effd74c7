import { ageOf, entryPath, type Edit, type Section } from '#lib/manual/index.ts'
import { Entry, SectionFrame, type SectionProps } from './section-frame.tsx'
import styles from './now.module.css'

/** An instrument panel: what is being done, read, explored. Heading by heading it reads as sentences. */
export function Now({ section, edit, today }: SectionProps<'nowSection'>) {
  return (
    <SectionFrame section={section} edit={edit}>
      <ul className={styles.panel}>
        {section.readings.map((reading, index) => {
          const { _key, activity, subject, note } = reading
          const path = entryPath('readings', _key)
          return (
            <Entry key={_key} section={section} index={index} entryKey={_key} name={activity}>
              <div>
                <h3>
                  <span {...edit(`${path}.activity`)}>{activity}</span>{' '}
                  <span {...edit(`${path}.subject`)}>{subject}</span>
                </h3>
                {note && <p {...edit(`${path}.note`)}>{note}</p>}
              </div>
              <Age reading={reading} today={today} edit={(field) => edit(`${path}.${field}`)} />
            </Entry>
          )
        })}
      </ul>
    </SectionFrame>
  )
}

type Reading = Section<'nowSection'>['readings'][number]

/** Since when a reading holds and when it was last confirmed, as far as its author has said; it says so in words when that is long ago. */
function Age({ reading, today, edit }: { reading: Reading; today: string | undefined; edit: Edit }) {
  const age = ageOf(reading, today)
  if (!age) return null
  return (
    <p
      className={age.isStale ? styles.stale : styles.age}
      {...edit(reading.since && !reading.confirmed ? 'since' : 'confirmed')}
    >
      {age.words.map((word) =>
        typeof word === 'string' ? (
          word
        ) : (
          <time key={word.field} dateTime={word.date} {...edit(word.field)}>
            {word.text}
          </time>
        ),
      )}
    </p>
  )
}
