'use client'

import { useRouter } from 'next/navigation'
import { useEffect, useState } from 'react'
import { FieldLink } from './field-link.tsx'
import { heartbeatMs } from './heartbeat.ts'
import { waitForPages } from './late-pages.ts'
import { Brief } from './preview-bar.tsx'
import styles from './preview-bar.module.css'

const words = {
  connecting: <Brief>Connecting…</Brief>,
  live: (follows: string) => <>Follows every {follows}</>,
  lost: <Brief rest=": what you see may be out of date. Trying again…">Connection lost</Brief>,
  ended: (
    <Brief before="This " rest=": what you see may be out of date.">
      preview has ended
    </Brief>
  ),
}

/** A BroadcastChannel on which windows of this browser tell each other that a preview was opened or left. */
const channelName = 'preview'

/**
 * Milliseconds before reconnecting after the server refused a connection. A connection that breaks is
 * reopened by the browser itself.
 */
const retryAfterMs = 2000

/**
 * Milliseconds without any event before connecting anew. Neither a server that hangs nor a network that is
 * gone closes a connection, so that the browser reports no error.
 */
const silenceMs = 3 * heartbeatMs

/**
 * Whether this browser may still see drafts (`granted`) or has left the preview, maybe in another tab
 * (`ended`); `unknown` if the server does not answer, or does not know.
 */
const askForAccess = () =>
  fetch('/api/draft-mode/check', { cache: 'no-store' })
    .then((response) => (response.ok ? (response.json() as Promise<{ isGranted: boolean }>) : undefined))
    .then(
      (answer) => (!answer ? 'unknown' : answer.isGranted ? 'granted' : 'ended'),
      () => 'unknown',
    )

interface Props {
  follows?: 'edit' | 'publish'
  reopenAt?: string
}

/**
 * Refreshes the page in place when content has changed, and shows whether it is connected.
 *
 * @param follows what changes this page.
 * @param reopenAt where an author can reopen a preview that was left in another tab. Until then the draft
 *   stays on the page, because the Studio around it needs a page that answers. Guests have no such address;
 *   for them, the page becomes the published one.
 */
export function LiveUpdates({ follows = 'edit', reopenAt }: Props) {
  const router = useRouter()
  const [state, setState] = useState<keyof typeof words>('connecting')

  useEffect(() => waitForPages(), [])
  useEffect(() => {
    let events: EventSource | undefined
    let retry: ReturnType<typeof setTimeout>
    let silence: ReturnType<typeof setTimeout>
    // Whether changes may have been missed: between rendering and connecting, or while the connection was
    // lost.
    let isBehind = true
    let isMounted = true
    let asked = 0
    let known: { access: Awaited<ReturnType<typeof askForAccess>>; question: number } | undefined
    // A late answer to an earlier question does not count: the preview may have been left in between.
    const currentAccess = async () => {
      const question = (asked += 1)
      const access = await askForAccess()
      if (!known || question > known.question) known = { access, question }
      return known.access
    }
    const connect = () => {
      clearTimeout(retry)
      if (!isMounted) return
      events?.close()
      events = new EventSource('/api/draft-mode/live')
      listen()
      events.addEventListener('heartbeat', listen)
      events.addEventListener('welcome', () => {
        listen()
        setState('live')
        if (isBehind) router.refresh()
        isBehind = false
      })
      events.addEventListener('change', () => {
        listen()
        void refresh()
      })
      events.addEventListener('error', () => void reconnect())
    }
    const listen = () => {
      clearTimeout(silence)
      silence = setTimeout(() => {
        isBehind = true
        setState('lost')
        connect()
      }, silenceMs)
    }
    const refresh = async () => {
      const access = await currentAccess()
      if (access === 'ended' && reopenAt) end()
      // Without a server, `refresh` would make Next.js navigate to the browser's error page. The next
      // connection catches up.
      else if (access === 'unknown') isBehind = true
      else router.refresh()
    }
    const reconnect = async () => {
      isBehind = true
      setState('lost')
      if (events?.readyState !== EventSource.CLOSED) return
      clearTimeout(silence)
      const isOver = (await currentAccess()) === 'ended'
      if (isOver && reopenAt) return end()
      if (isOver) router.refresh()
      retry = setTimeout(connect, retryAfterMs)
    }
    const end = () => {
      clearTimeout(silence)
      events?.close()
      isBehind = true
      setState('ended')
    }
    // The preview may have been left or reopened in another tab or window.
    const checkAccess = async () => {
      if (document.hidden) return
      const access = await currentAccess()
      if (access === 'ended') return reopenAt ? end() : router.refresh()
      if (access === 'granted' && events?.readyState === EventSource.CLOSED) connect()
    }
    const channel = new BroadcastChannel(channelName)
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a BroadcastChannel has no target origin
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
      clearTimeout(silence)
      events?.close()
    }
  }, [router, reopenAt])

  return (
    <p className={styles.live} data-state={state} role="status">
      <span>{state === 'live' ? words.live(follows) : words[state]}</span>{' '}
      {state === 'ended' && <FieldLink href={reopenAt}>Open it again</FieldLink>}
    </p>
  )
}
