import { unnamed, type Edit, type Identity } from '#lib/manual/index.ts'
import { SkipLink } from './sheet.tsx'
import styles from './running-head.module.css'

interface Props {
  identity?: Pick<Identity, 'identity' | 'availability'> | undefined
  edit?: Edit
}

/** The line above everything: whose document this is, and whether they are open to conversations. */
export function RunningHead({ identity, edit }: Props) {
  const availability = identity?.availability
  return (
    <header className={styles.head}>
      <SkipLink />
      <div>
        <p {...edit?.('identity')}>{identity?.identity ?? unnamed}</p>
        {availability && (
          <p className={styles.state}>
            <span className={styles.lamp} />
            <span {...edit?.('availability.text')}>
              {availability.href ? <a href={availability.href}>{availability.text}</a> : availability.text}
            </span>
          </p>
        )}
      </div>
    </header>
  )
}
