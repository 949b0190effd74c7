'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { FieldLink } from './field-link.tsx'
import styles from './preview-bar.module.css'

const words = {
  connecting: 'Connecting…',
  live: 'Follows every edit',
  lost: 'Connection lost: what you see may be out of date. Trying again…',
  ended: 'This preview has ended: what you see may be out of date.',
}

/**
 * Milliseconds until the next try after the server has refused a connection. After a broken one, the browser
 * itself tries again.
 */
const retryAfterMs = 2000

/**
 * Whether this browser may still see drafts, or has left the preview in another tab; `unknown` while the
 * server is away.
 */
const askForAccess = () =>
  fetch('/api/draft-mode/check', { cache: 'no-store' })
    .then((response) => response.json() as Promise<{ isGranted: boolean }>)
    .then(
      ({ isGranted }) => (isGranted ? 'granted' : 'ended'),
      () => 'unknown',
    )

/**
 * Renders the page again, in place, whenever content has changed; and says whether it is connected.
 *
 * @param reopenAt where an author reopens the preview after leaving it in another tab. Until then the draft
 *   stays in sight, since the Studio around it needs a page that answers. For guests, who have no such place,
 *   the page becomes what readers see.
 */
export function LiveUpdates({ reopenAt }: { reopenAt?: string }) {
  const router = useRouter()
  const [state, setState] = useState<keyof typeof words>('connecting')

  useEffect(() => {
    let events: EventSource
    let retry: ReturnType<typeof setTimeout>
    // Changes between the rendering and the connection went unnoticed, as do those while it is lost.
    let isBehind = true
    let isMounted = true
    const connect = () => {
      clearTimeout(retry)
      if (!isMounted) return
      events = new EventSource('/api/draft-mode/live')
      events.addEventListener('welcome', () => {
        setState('live')
        if (isBehind) router.refresh()
        isBehind = false
      })
      events.addEventListener('change', () => void refresh())
      events.addEventListener('error', () => void reconnect())
    }
    const refresh = async () => {
      const access = await askForAccess()
      if (access === 'ended' && reopenAt) end()
      // Without an answer, Next.js would leave the page for the browser's own error page. The next connection
      // catches up.
      else if (access === 'unknown') isBehind = true
      else router.refresh()
    }
    const reconnect = async () => {
      isBehind = true
      setState('lost')
      if (events.readyState !== EventSource.CLOSED) return
      const isOver = (await askForAccess()) === 'ended'
      if (isOver && reopenAt) return end()
      if (isOver) router.refresh()
      retry = setTimeout(connect, retryAfterMs)
    }
    const end = () => {
      events.close()
      isBehind = true
      setState('ended')
    }
    // The preview may have been left or reopened in the tab that was visible before.
    const checkAccess = async () => {
      if (document.hidden || !reopenAt) return
      if ((await askForAccess()) === 'ended') end()
      else if (events.readyState === EventSource.CLOSED) connect()
    }
    connect()
    document.addEventListener('visibilitychange', checkAccess)
    return () => {
      isMounted = false
      document.removeEventListener('visibilitychange', checkAccess)
      clearTimeout(retry)
      events.close()
    }
  }, [router, reopenAt])

  return (
    <p className={styles.live} data-state={state} role="status">
      <span className={state === 'live' ? styles.more : undefined}>{words[state]}</span>{' '}
      {state === 'ended' && <FieldLink href={reopenAt}>Open it again</FieldLink>}
    </p>
  )
}
