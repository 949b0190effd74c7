/**
 * Mounts a lake on a node:http server: converts incoming messages to Requests and Responses to outgoing
 * messages, and passes WebSockets on.
 */

import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import { BlockList, isIP } from 'node:net'
import { Readable, type Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import { WebSocketServer } from 'ws'
import { clientHeader, thisMachine } from './access.ts'
import { httpError } from './errors.ts'
import type { Lake } from './index.ts'

export interface NodeAdapterOptions {
  /**
   * Trust `X-Forwarded-Proto`, which decides the lake's own origin. Set it only behind a proxy that sets the
   * header.
   */
  trustProxy?: boolean
}

interface NodeAdapter {
  handle(req: IncomingMessage, res: ServerResponse): void
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void
}

const maxBodyBytes = 10_000_000
const maxFrameBytes = 100_000

export function createNodeAdapter(lake: Lake, { trustProxy = false }: NodeAdapterOptions = {}): NodeAdapter {
  const server = new WebSocketServer({ noServer: true, maxPayload: maxFrameBytes })
  return {
    handle(req, res) {
      respond(lake, req, res, trustProxy).catch(() => res.destroy()) // the client disconnected
    },
    upgrade(req, socket, head) {
      socket.on('error', () => socket.destroy())
      const request = toRequest(req, trustProxy, new AbortController().signal)
      const answer = request ? lake.fetch(request) : Promise.resolve(malformed())
      void answer.then(({ status }) => {
        // With 426 the lake accepts the handshake. Any other status is the final answer.
        if (request && status === 426) {
          server.handleUpgrade(req, socket, head, (connected) => lake.connect(connected, request))
        } else {
          const text = STATUS_CODES[status] ?? ''
          socket.end(`HTTP/1.1 ${status} ${text}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
        }
      })
    },
  }
}

async function respond(
  lake: Lake,
  req: IncomingMessage,
  res: ServerResponse,
  trustProxy: boolean,
): Promise<void> {
  const left = new AbortController()
  res.on('close', () => left.abort())
  const request = toRequest(req, trustProxy, left.signal)
  const tooLarge = Number(req.headers['content-length'] ?? 0) > maxBodyBytes
  const response = tooLarge ? tooLong().toResponse() : request ? await lake.fetch(request) : malformed()
  res.statusCode = response.status
  for (const [name, value] of response.headers) res.appendHeader(name, value)
  res.flushHeaders()
  if (!response.body || req.method === 'HEAD') {
    await response.body?.cancel()
    res.end()
    return
  }
  // Respects backpressure; cancels the body when the client disconnects.
  await pipeline(Readable.fromWeb(response.body as NodeReadableStream), res)
}

const malformed = () => httpError(400, 'Malformed request').toResponse()
const tooLong = () => httpError(413, `Bodies may have at most ${maxBodyBytes} bytes`)

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8)
loopback.addAddress('::1', 'ipv6')
/** Private networks, in which a proxy may be. */
const nearby = new BlockList()
for (const [net, prefix] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  nearby.addSubnet(net, prefix)
nearby.addSubnet('fc00::', 7, 'ipv6')

/**
 * The client, for the limit on guessing: the peer's address or, if the peer may be a proxy, the last address
 * in `X-Forwarded-For`.
 */
function clientOf({ socket, headers }: IncomingMessage): string {
  const peer = socket.remoteAddress ?? ''
  const family = isIP(peer) === 6 ? 'ipv6' : 'ipv4'
  const is = (list: BlockList) => isIP(peer) !== 0 && list.check(peer, family)
  const forwarded =
    String(headers['x-forwarded-for'] ?? '')
      .split(',')
      .at(-1)
      ?.trim() ?? ''
  if (isIP(forwarded) && (is(loopback) || is(nearby))) return forwarded
  return is(loopback) ? thisMachine : peer
}

/** Converts the message; `null` if it is malformed. */
function toRequest(req: IncomingMessage, trustProxy: boolean, signal: AbortSignal): Request | null {
  const forwarded = trustProxy && String(req.headers['x-forwarded-proto']).startsWith('https')
  const scheme = forwarded || 'encrypted' in req.socket ? 'https' : 'http'
  if (!req.url?.startsWith('/')) return null
  const headers = Object.entries({ ...req.headers, [clientHeader]: clientOf(req) }).map(
    ([name, value]): [string, string] => [name, String(value)],
  )
  const { method = 'GET' } = req
  const body = method === 'GET' || method === 'HEAD' ? null : limitedBody(req)
  const url = `${scheme}://${req.headers.host}${req.url}`
  try {
    return new Request(url, { method, headers, signal, body, duplex: 'half' } as RequestInit)
  } catch {
    return null // an invalid host, or a method that fetch forbids
  }
}

/**
 * Limits bodies without a Content-Length. Reads an oversized body to its end and discards it: a client that
 * is cut off while sending would not see the answer.
 */
function limitedBody(req: IncomingMessage): ReadableStream<Uint8Array> {
  let received = 0
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      received += chunk.byteLength
      if (received <= maxBodyBytes) controller.enqueue(chunk)
    },
    flush(controller) {
      if (received > maxBodyBytes) controller.error(tooLong())
    },
  })
  return (Readable.toWeb(req) as ReadableStream<Uint8Array>).pipeThrough(limit)
}
