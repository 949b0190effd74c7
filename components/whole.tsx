import type { ReactNode } from 'react'
import { redactedMark } from '#lib/editions/redact.ts'
import styles from './whole.module.css'

const compound = /([\p{L}\p{N}]+(?:-[\p{L}\p{N}]+)+)/u

/**
 * Renders a text with its hyphenated compounds, such as “surface-level”, kept on one line, since a break
 * after the hyphen looks like hyphenation. Redacted passages become bars.
 */
export const whole = (text: string): ReactNode => inked(text, unbroken)

/**
 * Renders only the redaction bars, and the text between them by `rest`. For text that may be struck through
 * or underlined: text decoration does not reach the inline blocks that `whole` makes of compounds.
 */
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

/** A redaction bar. Without `text` it contains the word of `redactedMark`, which is always English. */
export const Redacted = ({ text }: { text?: string }) => (
  <span className={styles.redacted} lang={text ? undefined : 'en'}>
    {text ?? redactedMark.slice(1, -1)}
  </span>
)
