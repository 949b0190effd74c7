import type { Section } from '#lib/manual/index.ts'
import styles from './contents.module.css'

/** The outline of the manual. A list of one is no outline. */
export function Contents({ sections }: { sections: readonly Section[] }) {
  if (sections.length < 2) return null
  return (
    <nav className={styles.contents} aria-label="Contents">
      <ol>
        {sections.map(({ _id, anchor, number, eyebrow }) => (
          <li key={_id}>
            <a href={`#${anchor}`}>
              <span>{`§ ${number}`}</span> {eyebrow}
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}
