import {
  ageOf,
  confirmedLine,
  dateIn,
  entryPath,
  fill,
  langOfWords,
  wordsIn,
  type DatedWords,
} from '#lib/manual/index.ts'
import { Dated, Entry, SectionFrame, type SectionProps } from './section-frame.tsx'
import { inked, whole } from '../whole.tsx'
import styles from './now.module.css'

/**
 * An instrument panel of what the owner is doing, reading and exploring. Each heading reads as a sentence.
 * One line below says when the readings were confirmed; only an overdue reading shows its own date.
 */
export function Now({ section, anchors, language, edit, today }: SectionProps<'nowSection'>) {
  const words = wordsIn(language)
  const lang = langOfWords(language)
  const confirmed = confirmedLine(section, today, language)
  const dated = section.readings.find((reading) =>
    confirmed.some((word) => typeof word === 'object' && word.date === reading.confirmed),
  )
  return (
    <SectionFrame section={section} edit={edit} language={language} today={today} className={styles.now}>
      <ul className={styles.panel}>
        {section.readings.map((reading, index) => {
          const { _key, activity, subject, note, since } = reading
          const age = ageOf(reading, section.review, { today, language })
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
                    {inked(activity)}
                  </span>{' '}
                  <span dir="auto" {...edit(`${path}.subject`)}>
                    {whole(subject)}
                  </span>
                </h3>
                {note && (
                  <p dir="auto" {...edit(`${path}.note`)}>
                    {whole(note)}
                  </p>
                )}
              </div>
              {age?.isOverdue ? (
                <p className={styles.overdue} lang={lang}>
                  <Dated words={age.words} edit={(field) => edit(`${path}.${field}`)} />
                </p>
              ) : (
                since && (
                  <p className={styles.since} lang={lang}>
                    <Dated
                      words={fill<DatedWords[number]>(words.since, {
                        date: { field: 'since', date: since, text: dateIn(language, 'month', since) },
                      })}
                      edit={(field) => edit(`${path}.${field}`)}
                    />
                  </p>
                )
              )}
            </Entry>
          )
        })}
      </ul>
      {confirmed.length > 0 && (
        <p className={styles.said} lang={lang}>
          <Dated
            words={confirmed}
            edit={() => dated && edit(`${entryPath('readings', dated._key)}.confirmed`)}
          />
        </p>
      )}
    </SectionFrame>
  )
}
