import type { IncomingMessage, RequestListener } from 'node:http'
import { lakePath } from '#sanity/content/paths.ts'
import type { Lake } from '#sanity/lake/index.ts'
import { createNodeAdapter } from '#sanity/lake/node.ts'
import { hostWarner } from '#server/front/host-warning.ts'
import { refuseMalformed } from '#server/front/refuse.ts'
import type { BackupServer } from '#server/installation/backup.ts'
import type { Handlers } from './gate.ts'

interface Parts {
  /** Next.js, or its wrapper `readerPages`. */
  pages: RequestListener
  /** Next's handler for WebSocket upgrades, in development only. */
  pagesUpgrade?: Handlers['upgrade'] | undefined
  /** Absent in hosted mode. */
  lake?: Lake | undefined
  backups?: BackupServer | undefined
  /**
   * SITE_URL, if the operator set it. If it is https, a proxy in front terminates TLS, and its
   * `X-Forwarded-Proto` is trusted.
   */
  publicUrl: string | undefined
  dev: boolean
}

/**
 * Routes each request to a part of the process: the lake below its path, backups for their command, Next.js
 * for the rest.
 */
export function dispatch({ pages, pagesUpgrade, lake, backups, publicUrl, dev }: Parts): Handlers {
  const adapter = lake && createNodeAdapter(lake, { trustProxy: publicUrl?.startsWith('https:') ?? false })
  const warnOfHost = publicUrl === undefined ? () => {} : hostWarner(publicUrl)
  const isForLake = ({ url, headers }: IncomingMessage) =>
    isBelow(lakePath, url) && headers.upgrade?.toLowerCase() === 'websocket'
  return {
    request(request, response) {
      if (!dev && refuseMalformed(request, response)) return
      warnOfHost(request)
      if (backups?.handle(request, response)) return
      if (adapter && isBelow(lakePath, request.url)) adapter.handle(request, response)
      else pages(request, response)
    },
    acceptsUpgrade: (request) => pagesUpgrade !== undefined || (adapter !== undefined && isForLake(request)),
    upgrade(request, socket, head) {
      if (adapter && isForLake(request)) adapter.upgrade(request, socket, head)
      else pagesUpgrade?.(request, socket, head)
    },
  }
}

const isBelow = (path: string, url = '') =>
  url === path || url.startsWith(`${path}/`) || url.startsWith(`${path}?`)
