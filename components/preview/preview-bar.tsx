import type { ReactNode } from 'react'
import styles from './preview-bar.module.css'

interface Props {
  /** A sentence that says what the page shows. */
  children: ReactNode
  /** The connection's state, and what else the preview can do. */
  controls?: ReactNode
  /** Whether the page does not show a draft. */
  isOver?: boolean
  /** Whether this browser has left the preview already. */
  isLeft?: boolean
}

/**
 * A sentence of which a narrow bar shows only the children, to stay on one line. Screen readers read all of
 * it.
 */
export const Brief = ({ before, rest, children }: { before?: string; rest?: string; children: string }) => (
  <>
    {before && <span className={styles.more}>{before}</span>}
    <span>{children}</span>
    {rest && <span className={styles.more}>{rest}</span>}
  </>
)

/** The bar on every page of a preview: says that it is a preview, and lets the author leave it. */
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
       * A form rather than a link, so that no prefetch and no crawler ends a preview. `_top`: inside the
       * Presentation tool, leaving takes the author out of the Studio, which would report the page that
       * follows as a broken preview.
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
