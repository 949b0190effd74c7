/**
 * The browser's side of the streams' connection (see sockets.ts): a WebSocket or, where a proxy does not pass
 * WebSockets, an event stream for incoming frames and ordinary requests for outgoing ones. Either uses one
 * connection; with HTTP/1.1, browsers open at most six per origin.
 */

export interface Frame {
  id: string
  status?: number
  headers?: Record<string, string>
  chunk?: string
  end?: true
}

/** Why nothing arrives from the lake, in words for the author; `undefined` while the connection works. */
export type ConnectionProblem = string | undefined

export interface ConnectionOptions {
  apiHost: string
  connect: (url: string) => WebSocket
  fetch: typeof fetch
  /** Milliseconds to wait for the first answer. */
  timeoutMs: number
  onFrame: (frame: Frame) => void
  /** Called once, when the connection is lost, or refused with this status. No frame follows. */
  onLost: (refusal?: 401 | 403) => void
  onProblem: (trouble: ConnectionProblem) => void
}

/** Version X is the newest. Each stream's own path names the version of its API. */
const path = '/vX/streams'

/** The message when neither a WebSocket nor an event stream gets through. */
function unreachableMessage(): string {
  const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return (
    'Changes do not arrive here. A proxy between this browser and the site passes no WebSockets, and holds back event streams: it has to ' +
    'pass on the headers Upgrade and Connection, or not to buffer text/event-stream.' +
    (page?.nextHopProtocol.startsWith('http/1') ? ' Or too many tabs are open for HTTP/1.1: close some.' : '')
  )
}

/**
 * Opens the connection, and returns a function that sends a frame. Some proxies accept a WebSocket but pass
 * nothing on, so it counts as open only when an answer has arrived; until then, frames are kept, to be sent
 * again by requests.
 */
export function openConnection(options: ConnectionOptions): (frame: object) => void {
  const { apiHost, connect, fetch, timeoutMs } = options
  /** Frames sent so far, until the WebSocket has brought an answer. */
  let unanswered: object[] | undefined = []
  let transmit: (frame: object) => void = () => {}
  let isClosed = false
  const lost = (refusal?: 401 | 403) => {
    if (isClosed) return
    isClosed = true
    options.onLost(refusal)
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
    // The browser logs an error when a frame is sent on a closing socket. The streams are requested again on
    // the next one.
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

  /** Finds out with a ping whether the lake is away, or only WebSockets do not get through. */
  async function withoutSocket(): Promise<void> {
    transmit = () => {}
    const ping = await fetch(`${apiHost}/v1/ping`, { credentials: 'include' }).catch(() => undefined)
    const status = ping?.status
    if (!ping?.ok) return lost(status === 401 || status === 403 ? status : undefined)
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
   * Sends one request at a time, so that frames arrive in order. Frames that are added meanwhile go into the
   * next request.
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

/** Parses server-sent events in the form that the lake sends: one line of data each. */
async function* events(body: ReadableStream<Uint8Array>): AsyncGenerator<{ event: string; data: string }> {
  // Not `for await`: Safari's ReadableStream is not async-iterable.
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
