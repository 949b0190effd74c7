import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import { onTestFinished } from 'vitest'
import { createLake, type Lake, type LakeOptions } from '#sanity/lake/index.ts'
import { createNodeAdapter } from '#sanity/lake/node.ts'
import { temporaryFile, TOKENS } from '#tests/lake/support.ts'
import { freePort } from './ports.ts'

interface CrossOriginLake {
  lake: Lake
  url: string
  /** What a site needs in its environment to use this lake as it would use Sanity. */
  env: Record<string, string>
  /** Answers everything in the lake's place from now on; without a listener, the lake answers again. */
  failWith(listener?: RequestListener): void
}

export const revalidateSecret = 'a-secret-of-sixteen-or-more'

/**
 * A Content Lake on a port of its own that pages of another origin may call with credentials, as Sanity's API lets the origins on a
 * project's list. The embedded one answers its own origin only, so what the list does is done here, in front of it.
 */
export async function startCrossOriginLake(
  allowedOrigin: string,
  options: Partial<LakeOptions>,
): Promise<CrossOriginLake> {
  const lake = createLake({
    file: temporaryFile(),
    projectId: 'manual',
    dataset: 'production',
    tokens: TOKENS,
    basePath: '/lake',
    webhook: { url: `${allowedOrigin}/api/revalidate`, secret: revalidateSecret },
    ...options,
  })
  const adapter = createNodeAdapter(lake)
  let failure: RequestListener | undefined
  const admit = ({ headers }: IncomingMessage) => {
    if (headers.origin === allowedOrigin) headers.origin = `http://${headers.host}`
  }
  const server = createServer((request, response) => {
    if (failure) return failure(request, response)
    admit(request)
    response.setHeader('access-control-allow-origin', allowedOrigin)
    response.setHeader('access-control-allow-credentials', 'true')
    if (request.method === 'OPTIONS') {
      response.setHeader('access-control-allow-methods', 'GET, POST, PUT, DELETE')
      response.setHeader(
        'access-control-allow-headers',
        request.headers['access-control-request-headers'] ?? '',
      )
      return response.writeHead(204).end()
    }
    adapter.handle(request, response)
  })
  server.on('upgrade', (request, socket, head) => {
    admit(request)
    adapter.upgrade(request, socket, head)
  })
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, 'localhost', () => resolve()))
  onTestFinished(async () => {
    await lake.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
  const url = `http://localhost:${port}/lake`
  return {
    lake,
    url,
    env: {
      PORT: new URL(allowedOrigin).port,
      SITE_URL: allowedOrigin,
      NEXT_PUBLIC_SANITY_PROJECT_ID: 'manual',
      NEXT_PUBLIC_SANITY_DATASET: 'production',
      SANITY_API_HOST: url,
      SANITY_API_READ_TOKEN: TOKENS.read,
      SANITY_API_WRITE_TOKEN: TOKENS.write,
      SANITY_REVALIDATE_SECRET: revalidateSecret,
    },
    failWith(listener) {
      failure = listener
      // Connections that were opened before would go on being answered.
      server.closeIdleConnections()
    },
  }
}
