/**
 * A `fetch` that sends all event streams over one connection (connection.client.ts) and other requests as
 * usual. For @sanity/client 8: `resolveFetch: resolveStreamFetch(apiHost)`, once for all clients. Bundled for
 * browsers.
 */

import { openConnection, type Frame, type ConnectionOptions } from './connection.client.ts'
import { tellSignedIn, watchSignIn } from './sign-in.client.ts'

interface Stream {
  path: string
  respond: (response: Response) => void
  /**
   * Fails the fetch if there is no response yet, else breaks off the body. Either way, the reader reconnects.
   */
  fail: (error: Error) => void
  controller: ReadableStreamDefaultController<Uint8Array>
  body: ReadableStream<Uint8Array>
  /** Whether the lake has answered with events, not with an error. */
  isEvents: boolean
  /** The position from which the stream can be resumed. */
  lastEventId: string | null
  /** Set while the stream is interrupted. */
  lost: Wait | undefined
  /** Calls off that it is requested again. */
  stopRetry?: () => void
}

/** Reported at once when a tab that was signed in is signed in no more. */
export const signInEnded =
  'Your sign-in has ended. Sign in again in another tab: what you write here is kept in this browser, and saved once you have.'

const eventStreamPath = /^\/[^/]+\/data\/(listen|live\/events)\/[^/?]+(\?|$)/
const positionLine = /^id: (.+)\n/gm
const dataPath = /^\/[^/]+\/data\//
const resumeParameter = 'enableResume=true'
const retryMs = 1000
/** How long to wait before asking again whether somebody has signed in, if nothing tells of it. */
const defaultSignInMs = 60_000
/** How long the lake may be away before `onProblem` is called: longer than a restart takes. */
const defaultNoticeMs = 10_000
/** How long to wait for the first message of a WebSocket before using requests instead. */
const defaultSocketTimeoutMs = 5000
/** Sent by a proxy while the server is away, and by the server while it starts. */
const awayStatuses = [502, 503, 504]
const knownTransaction = '"transactionAlreadyExistsError"'

/** The transactions that had been committed when they were sent again. */
export const committedBefore = new Set<string>()

type StreamOptions = Partial<Pick<ConnectionOptions, 'connect' | 'fetch' | 'onProblem'>> & {
  noticeMs?: number
  signInMs?: number
  socketTimeoutMs?: number
}

/**
 * Hides interruptions of the lake, however long they last. Otherwise the Studio would make its forms
 * read-only in the middle of a word, and some of its tools would crash. Streams are held and later resumed at
 * their position. A GET is repeated until it is answered; so is a write with a transaction id, since the lake
 * commits each id only once. The Studio keeps what is typed meanwhile. After `noticeMs`, `onProblem` is
 * called with a message.
 *
 * The end of a sign-in, which all sign-ins meet when the lake gets new secrets, is such an interruption too,
 * until somebody signs in again, of which another tab tells (sign-in.client.ts). The Studio by itself would
 * lock its forms without a word.
 *
 * The options are for tests.
 */
