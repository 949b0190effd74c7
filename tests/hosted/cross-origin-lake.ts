import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { createLake, type Lake, type LakeOptions } from '#sanity/lake/index.ts'
import { createNodeAdapter } from '#sanity/lake/node.ts'
import { temporaryFile, TOKENS } from '#tests/lake/support.ts'

/**
 * A Content Lake on a port of its own that pages of another origin may call with credentials, as Sanity's API lets the origins on a
 * project's list. The embedded one answers its own origin only, so what the list does is done here, in front of it.
 */
export async function startCrossOriginLake(
  allowedOrigin: string,
  options: Partial<LakeOptions>,
): Promise<{ lake: Lake; url: string }> {
  const lake = createLake({
    file: temporaryFile(),
    projectId: 'manual',
    dataset: 'production',
    tokens: TOKENS,
    basePath: '/lake',
    ...options,
  })
  const adapter = createNodeAdapter(lake)
  const admit = ({ headers }: IncomingMessage) => {
    if (headers.origin === allowedOrigin) headers.origin = `http://${headers.host}`
  }
  const server = createServer((request, response) => {
    admit(request)
    response.setHeader('access-control-allow-origin', allowedOrigin)
    response.setHeader('access-control-allow-credentials', 'true')
    if (request.method === 'OPTIONS') {
      response.setHeader('access-control-allow-methods', 'GET, POST, PUT, DELETE')
      response.setHeader(
        'access-control-allow-headers',
        request.headers['access-control-request-headers'] ?? '',
      )
      response.writeHead(204).end()
    } else adapter.handle(request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    admit(request)
    adapter.upgrade(request, socket, head)
  })
  await new Promise<void>((resolve) => server.listen(0, 'localhost', () => resolve()))
  onTestFinished(async () => {
    await lake.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  return { lake, url: `http://localhost:${(server.address() as AddressInfo).port}/lake` }
}
