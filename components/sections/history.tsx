import type { CSSProperties } from 'react'
import { entryPath } from '#lib/manual/index.ts'
import { Entry, SectionFrame, type SectionProps } from './section-frame.tsx'
import styles from './history.module.css'

/** The time axis. It runs down from the first entry and stays open at the one that is still going on, which links to Now. */
export function History({ section, anchors, language, edit, manual, today }: SectionProps<'historySection'>) {
  const now = manual.sections.find(({ _type }) => _type === 'nowSection')
  return (
    <SectionFrame section={section} edit={edit} language={language} today={today}>
      <ol className={styles.axis}>
        {section.entries.map(({ _key, when, title, body, ongoing }, index) => {
          const path = entryPath('entries', _key)
          const skipped = yearsBetween(when, section.entries[index + 1]?.when)
          return (
            <Entry
              key={anchors[index]}
              section={section}
              index={index}
              anchor={anchors[index]}
              name={`${when}, ${title}`}
              className={[ongoing && styles.open, skipped && styles.skips].filter(Boolean).join(' ')}
              style={skipped ? ({ '--skipped': skipped } as CSSProperties) : undefined}
            >
              <p className={styles.when} dir="auto" {...edit(`${path}.when`)}>
                {ongoing && now ? <a href={`#${now.anchor}`}>{when}</a> : <When text={when} />}
              </p>
              <div>
                <h3 dir="auto" {...edit(`${path}.title`)}>
                  {title}
                </h3>
                <p dir="auto" {...edit(`${path}.body`)}>
                  {body}
                </p>
              </div>
            </Entry>
          )
        })}
      </ol>
    </SectionFrame>
  )
}

/** A year is marked up as one, for machines; anything else ("Spring 2021") is only text. */
function When({ text }: { text: string }) {
  return /^\d{4}(-\d{2}){0,2}$/.test(text) ? <time>{text}</time> : text
}

/** How many years lie between two that are given; the axis has a tick for each, five at most. */
function yearsBetween(from: string, to = ''): number {
  const isYear = /^\d{4}$/
  return isYear.test(from) && isYear.test(to) ? Math.min(Math.max(Number(to) - Number(from) - 1, 0), 5) : 0
}
