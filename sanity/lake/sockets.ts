/**
 * WebSockets. Presence: just enough for the Studio to stop trying to connect. Streams: all of a tab's event streams in one
 * socket, because over HTTP/1.1 a browser opens only six connections to an origin, and the Studio alone wants more.
 */

import type { WebSocket } from 'ws'
import { z } from 'zod'
import { parseAs } from './body.ts'
import { type Route, route } from './router.ts'

const heartbeatMs = 20_000
const maxStreams = 100
const eventStreamPath = /^\/v[\dX-]+\/data\/(listen|live\/events)\/[^/?]+(\?|$)/

/** A handshake that may connect is answered with 426; see `connect` in index.ts. */
export function socketRoutes(): Route[] {
  const handle = () => new Response(null, { status: 426, headers: { upgrade: 'websocket' } })
  return [route('GET /socket/:dataset', 'read', handle), route('GET /streams', 'read', handle)]
}

const call = z.object({ id: z.union([z.string(), z.number()]) })

/** Sanity's Bifur protocol, JSON-RPC 2.0. Divergence: everybody is alone; there is one author. */
export function servePresence(socket: WebSocket): void {
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
    lastEventId: z.string().optional(),
  }),
  z.strictObject({ close: z.string() }),
])

/**
 * Client to lake: `{"open": "<id>", "path": "/v…/data/listen/…", "lastEventId"?}`, `{"close": "<id>"}`.
 * Lake to client: `{"id", "status", "headers"}` once, then `{"id", "chunk": "text"}`, at last `{"id", "end": true}`.
 * Each stream is the answer to an ordinary GET with the credentials of the handshake.
 */
export function serveStreams(
  socket: WebSocket,
  handshake: Request,
  baseUrl: string,
  fetch: (request: Request) => Promise<Response>,
): void {
  const open = new Map<string, AbortController>()
  const alive = setInterval(() => socket.ping(), heartbeatMs)
  alive.unref()
  // Resolves once the frame is handed to the network: a slow client slows its streams down, and they end when it is too far behind.
  const send = (frame: object) =>
    new Promise<void>((resolve, reject) => {
      socket.send(JSON.stringify(frame), (error) => (error ? reject(error) : resolve()))
    })

  async function forward(id: string, request: Request): Promise<void> {
    const response = await fetch(request)
    await send({ id, status: response.status, headers: Object.fromEntries(response.headers) })
    const text = (response.body ?? new ReadableStream()).pipeThrough(new TextDecoderStream())
    for await (const chunk of text) await send({ id, chunk })
    await send({ id, end: true })
  }

  socket.on('message', (data) => {
    const frame = parseAs(message, String(data))
    if (!frame) return socket.close(1008, 'Only event streams')
    if ('close' in frame) {
      open.get(frame.close)?.abort()
      open.delete(frame.close)
      return
    }
    if (open.size >= maxStreams) return socket.close(1008, 'Too many event streams')
    const controller = new AbortController()
    open.set(frame.open, controller)
    const headers = streamHeaders(handshake, frame.lastEventId)
    const request = new Request(baseUrl + frame.path, { headers, signal: controller.signal })
    forward(frame.open, request)
      .catch(() => undefined) // the socket went away, and its streams with it
      .finally(() => open.delete(frame.open))
  })
  socket.on('close', () => {
    clearInterval(alive)
    for (const controller of open.values()) controller.abort()
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
