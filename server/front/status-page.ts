import { randomUUID } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { routeOf, type StatusPage } from '#lib/published-paths.ts'

const header = 'x-internal-request'
const token = randomUUID()

/** Whether a request comes from this module: nobody else may ask for the routes behind the addresses. */
export const isInternal = ({ headers }: IncomingMessage): boolean => headers[header] === token

/**
 * The page that readers are sent instead of what Next.js answered: instead of the shell that it sends when
 * rendering fails, whose words come by script, and instead of its own page for an address that leads nowhere,
 * which is made in the build and does not know the manual.
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
