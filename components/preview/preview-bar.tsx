import type { ReactNode } from 'react'
import styles from './preview-bar.module.css'

interface Props {
  /** What is shown, in a sentence. */
  children: ReactNode
  /** Whether the page follows the edits, and what else the preview can do. */
  controls?: ReactNode
}

/** On every page of a preview: says that it is one, and offers a way out. */
export function PreviewBar({ children, controls }: Props) {
  return (
    <aside className={styles.bar} aria-label="Preview">
      <p>{children}</p>
      {controls}
      {/*
       * A form and not a link: no prefetch, and no robot, ends somebody's preview. In the Studio it leaves the Studio too, which would
       * otherwise be left with a page that it takes for broken.
       */}
      <form method="post" action="/api/draft-mode/disable" target="_top">
        <button>Exit preview</button>
      </form>
    </aside>
  )
}
