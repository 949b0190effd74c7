import type { ReactNode } from 'react'
import styles from './aloud.module.css'

/** Words for screen readers: what others see. */
export const Aloud = ({ lang, children }: { lang?: string | undefined; children: ReactNode }) => (
  <span className={styles.aloud} lang={lang}>
    {children}
  </span>
)
