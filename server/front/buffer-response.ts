import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from 'node:http'

/**
 * Buffers a response, headers included, until it is complete, then calls `done` with the body. `done` sends
 * the response; if it rejects, the connection is closed.
 */
export function bufferResponse(response: ServerResponse, done: (body: Buffer) => Promise<void>): void {
  const chunks: Buffer[] = []
  const { writeHead, write, end, flushHeaders } = response
  const keep = (chunk: unknown) => {
    if (chunk && typeof chunk !== 'function') chunks.push(Buffer.from(chunk as Buffer))
  }
  response.flushHeaders = () => {}
  response.writeHead = (status: number, ...rest: unknown[]) => {
    response.statusCode = status
    const [message, headers] = typeof rest[0] === 'string' ? rest : [undefined, rest[0]]
    if (message) response.statusMessage = message as string
    for (const [name, value] of pairs(headers as GivenHeaders)) response.setHeader(name, value)
    return response
  }
  response.write = (chunk: unknown) => (keep(chunk), true)
  response.end = ((chunk?: unknown) => {
    keep(chunk)
    Object.assign(response, { writeHead, write, end, flushHeaders })
    done(Buffer.concat(chunks)).catch(() => response.destroy())
    return response
  }) as typeof end
}

type GivenHeaders = OutgoingHttpHeaders | OutgoingHttpHeader[] | undefined

/** `writeHead` takes headers as an object, or as an array of alternating names and values. */
function pairs(headers: GivenHeaders): [string, OutgoingHttpHeader][] {
  const given = Array.isArray(headers)
    ? headers.flatMap((name, at) => (at % 2 === 0 ? [[name, headers[at + 1]] as const] : []))
    : Object.entries(headers ?? {})
  return given.flatMap(([name, value]) => (value === undefined ? [] : [[String(name), value]]))
}
