import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { routeOf, type StatusPage } from '#lib/published-paths.ts'

const header = 'x-internal-request'
const token = randomUUID()

/** Whether a request was made by `statusPage`. Other requests for internal routes are refused. */
export const isInternal = ({ headers }: IncomingMessage): boolean => headers[header] === token

/**
 * The status page to send in place of Next's answer, if any: when rendering fails, Next.js sends an empty
 * shell that needs scripts; for an unknown address, it sends a page from the build, which does not contain
 * the manual's title.
 */
export async function statusPageFor(
  status: number,
  body: Buffer,
  generation: string,
): Promise<Buffer | undefined> {
  const isEmptyFailure = status >= 500 && body.includes('id="__next_error__"')
  if (isEmptyFailure) return statusPage('failed', generation)
  return status === 404 ? statusPage('not found', generation) : undefined
}

export async function statusPage(page: StatusPage, generation: string): Promise<Buffer> {
  const address = `http://127.0.0.1:${process.env.PORT}${routeOf(page, generation)}`
  const response = await fetch(address, { headers: { [header]: token } })
  return Buffer.from(await response.arrayBuffer())
}
