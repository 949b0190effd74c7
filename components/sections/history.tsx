import { Fragment } from 'react'
import { entryPath } from '#lib/manual/index.ts'
import { Entry, SectionFrame, type SectionProps } from './section-frame.tsx'
import { inked, whole } from '../whole.tsx'
import styles from './history.module.css'

/**
 * The time axis, from the first entry down. It stays open at an ongoing entry, whose date links to the Now
 * section.
 */
export function History({ section, anchors, language, edit, manual, today }: SectionProps<'historySection'>) {
  const now = manual.sections.find(({ _type }) => _type === 'nowSection')
  return (
    <SectionFrame section={section} edit={edit} language={language} today={today}>
      <ol className={styles.axis}>
        {section.entries.map(({ _key, when, title, body, ongoing }, index) => {
          const path = entryPath('entries', _key)
          const skipped = yearsBetween(when, section.entries[index + 1]?.when)
          return (
            <Fragment key={anchors[index]}>
              <Entry
                section={section}
                index={index}
                anchor={anchors[index]}
                name={`${when}, ${title}`}
                className={ongoing ? styles.open : undefined}
              >
                <p className={styles.when} dir="auto" {...edit(`${path}.when`)}>
                  {ongoing && now ? <a href={`#${now.anchor}`}>{when}</a> : <When text={when} />}
                </p>
                <div>
                  <h3 dir="auto" {...edit(`${path}.title`)}>
                    {whole(title)}
                  </h3>
                  <p dir="auto" {...edit(`${path}.body`)}>
                    {whole(body)}
                  </p>
                </div>
              </Entry>
              {skipped && (
                <li className={styles.skipped} aria-hidden="true">
                  <div>
                    <p className={styles.when}>{skipped}</p>
                  </div>
                </li>
              )}
            </Fragment>
          )
        })}
      </ol>
    </SectionFrame>
  )
}

/** Marks up a date ("2021", "2021-03") as `time`; anything else ("Spring 2021") stays text. */
function When({ text }: { text: string }) {
  return /^\d{4}(-\d{2}){0,2}$/.test(text) ? <time>{text}</time> : inked(text)
}

/** The years between two years, as the label of a tick on the axis: "2022", "2014–2019". */
function yearsBetween(from: string, to = ''): string | undefined {
  const isYear = /^\d{4}$/
  const [first, last] = [Number(from) + 1, Number(to) - 1]
  if (!isYear.test(from) || !isYear.test(to) || first > last) return undefined
  return first === last ? String(first) : `${first}–${last}`
}
