import { Aloud } from '../aloud.tsx'
import type { ChangeMark } from './marks.tsx'
import styles from './change-bar.module.css'

/** The class of an element with a change bar. */
export const changedLook = (mark: ChangeMark | undefined) =>
  mark && (mark.isDraft ? `${styles.changed} ${styles.draft}` : styles.changed)

/**
 * The link of a change bar, to the words that changed. The bar itself is drawn by the class `changedLook`
 * gives.
 */
export const ChangeBar = ({ mark, lang }: { mark: ChangeMark; lang?: string | undefined }) => (
  <a className={styles.link} href={mark.href} lang={lang}>
    {mark.text} <Aloud>{mark.aloud}</Aloud>
  </a>
)
