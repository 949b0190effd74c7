// From a Request to a Response: origin, route, credentials, permission, handler; and the one place where errors become
// answers. What is not in the route table does not exist here, and says so with 501.
import { type Access, type Credentials, type User } from './access.ts'
import { DatasetNotFoundError, HttpError, LakeError, UnauthorizedError } from './errors.ts'

export interface Call {
  request: Request
  url: URL
  /** `1`, `X` or a date; empty on the few paths without a version. */
  apiVersion: string
  params: Record<string, string>
  user: User
}

export interface Route {
  method: 'GET' | 'POST' | 'PUT'
  /** `:name` takes one segment. Everything but the sign-in page lives below `/v<version>`. */
  path: string
  /** Credentials it takes: none, any, or those of the author. */
  access: 'open' | 'read' | 'write'
  handle: (call: Call) => Response | Promise<Response>
  versioned?: false
  /** WebSocket handshakes are GETs that browsers send to any origin with cookies: they need the Origin check of a POST. */
  upgrade?: true
  /** In the error shape of the endpoint, when its callers look for one. */
  forbidden?: () => LakeError
}

export interface RouterOptions {
  routes: readonly Route[]
  access: Access
  dataset: string
  basePath: string
  allowedOrigins: readonly string[]
  log: (line: string) => void
}

interface Match {
  route: Route
  call: Omit<Call, 'user'>
}

const ALLOWED_HEADERS =
  'authorization, content-type, x-sanity-app, x-sanity-project-id, last-event-id, cache-control, client-timing, x-sanity-lineage'
const NOBODY: User = { id: '', name: '', role: 'viewer' }

export type Router = (request: Request) => Promise<Response>

export function createRouter(options: RouterOptions): Router {
  const { access, allowedOrigins, log } = options
  const table = options.routes.map((route) => ({ route, pattern: compile(route.path) }))
  const unknownRoutes = new Set<string>()

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url)
    const origin = request.headers.get('origin')
    const match = find(request, url)
    const trusted = origin === null || origin === url.origin || allowedOrigins.includes(origin)
    // The one endpoint that must also answer strangers: clients ask it whether they are strangers.
    const isCorsCheck = match?.route.path === '/check/cors'
    if (!trusted && !isCorsCheck) throw new HttpError(403, `Origin ${origin} is not allowed`)
    if (request.method === 'OPTIONS') return preflight()

    const user = match?.route.access === 'open' ? NOBODY : authorize(request, match?.route)
    if (!match) throw notImplemented(request, url)
    const { route, call } = match
    const { dataset } = call.params
    if (dataset !== undefined && dataset !== options.dataset) throw new DatasetNotFoundError(dataset)
    return route.handle({ ...call, user })
  }

  function authorize(request: Request, route: Route | undefined): User {
    const credentials: Credentials | null = access.authenticate(request)
    if (!credentials) throw new UnauthorizedError()
    const { user, via } = credentials
    const changes = route?.upgrade || !['GET', 'HEAD'].includes(request.method)
    // A cookie alone proves nothing about which page sent the request. (Other origins were refused before.)
    if (via === 'cookie' && changes && !request.headers.has('origin')) {
      throw new HttpError(403, 'Requests with a session cookie must carry an Origin')
    }
    if (route?.access === 'write' && user.role !== 'administrator') {
      throw route.forbidden?.() ?? new HttpError(403, 'The read token cannot do this')
    }
    return user
  }

  function find(request: Request, url: URL): Match | null {
    const [apiVersion, path] = splitPath(url, options.basePath)
    const method = request.method === 'HEAD' ? 'GET' : request.method
    for (const { route, pattern } of table) {
      if (route.method !== method || (route.versioned ?? true) !== (apiVersion !== '')) continue
      const groups = pattern.exec(path)?.groups
      if (!groups) continue
      const params = Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, decode(value)]))
      return { route, call: { request, url, apiVersion, params } }
    }
    return null
  }

  function notImplemented(request: Request, url: URL): LakeError {
    const [, path] = splitPath(url, options.basePath)
    const name = `${request.method} ${path}`
    if (unknownRoutes.size < 1000 && !unknownRoutes.has(name)) {
      unknownRoutes.add(name)
      log(`lake: ${name} is not part of this lake`)
    }
    return new HttpError(501, `${name} is not part of this embedded Content Lake`)
  }

  return async (request) => {
    let response: Response
    try {
      response = await answer(request)
    } catch (error) {
      if (!(error instanceof LakeError)) {
        log(`lake: ${request.method} ${new URL(request.url).pathname} failed: ${describe(error)}`)
      }
      response =
        error instanceof LakeError ? error.toResponse() : new HttpError(500, 'A bug in the lake').toResponse()
    }
    return finish(request, response, allowedOrigins)
  }
}

function finish(request: Request, response: Response, allowedOrigins: readonly string[]): Response {
  const { headers } = response
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
  headers.set('x-content-type-options', 'nosniff')
  headers.append('vary', 'Origin')
  const origin = request.headers.get('origin')
  if (origin && allowedOrigins.includes(origin)) {
    headers.set('access-control-allow-origin', origin)
    headers.set('access-control-allow-credentials', 'true')
  }
  return response
}

function preflight(): Response {
  const headers = {
    'access-control-allow-methods': 'GET, POST, PUT, OPTIONS',
    'access-control-allow-headers': ALLOWED_HEADERS,
    'access-control-max-age': '600',
  }
  return new Response(null, { status: 204, headers })
}

function compile(path: string): RegExp {
  return new RegExp(`^${path.replaceAll('.', '\\.').replace(/:(\w+)/g, '(?<$1>[^/]+)')}(?<rest_>)$`)
}

/** The API version and the path behind it, with the spelling that clients with a `resource` use brought to the usual one. */
function splitPath(url: URL, basePath: string): [apiVersion: string, path: string] {
  if (!url.pathname.startsWith(`${basePath}/`)) throw new HttpError(404, 'Nothing is here')
  const path = url.pathname.slice(basePath.length)
  const [, version, rest] = /^\/v(1|X|\d{4}-\d{2}-\d{2})(\/.*)$/.exec(path) ?? []
  if (version === undefined || rest === undefined) return ['', path]
  const alias =
    /^\/projects\/[^/]+\/datasets\/([^/]+)\/(query|mutate|actions|listen|live\/events|doc)(\/.*)?$/.exec(rest)
  return [version, alias ? `/data/${alias[2]}/${alias[1]}${alias[3] ?? ''}` : rest]
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new HttpError(400, 'Malformed path')
  }
}

const describe = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error)
