// The small questions around the content: who am I, what may I do, which project is this. Only what the Studio, the client
// and Vision ask in this project's configuration; the Studio's other features are switched off there.
import { z } from 'zod'
import { type Access, type User, USERS } from './access.ts'
import { readJson } from './data.ts'
import { type Engine } from './engine.ts'
import { HttpError } from './errors.ts'
import { type Call, type Route } from './router.ts'

const keyValues = z.array(z.object({ key: z.string(), value: z.unknown() }))

const EVERYTHING = '_id in path("**")'
const AUTHOR_PERMISSIONS = ['read', 'create', 'update', 'history', 'editHistory', 'mode']

export function projectRoutes(engine: Engine, access: Access, allowedOrigins: readonly string[]): Route[] {
  const { projectId, dataset } = engine.options
  const read = (path: string, body: (call: Call) => unknown): Route => {
    return { method: 'GET', path, access: 'read', handle: (call) => Response.json(body(call)) }
  }
  const project = (call: Call) => {
    if (call.params['project'] !== projectId) throw new HttpError(404, 'This lake holds another project')
    return describeProject(projectId, call.user)
  }
  const datasets = ({ url }: Call) => {
    // Asked for with a filter, the dataset must not turn up: the Studio would keep its comments in it.
    const filtered = url.searchParams.has('datasetProfile') || url.searchParams.has('addonFor')
    return filtered
      ? []
      : [{ name: dataset, aclMode: 'private', datasetProfile: 'content', addonFor: null, tags: [] }]
  }

  return [
    read('/ping', () => ({ ok: true })),
    read('/data/ping/:dataset', () => ({ ok: true })),

    read('/users/me', ({ user }) => describeUser(user)),
    read('/users/:ids', ({ params }) => {
      const ids = (params['ids'] ?? '').split(',')
      const found = USERS.filter((user) => ids.includes(user.id))
      return found.map(({ id, name }) => ({ id, displayName: name, imageUrl: null }))
    }),
    read('/users/me/keyvalue/:keys', ({ params, user }) => {
      const sql =
        'SELECT key, value FROM key_values WHERE user_id = ? AND key IN (SELECT value FROM json_each(?))'
      const rows = engine.store.all(sql, user.id, JSON.stringify((params['keys'] ?? '').split(',')))
      return rows.map(({ key, value }) => ({ key, value: JSON.parse(String(value)) as unknown }))
    }),
    {
      method: 'PUT',
      path: '/users/me/keyvalue',
      access: 'read',
      handle: (call) => storeKeyValues(engine, call),
    },

    read('/auth/id', ({ user }) => ({ id: user.id })),
    {
      method: 'POST',
      path: '/auth/logout',
      access: 'read',
      handle: ({ request, url }) => {
        const headers = { 'set-cookie': access.endSession(request, url.protocol === 'https:') }
        return new Response(null, { status: 204, headers })
      },
    },
    {
      method: 'GET',
      path: '/check/cors',
      access: 'open',
      handle: ({ request, url }) => {
        const origin = request.headers.get('origin')
        const allowed = origin === null || origin === url.origin || allowedOrigins.includes(origin)
        return Response.json({ result: { allowed, withCredentials: allowed } })
      },
    },

    read('/projects', ({ user }) => [describeProject(projectId, user)]),
    read('/projects/:project', project),
    read('/projects/:project/datasets', datasets),
    read('/datasets', datasets),
    read('/projects/:project/datasets/:dataset/acl', ({ user }) => {
      const permissions = user.role === 'administrator' ? AUTHOR_PERMISSIONS : ['read']
      return [{ filter: EVERYTHING, permissions }]
    }),
    // Without grants nobody can invite members or deploy a schema from the Studio, and the navbar does not offer it.
    read('/projects/:project/grants', () => ({})),
    read('/projects/:project/user-applications', () => []),
    read('/projects/:project/roles', () => []),
    read('/aliases', () => []),
    read('/features', () => []),

    // Denied once, asked once: an undetermined answer is retried every half minute.
    read('/intake/telemetry-status', () => ({ status: 'denied' })),
    {
      method: 'POST',
      path: '/intake/batch',
      access: 'read',
      handle: () => new Response(null, { status: 204 }),
    },
    read('/journey/:kind', () => []),
    read('/help', () => ({ resources: { sectionArray: [], welcome: null } })),
    read('/schedules/:project/:dataset', () => ({ schedules: [] })),
  ]
}

function describeUser({ id, name, role }: User): object {
  const title = role === 'administrator' ? 'Administrator' : 'Viewer'
  return { id, name, email: '', profileImage: null, provider: 'sanity', role, roles: [{ name: role, title }] }
}

/** `organizationId: null` keeps the Studio from asking for canvases, media libraries and an organisation's agents. */
function describeProject(id: string, current: User): object {
  const members = USERS.map((user) => ({
    id: user.id,
    role: user.role,
    roles: [{ name: user.role, title: user.role === 'administrator' ? 'Administrator' : 'Viewer' }],
    isRobot: user.id !== 'author',
    isCurrentUser: user.id === current.id,
  }))
  return {
    id,
    displayName: 'Operating Manual',
    organizationId: null,
    organization: null,
    studioHost: null,
    metadata: {},
    members,
    features: [],
    isBlocked: false,
    isDisabled: false,
  }
}

async function storeKeyValues({ store }: Engine, { request, user }: Call): Promise<Response> {
  const parsed = keyValues.safeParse(await readJson(request))
  if (!parsed.success) throw new HttpError(400, `Malformed key values: ${z.prettifyError(parsed.error)}`)
  for (const { key, value } of parsed.data) {
    const sql = 'INSERT OR REPLACE INTO key_values (user_id, key, value) VALUES (?, ?, ?)'
    store.run(sql, user.id, key, JSON.stringify(value ?? null))
  }
  return Response.json(parsed.data)
}
