import type { ReactNode } from 'react'
import { RunningHead } from './running-head.tsx'
import { Sheet } from './sheet.tsx'
import { TitleBlock } from './title-block.tsx'
import styles from './status-page.module.css'

interface Props {
  /** Shown in the margin, where sections have their number. */
  code: string
  title: string
  status: string
  /** The line that names the manual, when it is known. */
  identity?: string | undefined
  children: ReactNode
}

/** A page with no manual to show, on the manual's own sheet: what has happened, and what can be done. */
export function StatusPage({ code, title, status, identity, children }: Props) {
  return (
    <>
      <RunningHead identity={{ identity, availability: undefined }} />
      <Sheet>
        <div className={styles.status}>
          <p>{code}</p>
          <div>
            <h1>{title}</h1>
            {children}
          </div>
        </div>
      </Sheet>
      <TitleBlock document={identity} status={status} />
    </>
  )
}
