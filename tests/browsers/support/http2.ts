import { once } from 'node:events'
import {
  connect,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
  type IncomingHttpStatusHeader,
} from 'node:http2'

/** An answer over HTTP/2, not decompressed. */
export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: Buffer
}

/** Sends a GET over HTTP/2 and accepts any certificate. Fails if the server has no HTTP/2. */
export async function get(address: string, headers: Record<string, string> = {}): Promise<Answer> {
  await using opened = await open(address, headers)
  const chunks: Buffer[] = []
  for await (const chunk of opened.stream) chunks.push(chunk as Buffer)
  return { status: opened.status, headers: opened.headers, body: Buffer.concat(chunks) }
}

/** Opens an answer that does not end, such as an event stream. */
export async function open(address: string, headers: Record<string, string> = {}) {
  const { origin, pathname, search } = new URL(address)
  const session = connect(origin, { rejectUnauthorized: false })
  const failed = once(session, 'error').then(([error]) => Promise.reject(error as Error))
  const stream: ClientHttp2Stream = session.request({ ':path': pathname + search, ...headers })
  const [received] = (await Promise.race([once(stream, 'response'), failed])) as [
    IncomingHttpHeaders & IncomingHttpStatusHeader,
  ]
  failed.catch(() => undefined)
  return {
    status: received[':status'] ?? 0,
    headers: received as IncomingHttpHeaders,
    stream,
    async [Symbol.asyncDispose]() {
      session.destroy()
    },
  }
}
