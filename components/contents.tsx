import type { Section } from '#lib/manual/index.ts'
import styles from './contents.module.css'

/**
 * The outline of the manual. A list of one is no outline. The section in sight is marked, in browsers that know it without a script.
 */
export function Contents({ sections }: { sections: readonly Section[] }) {
  if (sections.length < 2) return null
  return (
    <nav className={styles.contents} aria-label="Contents">
      {/* Not in the module: the parser of the build does not know the pseudo-class yet, and warns. */}
      <style href="current-section" precedence="medium">
        {`.${styles.contents} a:target-current{--current:var(--lamp);color:var(--ink)}`}
      </style>
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
