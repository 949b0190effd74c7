import type { ServerResponse } from 'node:http'

/** Holds back what is written to a response, headers included, until it is complete; `done` sends what is to be sent instead. */
export function holdBack(response: ServerResponse, done: (body: Buffer) => Promise<void>): void {
  const chunks: Buffer[] = []
  const { writeHead, write, end } = response
  const keep = (chunk: unknown) => {
    if (chunk && typeof chunk !== 'function') chunks.push(Buffer.from(chunk as Buffer))
  }
  response.flushHeaders = () => {}
  response.writeHead = (status: number) => ((response.statusCode = status), response)
  response.write = (chunk: unknown) => (keep(chunk), true)
  response.end = ((chunk?: unknown) => {
    keep(chunk)
    Object.assign(response, { writeHead, write, end })
    done(Buffer.concat(chunks)).catch(() => response.destroy())
    return response
  }) as typeof end
}