export function createStreamFetch(
  apiHost: string,
  {
    connect = (url) => new WebSocket(url),
    fetch = (...request) => globalThis.fetch(...request),
    socketTimeoutMs = defaultSocketTimeoutMs,
    noticeMs = defaultNoticeMs,
    signInMs = defaultSignInMs,
    onProblem = () => {},
  }: StreamOptions = {},
): typeof globalThis.fetch {
  const encoder = new TextEncoder()
  const streams = new Map<string, Stream>()
  let send: ((frame: object) => void) | undefined
  let lastId = 0
  /** Whether this tab was signed in. Before that, the Studio itself leads to the sign-in. */
  let wasSignedIn = false
  const startWaiting = watchWaits(noticeMs, onProblem)
  const ping = () => fetch(`${apiHost}/v1/ping`, { credentials: 'include' }).catch(() => undefined)
  const signedInAgain = watchSignIn(async () => (await ping())?.status === 401, signInMs)
  const mayRetry = (isSignedOut: boolean) => (isSignedOut ? signedInAgain() : pause(retryMs))

  function connectToLake(): (frame: object) => void {
    const onLost = (refusal?: 401 | 403) => {
      if (send !== connection) return
      send = undefined
      for (const id of streams.keys())
        if (refusal === 403) failStream(id)
        else holdStream(id, refusal === 401)
    }
    const connection = openConnection({
      apiHost,
      connect,
      fetch,
      timeoutMs: socketTimeoutMs,
      onFrame: receive,
      onLost,
      onProblem,
    })
    return connection
  }

  function requestStream(id: string, { path, lastEventId }: Stream): void {
    send ??= connectToLake()
    send({ open: id, path, ...(lastEventId !== null && { lastEventId }) })
  }

  function receive({ id, status, headers, chunk, end }: Frame): void {
    if (!wasSignedIn) tellSignedIn()
    wasSignedIn = true
    const stream = streams.get(id)
    if (!stream) return
    if (status !== undefined) {
      if (!stream.lost) stream.respond(new Response(stream.body, { status, headers: headers ?? {} }))
      else if (status !== 200) return failStream(id)
      stream.isEvents = status === 200
    }
    if (chunk !== undefined) {
      if (stream.lost && chunk.startsWith('event:')) {
        // The lake could not resume the stream, so the reader has missed events and must reconnect.
        if (chunk.startsWith('event: welcome\n') && stream.path.includes('/listen/')) return failStream(id)
        stream.lost.end()
        stream.lost = undefined
      }
      stream.controller.enqueue(encoder.encode(chunk))
      for (const [, position = null] of chunk.matchAll(positionLine)) stream.lastEventId = position
    }
    if (end && stream.isEvents) holdStream(id)
    else if (end) {
      closeStream(id)
      stream.controller.close()
    }
  }

  function holdStream(id: string, isSignedOut = false): void {
    const stream = streams.get(id)
    if (!stream) return
    if (!stream.isEvents || stream.lastEventId === null) return failStream(id)
    stream.lost ??= startWaiting()
    if (isSignedOut) stream.lost.tell(signInEnded)
    // Also for readers that did not request it: they do not notice the interruption, so they must not miss
    // events.
    if (!stream.path.includes(resumeParameter))
      stream.path += `${stream.path.includes('?') ? '&' : '?'}${resumeParameter}`
    stream.stopRetry?.() // a lake that closes ends the stream first, then the connection
    const { promise: stopped, resolve: stopRetry } = Promise.withResolvers<true>()
    stream.stopRetry = () => stopRetry(true)
    void Promise.race([stopped, mayRetry(isSignedOut)]).then(
      (isStopped) => isStopped || requestStream(id, stream),
    )
  }

  function failStream(id: string): void {
    const stream = streams.get(id)
    closeStream(id)
    stream?.fail(new TypeError('The connection to the lake was lost'))
  }

  function closeStream(id: string): void {
    const stream = streams.get(id)
    if (!stream) return
    streams.delete(id)
    stream.lost?.end()
    stream.stopRetry?.()
    send?.({ close: id })
  }

  function stream(path: string, init: RequestInit): Promise<Response> {
    const id = String((lastId += 1))
    return new Promise<Response>((respond, reject) => {
      if (init.signal?.aborted) return reject(init.signal.reason as Error)
      let controller!: ReadableStreamDefaultController<Uint8Array>
      const body = new ReadableStream<Uint8Array>({
        start: (given) => void (controller = given),
        cancel: () => closeStream(id),
      })
      const fail = (error: Error) => {
        reject(error)
        controller.error(error)
      }
      const lastEventId = new Headers(init.headers).get('last-event-id')
      const opened: Stream = {
        path,
        respond,
        fail,
        controller,
        body,
        isEvents: false,
        lastEventId,
        lost: undefined,
      }
      streams.set(id, opened)
      init.signal?.addEventListener('abort', () => {
        closeStream(id)
        fail(init.signal?.reason as Error)
      })
      requestStream(id, opened)
    })
  }

  async function request(input: RequestInfo | URL, init: RequestInit, isData: boolean): Promise<Response> {
    const { method = input instanceof Request ? input.method : 'GET', body, signal } = init
    const { transactionId } = (typeof body === 'string' && body.startsWith('{') ? JSON.parse(body) : {}) as {
      transactionId?: unknown
    }
    const mayRepeat = method === 'GET' || transactionId !== undefined
    const aborted = endOf(signal)
    let wait = mayRepeat ? startWaiting() : undefined
    try {
      for (let isFirst = true; ; isFirst = false) {
        const answer = await fetch(input, init).catch((error: Error) => error)
        let isSignedOut = false
        if (answer instanceof Error) {
          if (signal?.aborted || !mayRepeat) throw answer
        } else {
          // The transaction had been committed, and only the answer was lost.
          if (!isFirst && answer.status === 409 && (await answer.clone().text()).includes(knownTransaction)) {
            committedBefore.add(String(transactionId))
            return Response.json({ transactionId })
          }
          // A refused request has done nothing, so any may be repeated.
          isSignedOut = answer.status === 401 && wasSignedIn && isData
          const isAway = mayRepeat && awayStatuses.includes(answer.status)
          if (signal?.aborted || !(isSignedOut || isAway)) return answer
          wait ??= startWaiting()
          if (isSignedOut) wait.tell(signInEnded)
          else wait.reason = await reasonOf(answer)
        }
        await Promise.race([mayRetry(isSignedOut), aborted])
      }
    } finally {
      wait?.end()
    }
  }

  return (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    const path = url.startsWith(`${apiHost}/`) ? url.slice(apiHost.length) : ''
    if (eventStreamPath.test(path)) return stream(path, init)
    return path === '' ? fetch(input, init) : request(input, init, dataPath.test(path))
  }
}

