'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { FieldLink } from './field-link.tsx'
import { waitForPages } from './late-pages.ts'
import { Brief } from './preview-bar.tsx'
import styles from './preview-bar.module.css'

const words = {
  connecting: <Brief>Connecting…</Brief>,
  // On a phone, the lamp alone.
  live: (follows: string) => <span className={styles.more}>Follows every {follows}</span>,
  lost: <Brief rest=": what you see may be out of date. Trying again…">Connection lost</Brief>,
  ended: (
    <Brief before="This preview has " rest=": what you see may be out of date.">
      ended
    </Brief>
  ),
}

/** Tells the other windows of this browser that a preview was opened or left. */
const channelName = 'preview'

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

interface Props {
  follows?: 'edit' | 'publish'
  reopenAt?: string
}

/**
 * Renders the page again, in place, whenever content has changed; and says whether it is connected.
 *
 * @param follows what changes this page.
 * @param reopenAt where an author reopens the preview after leaving it in another tab. Until then the draft
 *   stays in sight, since the Studio around it needs a page that answers. For guests, who have no such place,
 *   the page becomes what readers see.
 */
export function LiveUpdates({ follows = 'edit', reopenAt }: Props) {
  const router = useRouter()
  const [state, setState] = useState<keyof typeof words>('connecting')

  useEffect(() => waitForPages(), [])
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
    // The preview may have been left or reopened in the tab that was visible before, or in a window beside.
    const checkAccess = async () => {
      if (document.hidden) return
      if ((await askForAccess()) === 'ended') return reopenAt ? end() : router.refresh()
      if (events.readyState === EventSource.CLOSED) connect()
    }
    const channel = new BroadcastChannel(channelName)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, not of channels
    const tell = () => channel.postMessage(null)
    connect()
    tell()
    channel.addEventListener('message', checkAccess)
    addEventListener('pagehide', tell)
    document.addEventListener('visibilitychange', checkAccess)
    return () => {
      isMounted = false
      channel.close()
      removeEventListener('pagehide', tell)
      document.removeEventListener('visibilitychange', checkAccess)
      clearTimeout(retry)
      events.close()
    }
  }, [router, reopenAt])

  return (
    <p className={styles.live} data-state={state} role="status">
      <span>{state === 'live' ? words.live(follows) : words[state]}</span>{' '}
      {state === 'ended' && <FieldLink href={reopenAt}>Open it again</FieldLink>}
    </p>
  )
}
