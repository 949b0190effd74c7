import { Aloud } from '../aloud.tsx'
import type { ChangeMark } from './marks.tsx'
import styles from './change-bar.module.css'

/** The class of what has a bar beside it. */
export const changedLook = (mark: ChangeMark | undefined) =>
  mark && (mark.isDraft ? `${styles.changed} ${styles.draft}` : styles.changed)

/** Says which edition changed it, and leads to the words. The bar itself is drawn beside the whole. */
export const ChangeBar = ({ mark, lang }: { mark: ChangeMark; lang?: string | undefined }) => (
  <a className={styles.link} href={mark.href} lang={lang}>
    {mark.text} <Aloud>{mark.aloud}</Aloud>
  </a>
)
