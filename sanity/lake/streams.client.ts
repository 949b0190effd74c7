// The browser's half of the streams socket (see sockets.ts): a `fetch` that sends event streams through one shared WebSocket
// and everything else the usual way. Give it to @sanity/client 8 as `resolveFetch: resolveStreamFetch(apiHost)`, once for
// all clients. No imports: this file is bundled for browsers.

type Frame = { id: string; status?: number; headers?: Record<string, string>; chunk?: string; end?: true }

interface Stream {
  respond: (response: Response) => void
  /** Before there is a response: a failed fetch. After that: a body that breaks off. Either way the reader reconnects. */
  fail: (error: Error) => void
  controller: ReadableStreamDefaultController<Uint8Array>
  body: ReadableStream<Uint8Array>
}

interface Connection {
  send: (frame: object) => void
  streams: Map<string, Stream>
}

const EVENT_STREAM = /^\/[^/]+\/data\/(listen|live\/events)\/[^/?]+(\?|$)/
/** Answers on this socket are in version X, the newest. Each stream's own path names the version of its API. */
const SOCKET_PATH = '/vX/streams'

/** `connect` opens the socket; a test brings its own to set headers. */
export function createStreamFetch(
  apiHost: string,
  connect: (url: string) => WebSocket = (url) => new WebSocket(url),
): typeof fetch {
  const encoder = new TextEncoder()
  let connection: Connection | null = null
  let lastId = 0

  function open(): Connection {
    const socket = connect(`${apiHost.replace(/^http/, 'ws')}${SOCKET_PATH}`)
    const ready = new Promise<unknown>((resolve) => socket.addEventListener('open', resolve))
    const opened: Connection = {
      streams: new Map(),
      send: (frame) => void ready.then(() => socket.send(JSON.stringify(frame))),
    }
    const drop = () => {
      if (connection === opened) connection = null
      const { streams } = opened
      for (const { fail } of streams.values()) fail(new TypeError('The connection to the lake was lost'))
      streams.clear()
    }
    socket.addEventListener('message', (event) => receive(opened, JSON.parse(String(event.data)) as Frame))
    socket.addEventListener('close', drop)
    socket.addEventListener('error', drop)
    return opened
  }

  function receive({ streams }: Connection, { id, status, headers, chunk, end }: Frame): void {
    const stream = streams.get(id)
    if (!stream) return
    if (status !== undefined) stream.respond(new Response(stream.body, { status, headers: headers ?? {} }))
    if (chunk !== undefined) stream.controller.enqueue(encoder.encode(chunk))
    if (end) {
      streams.delete(id)
      stream.controller.close()
    }
  }

  function stream(path: string, init: RequestInit): Promise<Response> {
    const id = String((lastId += 1))
    const lastEventId = new Headers(init.headers).get('last-event-id')
    const { streams, send } = (connection ??= open())
    const stop = () => {
      if (streams.delete(id)) send({ close: id })
    }
    return new Promise<Response>((respond, reject) => {
      if (init.signal?.aborted) return reject(init.signal.reason as Error)
      let controller!: ReadableStreamDefaultController<Uint8Array>
      const body = new ReadableStream<Uint8Array>({
        start: (given) => void (controller = given),
        cancel: stop,
      })
      const fail = (error: Error) => {
        reject(error)
        controller.error(error)
      }
      streams.set(id, { respond, fail, controller, body })
      init.signal?.addEventListener('abort', () => {
        stop()
        fail(init.signal?.reason as Error)
      })
      send({ open: id, path, ...(lastEventId !== null && { lastEventId }) })
    })
  }

  return (input, init = {}) => {
    const url = input instanceof Request ? input.url : String(input)
    const path = url.startsWith(`${apiHost}/`) ? url.slice(apiHost.length) : ''
    return EVENT_STREAM.test(path) ? stream(path, init) : fetch(input, init)
  }
}

/** What @sanity/client 8 takes as `resolveFetch`. It always returns the same fetch: the client shares live streams by its identity. */
export function resolveStreamFetch(apiHost: string): () => typeof fetch {
  const streamFetch = createStreamFetch(apiHost)
  return () => streamFetch
}
