import styles from './life.module.css'

interface Props {
  /** The first edition with the entry. */
  from: number
  /** The edition that removed it. */
  until: number
  /** The number of editions. */
  count: number
}

/** With more editions, there is no room for their numbers. */
const mostNumbers = 16

/**
 * Draws for how long an entry was held: a line over all editions, bold while they had it. Hidden from screen
 * readers, because the text beside it says the same.
 */
export function Life({ from, until, count }: Props) {
  const at = (number: number) => `${((number - 1) / count) * 100}%`
  return (
    <div className={styles.life} aria-hidden>
      <i style={{ insetInline: `${at(from)} ${(1 - (until - 1) / count) * 100}%` }} />
      {count <= mostNumbers && (
        <ol>
          {Array.from({ length: count }, (_, index) => index + 1).map((number) => (
            <li key={number} className={number >= from && number < until ? styles.held : undefined}>
              {number}
            </li>
          ))}
        </ol>
      )}
    </div>
  )
}
