import type { ReactNode } from 'react'
import styles from './aloud.module.css'

/** Visually hidden text for screen readers. */
export const Aloud = ({ lang, children }: { lang?: string | undefined; children: ReactNode }) => (
  <span className={styles.aloud} lang={lang}>
    {children}
  </span>
)
