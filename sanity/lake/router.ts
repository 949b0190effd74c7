/**
 * Turns a Request into a Response: checks the address, finds the route, checks credentials and permission,
 * calls the handler, and turns errors into responses. Calls without a route get a 501 that names them.
 */

import type { WebSocket } from 'ws'
import { type Access, nobody, type User } from './access.ts'
import { datasetNotFound, httpError, LakeError, unauthorized } from './errors.ts'
import { addressOf, checkAddress } from './own-address.ts'

export interface Call {
  request: Request
  url: URL
  /** `1`, `X` or a date; empty for the sign-in page, whose path has no version. */
  apiVersion: string
  params: Record<string, string>
  user: User
}

type Handler = (call: Call) => Response | Promise<Response>

export interface Route {
  /** Method and path; `:name` matches one segment. */
  name: string
  /** The credentials it needs: none, any, or the author's. */
  access: 'open' | 'read' | 'write'
  handle: Handler
  /** Takes over the WebSocket after `handle` has answered the handshake with 426. */
  connect?: (socket: WebSocket, handshake: Request) => void
  pattern: RegExp
}

const versionPattern = '/v(?<apiVersion>1|X|\\d{4}-\\d{2}-\\d{2})'

/** A route below `/v<version>`. */
export function route(name: `${string} /${string}`, access: Route['access'], handle: Handler): Route {
  const [method = '', path = ''] = name.split(' ')
  return { name, access, handle, pattern: new RegExp(`^${method} ${versionPattern}${compile(path)}$`) }
}

/** A page for people, without a version in its path. */
export function page(name: `${string} /${string}`, handle: Handler): Route {
  return { name, access: 'open', handle, pattern: new RegExp(`^${compile(name)}$`) }
}

/** A GET route for both roles, with a JSON answer. */
export function answer(name: `GET /${string}`, body: (call: Call) => unknown): Route {
  return route(name, 'read', async (call) => Response.json(await body(call)))
}

const compile = (path: string) => path.replace(/:(\w+)/g, '(?<$1>[^/]+)')

interface RouterOptions {
  routes: readonly Route[]
  access: Access
  dataset: string
  basePath: string
  siteUrl: string | undefined
  log: (line: string) => void
}

export type Router = (request: Request) => Promise<Response>

export function createRouter(options: RouterOptions): Router {
  const { routes, access, dataset, basePath, siteUrl, log } = options
  const unknown = new Set<string>()
  const reported = new Set<string>()
  const reportOnce = (line: string) => {
    if (reported.size < 10 && !reported.has(line)) log(line)
    reported.add(line)
  }

  async function respond(request: Request): Promise<Response> {
    const url = addressOf(request, siteUrl)
    checkAddress(request, url, siteUrl, reportOnce)
    const method = request.method === 'HEAD' ? 'GET' : request.method
    const name = `${method} ${url.pathname.slice(basePath.length)}`
    const found = routes.find(({ pattern }) => pattern.test(name))
    const user = found?.access === 'open' ? nobody : authorize(request, url, found)
    if (!found) throw notImplemented(name)
    const { apiVersion = '', ...params } = found.pattern.exec(name)?.groups ?? {}
    for (const key of Object.keys(params)) params[key] = decode(params[key] ?? '')
    if (params.dataset !== undefined && params.dataset !== dataset) {
      throw datasetNotFound(params.dataset)
    }
    return found.handle({ request, url, apiVersion, params, user })
  }

  function authorize(request: Request, url: URL, found: Route | undefined): User {
    const credentials = access.authenticate(request, url)
    if (!credentials) throw unauthorized()
    const reads = request.method === 'GET' || request.method === 'HEAD'
    // A cookie does not prove which page sent the request, so the request must have an Origin. (Foreign
    // origins were refused before.)
    if (credentials.via === 'cookie' && !reads && !request.headers.has('origin')) {
      throw httpError(403, 'Requests with a session cookie must carry an Origin')
    }
    if (found?.access === 'write' && credentials.user.role !== 'administrator') {
      throw httpError(403, 'The read token cannot do this')
    }
    return credentials.user
  }

  function notImplemented(name: string): LakeError {
    const unversioned = name.replace(new RegExp(versionPattern), '')
    if (unknown.size < 1000 && !unknown.has(unversioned)) {
      unknown.add(unversioned)
      log(`lake: ${unversioned} is not part of this lake`)
    }
    return httpError(501, `${unversioned} is not part of this embedded Content Lake`)
  }

  return async (request) => {
    const response = await respond(request).catch((error: unknown) => {
      if (error instanceof LakeError) return error.toResponse()
      // The stack is as deep as the request's nesting, for example in a query with thousands of terms.
      if (error instanceof RangeError && /call stack/.test(error.message)) return tooDeep().toResponse()
      const reason = error instanceof Error ? (error.stack ?? error.message) : String(error)
      log(`lake: ${request.method} ${new URL(request.url).pathname} failed: ${reason}`)
      return httpError(500, 'A bug in the lake').toResponse()
    })
    if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'no-store')
    response.headers.set('x-content-type-options', 'nosniff')
    return response
  }
}

const tooDeep = () => httpError(400, 'The request is nested too deeply')

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw httpError(400, 'Malformed path')
  }
}
