import type { ReactNode } from 'react'
import styles from './whole.module.css'

const compound = /([\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+)/u

/**
 * A text whose compounds, such as “surface-level”, stay on one line: broken after the hyphen, they would look
 * hyphenated.
 */
export const whole = (text: string): ReactNode =>
  text.split(compound).map((part, at) =>
    at % 2 === 1 ? (
      <span key={at} className={styles.whole}>
        {part}
      </span>
    ) : (
      part
    ),
  )
