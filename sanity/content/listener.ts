import type {
  InitializedClientConfig,
  MutationEvent,
  ReconnectEvent,
  SanityClient,
  WelcomeEvent,
} from '@sanity/client'
import { editionType } from '#lib/editions/stored.ts'
import { sectionKinds } from '#lib/manual/sections.ts'
import type { ContentChange } from './answer.ts'

export interface ContentListener {
  /** `connected`, or since when the connection is lost, in ISO 8601. */
  readonly state: 'connected' | { cutOffSince: string }
  close(): void
}

interface Options {
  /** Called with the changes. Called without any after a gap, in which anything may have changed. */
  onChange: (changes?: readonly ContentChange[]) => void
  /** Called at intervals while the connection is lost. */
  whileDisconnected: () => void
}

type Event = MutationEvent | WelcomeEvent | ReconnectEvent

/**
 * Milliseconds for which events are collected after the first, which is passed on at once. An import sends
 * hundreds.
 */
const batchMs = 50
const pollIntervalMs = 5000
/**
 * A connection without any data for this long counts as lost: the content API sends some at least every 30
 * seconds.
 */
const maxSilenceMs = 45_000
/**
 * How long to wait for a connection before trying a new one: the content API may hang, or the token may have
 * been replaced.
 */
const reconnectAfterMs = 10_000

/**
 * Follows the published documents of the manual with Sanity's listen API and the client's token. Each process
 * has its own listener, so several need no coordination.
 */
export function listenToContent(
  client: SanityClient,
  { onChange, whileDisconnected }: Options,
): ContentListener {
  let cutOffSince: string | undefined = new Date().toISOString()
  let gathered: ContentChange[] | undefined
  let isReported = false
  let wasConnected = false
  let subscription: { unsubscribe(): void } | undefined
  let subscribedAt = 0
  let heardAt = 0
  const watched = withWatchedStreams(client, () => (heardAt = performance.now()))

  const pass = (change: ContentChange) => {
    if (gathered) return void gathered.push(change)
    gathered = []
    onChange([change])
    setTimeout(() => {
      const changes = gathered ?? []
      gathered = undefined
      if (changes.length > 0) onChange(changes)
    }, batchMs).unref()
  }

  const isUp = () => {
    cutOffSince = undefined
    if (isReported) console.info(`Changes of the content are heard of ${wasConnected ? 'again' : 'now'}`)
    isReported = false
    wasConnected = true
  }
  const isDown = (why: string) => {
    cutOffSince ??= new Date().toISOString()
    if (isReported) return
    isReported = true
    console.warn(
      `Changes of the content are not heard of; looking every ${pollIntervalMs / 1000} seconds until they are: ${why}`,
    )
  }
  const timer = setInterval(() => {
    if (cutOffSince === undefined) {
      if (performance.now() - heardAt < maxSilenceMs) return
      isDown('the connection is silent')
      subscribe()
    }
    isDown('the content API does not answer')
    whileDisconnected()
    if (performance.now() - subscribedAt > reconnectAfterMs) subscribe()
  }, pollIntervalMs)
  timer.unref()

  function subscribe() {
    subscription?.unsubscribe()
    subscribedAt = performance.now()
    subscription = watched
      .listen(
        '*[_type in $types]',
        { types: ['manual', editionType, ...sectionKinds] },
        {
          events: ['welcome', 'mutation', 'reconnect'],
          includeResult: false,
          includeMutations: false,
          visibility: 'query',
        },
      )
      .subscribe({
        next: (event: Event) => {
          if (event.type === 'reconnect') return isDown('the connection was lost')
          heardAt = performance.now()
          isUp()
          if (event.type === 'welcome') return onChange()
          const { documentId: id, timestamp: time, resultRev, transition } = event
          pass({ id, time, rev: transition === 'disappear' ? undefined : resultRev })
        },
        error: (error: unknown) => isDown(error instanceof Error ? error.message : String(error)),
      })
  }
  subscribe()

  return {
    get state() {
      return cutOffSince === undefined ? 'connected' : { cutOffSince }
    },
    close() {
      subscription?.unsubscribe()
      clearInterval(timer)
    },
  }
}

/**
 * A client that calls back for every chunk on a stream, including keep-alive comments, which cause no event.
 */
function withWatchedStreams(client: SanityClient, onBytes: () => void): SanityClient {
  const { resolveFetch } = client.config() as InitializedClientConfig
  return client.withConfig({
    resolveFetch: (proxyUrl) => {
      const send = resolveFetch?.(proxyUrl) ?? fetch
      return async (url, init) => {
        const response = await send(url, init)
        const watch = new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            onBytes()
            controller.enqueue(chunk)
          },
        })
        const body = response.body?.pipeThrough(watch) ?? null
        const { status, statusText, headers } = response
        return Object.defineProperty(new Response(body, { status, statusText, headers }), 'url', {
          value: url,
        })
      }
    },
  })
}
