/**
 * Presence: the minimum that keeps the Studio from reconnecting. Streams: all event streams of a tab over one
 * connection, since browsers open at most six HTTP/1.1 connections per origin and the Studio needs more. The
 * connection is a WebSocket or, where a proxy does not pass WebSockets, an event stream with requests beside
 * it.
 */

import type { WebSocket } from 'ws'
import { z } from 'zod'
import { parseAs, readBody } from './body.ts'
import { httpError } from './errors.ts'
import type { EventStreams } from './event-stream.ts'
import { type Call, type Route, route } from './router.ts'

const heartbeatMs = 20_000
const maxStreams = 100
const eventStreamPath = /^\/v[\dX-]+\/data\/(listen|live\/events)\/[^/?]+(\?|$)/

type Answer = (request: Request) => Promise<Response>

/**
 * A handshake that may connect is answered with 426. The adapter then passes its WebSocket to `connect` of
 * the same route.
 */
export function socketRoutes(events: EventStreams, basePath: string, answer: Answer): Route[] {
  const upgrade = () => new Response(null, { status: 426, headers: { upgrade: 'websocket' } })
  const baseUrl = ({ url }: { url: string }) => new URL(url).origin + basePath
  const lines = new Map<string, Streams>()

  /** The first event contains the id to which the client then sends frames. */
  const open = ({ request }: Call) =>
    events.respond(request.signal, (sink) => {
      const id = crypto.randomUUID()
      let turn = Promise.resolve()
      const send = (frame: object) =>
        (turn = turn.then(() => sink.send({ event: 'frame', data: frame })).then(() => sink.drained()))
      const streams = new Streams(request, baseUrl(request), answer, send)
      lines.set(id, streams)
      sink.send({ event: 'line', data: id })
      return () => {
        lines.delete(id)
        streams.end()
      }
    })

  const receive = async ({ request, params }: Call) => {
    const streams = lines.get(params.line ?? '')
    if (!streams) throw httpError(404, 'This line is closed')
    for (const frame of await readBody(z.array(message), request)) streams.receive(frame)
    return new Response(null, { status: 204 })
  }

  return [
    { ...route('GET /socket/:dataset', 'read', upgrade), connect: servePresence },
    {
      ...route('GET /streams', 'read', (call) =>
        call.request.headers.get('accept') === 'text/event-stream' ? open(call) : upgrade(),
      ),
      connect: (socket, handshake) => serveStreams(socket, handshake, baseUrl(handshake), answer),
    },
    route('POST /streams/:line', 'read', receive),
  ]
}

const call = z.object({ id: z.union([z.string(), z.number()]) })

/** Sanity's Bifur protocol, JSON-RPC 2.0. Divergence: reports no other users, since there is one author. */
function servePresence(socket: WebSocket): void {
  const heartbeat = setInterval(() => socket.send('♥'), heartbeatMs)
  heartbeat.unref()
  socket.on('close', () => clearInterval(heartbeat))
  socket.on('message', (data) => {
    const asked = parseAs(call, String(data))
    if (asked) socket.send(JSON.stringify({ jsonrpc: '2.0', id: asked.id, result: null }))
  })
}

const message = z.union([
  z.strictObject({
    open: z.string(),
    path: z.string().regex(eventStreamPath),
    // The characters that a header value may contain.
    lastEventId: z
      .string()
      .regex(/^[\x21-\x7e]*$/)
      .optional(),
  }),
  z.strictObject({ close: z.string() }),
])

type Message = z.infer<typeof message>

/**
 * Client to lake: `{"open": "<id>", "path": "/v…/data/listen/…", "lastEventId"?}`, `{"close": "<id>"}`. Lake
 * to client: `{"id", "status", "headers"}` once, then `{"id", "chunk": "text"}`, at last `{"id", "end":
 * true}`. Each stream is the answer to an ordinary GET with the credentials of the handshake.
 */
class Streams {
  readonly #open = new Map<string, AbortController>()
  readonly #handshake: Request
  readonly #baseUrl: string
  readonly #answer: Answer
  readonly #send: (frame: object) => Promise<void>

  /**
   * @param send resolves when the frame has been sent, so that a slow client slows its streams down. They end
   *   when it is too far behind.
   */
  constructor(handshake: Request, baseUrl: string, answer: Answer, send: (frame: object) => Promise<void>) {
    this.#handshake = handshake
    this.#baseUrl = baseUrl
    this.#answer = answer
    this.#send = send
  }

  /** Returns false if there are too many streams. */
  receive(message: Message): boolean {
    if ('close' in message) {
      this.#open.get(message.close)?.abort()
      this.#open.delete(message.close)
      return true
    }
    if (this.#open.size >= maxStreams) return false
    const controller = new AbortController()
    this.#open.set(message.open, controller)
    const headers = streamHeaders(this.#handshake, message.lastEventId)
    const request = new Request(this.#baseUrl + message.path, { headers, signal: controller.signal })
    this.#forward(message.open, request)
      .catch(() => undefined) // the connection was lost, and its streams with it
      .finally(() => this.#open.delete(message.open))
    return true
  }

  end(): void {
    for (const controller of this.#open.values()) controller.abort()
  }

  async #forward(id: string, request: Request): Promise<void> {
    const response = await this.#answer(request)
    await this.#send({ id, status: response.status, headers: Object.fromEntries(response.headers) })
    const text = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())
    for await (const chunk of text) await this.#send({ id, chunk })
    await this.#send({ id, end: true })
  }
}

function serveStreams(socket: WebSocket, handshake: Request, baseUrl: string, answer: Answer): void {
  const alive = setInterval(() => socket.ping(), heartbeatMs)
  alive.unref()
  const send = (frame: object) =>
    new Promise<void>((resolve, reject) => {
      socket.send(JSON.stringify(frame), (error) => (error ? reject(error) : resolve()))
    })
  const streams = new Streams(handshake, baseUrl, answer, send)
  socket.on('message', (data) => {
    const frame = parseAs(message, String(data))
    if (!frame) socket.close(1008, 'Only event streams')
    else if (!streams.receive(frame)) socket.close(1008, 'Too many event streams')
  })
  socket.on('close', () => {
    clearInterval(alive)
    streams.end()
  })
}

function streamHeaders(handshake: Request, lastEventId: string | undefined): Headers {
  const headers = new Headers({ accept: 'text/event-stream' })
  for (const name of ['cookie', 'authorization', 'origin']) {
    const value = handshake.headers.get(name)
    if (value !== null) headers.set(name, value)
  }
  if (lastEventId !== undefined) headers.set('last-event-id', lastEventId)
  return headers
}
