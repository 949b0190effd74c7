import type { ReactNode } from 'react'
import { redactedMark } from '#lib/editions/redact.ts'
import styles from './whole.module.css'

const compound = /([\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+)/u

/**
 * A text whose compounds, such as “surface-level”, stay on one line: broken after the hyphen, they would look
 * hyphenated. Where a passage was taken out of it, there is a bar of ink.
 */
export const whole = (text: string): ReactNode => inked(text, unbroken)

/** The same for words in a line: boxes that stay whole would not be struck or underlined. */
export function inked(text: string, rest = (part: string): ReactNode => part): ReactNode {
  if (!text.includes(redactedMark)) return rest(text)
  return text.split(redactedMark).map((part, at) => [at > 0 && <Redacted key={at} />, rest(part)])
}

const unbroken = (text: string): ReactNode =>
  text.split(compound).map((part, at) =>
    at % 2 === 1 ? (
      <span key={at} className={styles.whole}>
        {part}
      </span>
    ) : (
      part
    ),
  )

/** The word itself, as a bar of ink; in the texts of editions it is always this one. */
export const Redacted = ({ text }: { text?: string }) => (
  <span className={styles.redacted} lang={text ? undefined : 'en'}>
    {text ?? redactedMark.slice(1, -1)}
  </span>
)
