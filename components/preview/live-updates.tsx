'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import styles from './preview-bar.module.css'

const words = {
  connecting: 'Connecting…',
  live: 'Follows every edit',
  lost: 'Connection lost: what you see may be out of date. Trying again…',
}

/** Milliseconds until the next try after the server has refused a connection. After a broken one, the browser itself tries again. */
const retryAfter = 2000

/** Renders the page again, in place, whenever content has changed; and says whether it is connected. */
export function LiveUpdates() {
  const router = useRouter()
  const [state, setState] = useState<keyof typeof words>('connecting')

  useEffect(() => {
    let events: EventSource
    let retry: ReturnType<typeof setTimeout>
    let wasLost = false
    const connect = () => {
      events = new EventSource('/api/draft-mode/live')
      events.addEventListener('welcome', () => {
        setState('live')
        // Changes in the meantime went unnoticed.
        if (wasLost) router.refresh()
        wasLost = false
      })
      events.addEventListener('change', () => router.refresh())
      events.addEventListener('error', () => {
        wasLost = true
        setState('lost')
        if (events.readyState === EventSource.CLOSED) retry = setTimeout(connect, retryAfter)
      })
    }
    connect()
    return () => {
      clearTimeout(retry)
      events.close()
    }
  }, [router])

  return (
    <p className={styles.live} data-state={state} role="status">
      {words[state]}
    </p>
  )
}
