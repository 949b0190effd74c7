import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { readerPages } from '#lib/server/reader-pages.ts'

const shell =
  '<!DOCTYPE html><html id="__next_error__"><head></head><body><script src="/_next/x.js"></script></body></html>'
const designed =
  '<!DOCTYPE html><html lang="en"><head><meta name="status" content="500"/></head><body><h1>This page could not be drawn.</h1></body></html>'

/** Next.js when the rendering of every page but that of the failure fails. */
const failingNext: RequestListener = (request, response) => {
  response.statusCode = request.url === '/failed' ? 200 : 500
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end(request.url === '/failed' ? designed : shell)
}

describe('a page that could not be rendered', () => {
  it('says so to readers, where Next.js would give them an empty one', async () => {
    const pages = readerPages(async (request, response) => failingNext(request, response))
    const server = createServer((request, response) => void pages(request, response))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo
    vi.stubEnv('PORT', String(port))
    onTestFinished(() => void vi.unstubAllEnvs())

    for (const path of ['/', '/failed']) {
      const response = await fetch(`http://127.0.0.1:${port}${path}`)
      expect(response.status).toBe(500)
      expect(response.headers.get('cache-control')).toBe('no-store')
      expect(await response.text()).toContain('This page could not be drawn.')
    }
  })
})
