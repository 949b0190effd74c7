/**
 * Users, permissions, the project and its features. Only the calls that the Studio, the client and Vision
 * make when the Studio's other features are off.
 */

import { z } from 'zod'
import { type User, users } from './access.ts'
import { readBody } from './body.ts'
import type { Engine } from './engine.ts'
import { httpError } from './errors.ts'
import { answer, type Call, type Route, route } from './router.ts'

const keyValues = z.array(z.object({ key: z.string(), value: z.unknown() }))
const authorPermissions = ['read', 'create', 'update', 'history', 'editHistory', 'mode']

export function projectRoutes({ options, store }: Engine, name: string): Route[] {
  const { projectId, dataset } = options
  return [
    answer('GET /ping', () => ({ ok: true })),
    answer('GET /data/ping/:dataset', () => ({ ok: true })),
    // Clients ask after a stream has failed. Requests from other origins are refused earlier, so this one is
    // allowed.
    route('GET /check/cors', 'open', () =>
      Response.json({ result: { allowed: true, withCredentials: true } }),
    ),

    answer('GET /auth/id', ({ user }) => ({ id: user.id })),
    answer('GET /users/me', ({ user }) => describeUser(user)),
    answer('GET /users/:ids', ({ params }) => {
      const ids = (params.ids ?? '').split(',')
      const found = users.filter((user) => ids.includes(user.id))
      return found.map(({ id, name }) => ({ id, displayName: name, imageUrl: null }))
    }),
    answer('GET /users/me/keyvalue/:keys', ({ params, user }) => {
      const sql =
        'SELECT key, value FROM key_values WHERE user_id = ? AND key IN (SELECT value FROM json_each(?))'
      const rows = store.all(sql, user.id, JSON.stringify((params.keys ?? '').split(',')))
      return rows.map(({ key, value }) => ({ key, value: JSON.parse(String(value)) as unknown }))
    }),
    route('PUT /users/me/keyvalue', 'read', async ({ request, user }) => {
      const pairs = await readBody(keyValues, request)
      for (const { key, value } of pairs) {
        const sql = 'INSERT OR REPLACE INTO key_values (user_id, key, value) VALUES (?, ?, ?)'
        store.run(sql, user.id, key, JSON.stringify(value ?? null))
      }
      return Response.json(pairs)
    }),

    answer('GET /projects/:project', ({ params, user }) => {
      if (params.project !== projectId) throw httpError(404, 'This lake holds another project')
      return describeProject(projectId, name, user)
    }),
    answer('GET /projects/:project/datasets', ({ url }: Call) => {
      // Requests with a filter look for a dataset for comments. The answer must be empty: the Studio would
      // store comments in this one.
      const filtered = url.searchParams.has('datasetProfile') || url.searchParams.has('addonFor')
      const own = { name: dataset, aclMode: 'private', datasetProfile: 'content', addonFor: null, tags: [] }
      return filtered ? [] : [own]
    }),
    answer('GET /projects/:project/datasets/:dataset/acl', ({ user }) => {
      const permissions = user.role === 'administrator' ? authorPermissions : ['read']
      return [{ filter: '_id in path("**")', permissions }]
    }),
    // Without grants, the navbar does not offer to invite members or deploy a schema.
    answer('GET /projects/:project/grants', () => ({})),
    answer('GET /projects/:project/user-applications', () => []),
    answer('GET /features', () => []),

    // The Studio asks once if the status is definite, otherwise every 30 seconds.
    answer('GET /intake/telemetry-status', () => ({ status: 'denied' })),
    route('POST /intake/batch', 'read', () => new Response(null, { status: 204 })),
    answer('GET /journey/:kind', () => []),
    answer('GET /help', () => ({ resources: { sectionArray: [], welcome: null } })),
  ]
}

const rolesOf = ({ role: name }: User) => [
  { name, title: name === 'administrator' ? 'Administrator' : 'Viewer' },
]

function describeUser(user: User): object {
  const { id, name, role } = user
  return { id, name, email: '', profileImage: null, provider: 'sanity', role, roles: rolesOf(user) }
}

/** `organizationId: null` keeps the Studio from requesting canvases, media libraries and agents. */
function describeProject(id: string, displayName: string, current: User): object {
  const members = users.map((user) => ({
    id: user.id,
    role: user.role,
    roles: rolesOf(user),
    isRobot: user.role !== 'administrator',
    isCurrentUser: user.id === current.id,
  }))
  return { id, displayName, organizationId: null, metadata: {}, members, features: [] }
}