interface Wait {
  /** The lake's own message, such as that the disk is full; absent if it does not answer. */
  reason?: string | undefined
  /** Reports this reason at once. */
  tell(reason: string): void
  end(): void
}

/** Resolves when a request is aborted. */
const endOf = (signal: AbortSignal | null | undefined) =>
  new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }))

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/**
 * The lake's error message, if the answer is the lake's: a proxy, or a server that is starting, sends none.
 */
async function reasonOf(answer: Response): Promise<string | undefined> {
  const body = (await answer.json().catch(() => undefined)) as { message?: unknown } | undefined
  return typeof body?.message === 'string' ? body.message : undefined
}

const describe = ({ reason }: Wait) =>
  reason === signInEnded
    ? reason
    : `${reason ?? 'The site does not answer.'} You can go on writing: it is kept in this browser, and saved as soon as the site can.`

/**
 * Reports when something has waited for the lake for longer than `noticeMs`, and again (with `undefined`)
 * when nothing overdue is waiting any more. Also covers requests that neither fail nor get an answer, as on a
 * dead connection.
 */
function watchWaits(noticeMs: number, onProblem: ConnectionOptions['onProblem']): () => Wait {
  const overdue = new Set<Wait>()
  return () => {
    const report = () => {
      clearTimeout(timer)
      overdue.add(wait)
      onProblem(describe(wait))
    }
    const timer = setTimeout(report, noticeMs)
    const wait: Wait = {
      tell(reason) {
        wait.reason = reason
        report()
      },
      end() {
        clearTimeout(timer)
        if (overdue.delete(wait) && overdue.size === 0) onProblem(undefined)
      },
    }
    return wait
  }
}

/**
 * For the option `resolveFetch` of @sanity/client 8. Always returns the same function: the client shares live
 * streams by its identity.
 */
export function resolveStreamFetch(
  apiHost: string,
  onProblem?: ConnectionOptions['onProblem'],
): () => typeof fetch {
  const streamFetch = createStreamFetch(apiHost, onProblem && { onProblem })
  return () => streamFetch
}
