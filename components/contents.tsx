import { wordsIn, type Section } from '#lib/manual/index.ts'
import styles from './contents.module.css'

/** The outline of the manual; a single section needs none. The section in view is marked, in browsers that can tell without a script. */
export function Contents({ sections, language }: { sections: readonly Section[]; language: string }) {
  if (sections.length < 2) return null
  return (
    <nav className={styles.contents} aria-label={wordsIn(language).contents}>
      {/* Not in the module: the build's parser does not know the pseudo-class yet, and warns. */}
      <style href="current-section" precedence="medium">
        {`.${styles.contents} a:target-current{--current:var(--lamp);color:var(--ink)}`}
      </style>
      <ol>
        {sections.map(({ _id, anchor, number, eyebrow }) => (
          <li key={_id}>
            <a href={`#${anchor}`}>
              <span>{`§ ${number}`}</span> <bdi>{eyebrow}</bdi>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  )
}
