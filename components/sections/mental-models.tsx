import { directionOf, entryPath, langOfWords, wordsIn } from '#lib/manual/index.ts'
import { Entry, SectionFrame, type SectionProps } from './section-frame.tsx'
import { inked, whole } from '../whole.tsx'
import styles from './mental-models.module.css'

/**
 * Models as maps from one set to another: an arrow between two words, then the model's name and a sentence.
 */
export function MentalModels({
  section,
  anchors,
  language,
  edit,
  today,
}: SectionProps<'mentalModelsSection'>) {
  return (
    <SectionFrame section={section} edit={edit} language={language} today={today}>
      <ol className={styles.models}>
        {section.models.map(({ _key, from, to, name, body }, index) => {
          const path = entryPath('models', _key)
          return (
            <Entry key={anchors[index]} section={section} index={index} anchor={anchors[index]} name={name}>
              <p className={styles.map}>
                <span dir="auto" {...edit(`${path}.from`)}>
                  {inked(from)}
                </span>{' '}
                <span
                  className={styles.arrow}
                  role="img"
                  aria-label={wordsIn(language).becomes}
                  lang={langOfWords(language)}
                >
                  {directionOf(language) === 'rtl' ? '←' : '→'}
                </span>{' '}
                <span dir="auto" {...edit(`${path}.to`)}>
                  {inked(to)}
                </span>
              </p>
              <h3 dir="auto" {...edit(`${path}.name`)}>
                {whole(name)}
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
