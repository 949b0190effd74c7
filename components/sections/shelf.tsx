import { entryPath } from '#lib/manual/index.ts'
import { Entry, SectionFrame, type SectionProps } from './section-frame.tsx'
import styles from './shelf.module.css'

/** Shelves, each with what is on it. An empty shelf is drawn empty, and says so. */
export function Shelf({ section, edit }: SectionProps<'shelfSection'>) {
  return (
    <SectionFrame section={section} edit={edit}>
      <ul className={styles.shelves}>
        {section.shelves.map(({ _key, name, items }, index) => {
          const path = entryPath('shelves', _key)
          // A shelf that is the whole of its section needs no second title.
          const isWhole = section.shelves.length === 1 && name === section.title
          return (
            <Entry key={_key} section={section} index={index} entryKey={_key} name={name}>
              {!isWhole && <h3 {...edit(`${path}.name`)}>{name}</h3>}
              {items.length > 0 ? (
                <ul>
                  {items.map(({ _key: item, title, note, href }) => {
                    const itemPath = `${path}.${entryPath('items', item)}`
                    return (
                      <li key={item}>
                        <strong {...edit(`${itemPath}.title`)}>
                          {href ? <a href={href}>{title}</a> : title}
                        </strong>
                        {note && <p {...edit(`${itemPath}.note`)}>{note}</p>}
                      </li>
                    )
                  })}
                </ul>
              ) : (
                <p className={styles.empty} {...edit(`${path}.items`)}>
                  Nothing on this shelf.
                </p>
              )}
            </Entry>
          )
        })}
      </ul>
    </SectionFrame>
  )
}
