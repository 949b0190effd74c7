/**
 * The browser's half of the streams' connection (see sockets.ts): a WebSocket, or, where something on the way
 * passes none, one event stream for what comes and ordinary requests for what goes. Either takes one
 * connection, of which HTTP/1.1 has six.
 */

export interface Frame {
  id: string
  status?: number
  headers?: Record<string, string>
  chunk?: string
  end?: true
}

/** Why nothing arrives from the lake, in words for its author; `undefined` while it does. */
export type ConnectionProblem = string | undefined

export interface ConnectionOptions {
  apiHost: string
  connect: (url: string) => WebSocket
  fetch: typeof fetch
  /** Milliseconds within which the first answer must be there. */
  timeoutMs: number
  onFrame: (frame: Frame) => void
  /** Called once, when the connection is lost or refused: no frame follows. */
  onLost: (isRefused: boolean) => void
  onProblem: (trouble: ConnectionProblem) => void
}

/** The connection is of version X, the newest. Each stream's own path names the version of its API. */
const path = '/vX/streams'

/** Neither a WebSocket nor an event stream brings anything. */
function unreachableMessage(): string {
  const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return (
    'Changes do not arrive here. A proxy between this browser and the site passes no WebSockets, and holds back event streams: it has to ' +
    'pass on the headers Upgrade and Connection, or not to buffer text/event-stream.' +
    (page?.nextHopProtocol.startsWith('http/1') ? ' Or too many tabs are open for HTTP/1.1: close some.' : '')
  )
}

/**
 * Opens the connection, and returns the function that sends a frame on it. Some proxies open a WebSocket and
 * pass nothing on, so it counts only once an answer has arrived; until then, everything is sent again by
 * requests.
 */
export function openConnection(options: ConnectionOptions): (frame: object) => void {
  const { apiHost, connect, fetch, timeoutMs } = options
  /** Frames to send again by requests, until the WebSocket has brought an answer. */
  let unanswered: object[] | undefined = []
  let transmit: (frame: object) => void = () => {}
  let isClosed = false
  const lost = (isRefused = false) => {
    if (isClosed) return
    isClosed = true
    options.onLost(isRefused)
  }
  const receive = (frame: Frame) => {
    if (!isClosed) options.onFrame(frame)
  }

  function overSocket(): void {
    const socket = connect(`${apiHost.replace(/^http/, 'ws')}${path}`)
    let state: 'asked' | 'answered' | 'given up' = 'asked'
    const giveUp = () => {
      clearTimeout(timeout)
      if (state === 'answered') lost()
      else if (state === 'asked') void withoutSocket()
      state = 'given up'
      socket.close()
    }
    const timeout = setTimeout(giveUp, timeoutMs)
    // On one that is closing, the browser would complain: what was asked for is asked for again on the next.
    const transmitFrame = (frame: object) => {
      if (socket.readyState < WebSocket.CLOSING) socket.send(JSON.stringify(frame))
    }
    socket.addEventListener('open', () => {
      if (state !== 'asked') return
      for (const frame of unanswered ?? []) transmitFrame(frame)
      transmit = transmitFrame
    })
    socket.addEventListener('message', (event) => {
      if (state === 'given up') return
      clearTimeout(timeout)
      state = 'answered'
      unanswered = undefined
      options.onProblem(undefined)
      receive(JSON.parse(String(event.data)) as Frame)
    })
    socket.addEventListener('close', giveUp)
    socket.addEventListener('error', giveUp)
  }

  /** The lake may be away, or only the WebSocket may not get through: a ping tells. */
  async function withoutSocket(): Promise<void> {
    transmit = () => {}
    const ping = await fetch(`${apiHost}/v1/ping`, { credentials: 'include' }).catch(() => undefined)
    if (!ping?.ok) return lost(ping?.status === 401 || ping?.status === 403)
    await overRequests().catch(() => undefined)
    lost()
  }

  async function overRequests(): Promise<void> {
    const closing = new AbortController()
    const { signal } = closing
    const timeout = setTimeout(() => options.onProblem(unreachableMessage()), timeoutMs)
    try {
      const headers = { accept: 'text/event-stream' }
      const response = await fetch(`${apiHost}${path}`, { headers, credentials: 'include', signal })
      if (!response.ok || !response.body) return
      for await (const { event, data } of events(response.body)) {
        if (event === 'frame') receive(JSON.parse(data) as Frame)
        if (event !== 'line') continue
        clearTimeout(timeout)
        options.onProblem(undefined)
        transmit = sender(`${apiHost}${path}/${JSON.parse(data) as string}`, () => closing.abort())
        for (const frame of unanswered ?? []) transmit(frame)
        unanswered = undefined
      }
    } finally {
      clearTimeout(timeout)
      closing.abort()
    }
  }

  /**
   * One request at a time, so that the lake gets the frames in their order; what comes meanwhile goes with
   * the next.
   */
  function sender(url: string, fail: () => void): (frame: object) => void {
    let waiting: object[] = []
    let isSending = false
    const send = async () => {
      isSending = true
      while (waiting.length > 0) {
        const body = JSON.stringify(waiting)
        waiting = []
        const headers = { 'content-type': 'application/json' }
        const response = await fetch(url, { method: 'POST', body, headers, credentials: 'include' })
        if (!response.ok) throw new Error(`The lake answered with status ${response.status}`)
      }
      isSending = false
    }
    return (frame) => {
      waiting.push(frame)
      if (!isSending) send().catch(fail)
    }
  }

  overSocket()
  return (frame) => {
    unanswered?.push(frame)
    transmit(frame)
  }
}

/** Reads server-sent events, as far as the lake's need it: one line of data each. */
async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<{ event: string; data: string }> {
  // Not by `for await`: Safari has no iterator there.
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader()
  let rest = ''
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return
    const blocks = `${rest}${value}`.split('\n\n')
    rest = blocks.pop() ?? ''
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1] ?? ''
      yield { event: field('event'), data: field('data') }
    }
  }
}
