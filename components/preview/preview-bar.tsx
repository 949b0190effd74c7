import type { ReactNode } from 'react'
import styles from './preview-bar.module.css'

interface Props {
  /** What is shown, in a sentence. */
  children: ReactNode
  /** Whether the page follows the edits, and what else the preview can do. */
  controls?: ReactNode
  /** What is under it is no draft. */
  isOver?: boolean
  /** This browser has left the preview already. */
  isLeft?: boolean
}

/**
 * A sentence of which a narrow bar shows only the children, so that it stays one line; it is read aloud in
 * full.
 */
export const Brief = ({ before, rest, children }: { before?: string; rest?: string; children: string }) => (
  <>
    {before && <span className={styles.more}>{before}</span>}
    <span>{children}</span>
    {rest && <span className={styles.more}>{rest}</span>}
  </>
)

/** On every page of a preview: says that it is one, and offers a way out. */
export function PreviewBar({ children, controls, isOver, isLeft }: Props) {
  return (
    <aside
      className={isOver ? `${styles.bar} ${styles.over}` : styles.bar}
      aria-label="Preview"
      lang="en"
      dir="ltr"
    >
      <p>{children}</p>
      {controls}
      {/*
       * A form rather than a link, so that no prefetch and no robot ends somebody's preview. Inside the Studio it leaves the Studio too,
       * which would take the page that follows for a broken preview.
       */}
      {!isLeft && (
        <form method="post" action="/api/draft-mode/disable" target="_top">
          <button>
            <Brief rest=" preview">Exit</Brief>
          </button>
        </form>
      )}
    </aside>
  )
}
