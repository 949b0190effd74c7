import styles from './life.module.css'

interface Props {
  /** The edition in which an entry first stood. */
  from: number
  /** The edition that took it out. */
  until: number
  /** How many editions there are. */
  count: number
}

/** As many as there is room for their numbers. */
const mostNumbers = 16

/** How long an entry was held: a line over all editions, ink while it was. What it shows is said beside it. */
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
