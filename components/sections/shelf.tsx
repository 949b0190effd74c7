import { entryPath, langOfWords, wordsIn } from '#lib/manual/index.ts'
import { Entry, SectionFrame, type SectionProps } from './section-frame.tsx'
import { inked, whole } from '../whole.tsx'
import styles from './shelf.module.css'

/** Shelves with their items. An empty shelf is shown, and says that it is empty. */
export function Shelf({ section, anchors, language, edit, today }: SectionProps<'shelfSection'>) {
  return (
    <SectionFrame section={section} edit={edit} language={language} today={today}>
      <ul className={styles.shelves}>
        {section.shelves.map(({ _key, name, items }, index) => {
          const path = entryPath('shelves', _key)
          // The only shelf of a section, with the section's title, needs no heading of its own.
          const isWhole = section.shelves.length === 1 && name === section.title
          return (
            <Entry key={anchors[index]} section={section} index={index} anchor={anchors[index]} name={name}>
              {!isWhole && (
                <h3 dir="auto" {...edit(`${path}.name`)}>
                  {inked(name)}
                </h3>
              )}
              {items.length > 0 ? (
                <ul>
                  {items.map(({ _key: item, title, note, href }, at) => {
                    const itemPath = `${path}.${entryPath('items', item)}`
                    return (
                      <li key={at}>
                        <strong dir="auto" {...edit(`${itemPath}.title`)}>
                          {href ? <a href={href}>{inked(title)}</a> : inked(title)}
                        </strong>{' '}
                        {note && (
                          <span dir="auto" {...edit(`${itemPath}.note`)}>
                            {whole(note)}
                          </span>
                        )}
                      </li>
                    )
                  })}
                </ul>
              ) : (
                <p className={styles.empty} lang={langOfWords(language)} {...edit(`${path}.items`)}>
                  {wordsIn(language).emptyShelf}
                </p>
              )}
            </Entry>
          )
        })}
      </ul>
    </SectionFrame>
  )
}
