import { describe, expect, test } from 'vitest'
import { startLake, temporaryFile, tokens } from './support.ts'

async function start(options = {}) {
  const running = await startLake(options)
  const ask = async (path: string, init: RequestInit & { token?: string | null } = {}) => {
    const response = await running.call(path, init)
    expect(response.status).toBe(200)
    return response.json() as Promise<unknown>
  }
  return { ...running, ask }
}

describe('users', () => {
  test('the holder of the write token is the author, with all permissions', async () => {
    const { ask, client } = await start()
    expect(await client.users.getById('me')).toMatchObject({ id: 'author', role: 'administrator' })
    expect(await ask('/users/me')).toMatchObject({ roles: [{ name: 'administrator' }] })
    expect(await ask('/auth/id')).toEqual({ id: 'author' })
    expect(await ask('/projects/manual/datasets/production/acl')).toEqual([
      {
        filter: '_id in path("**")',
        permissions: expect.arrayContaining(['read', 'create', 'update', 'history']),
      },
    ])
  })

  test('the holder of the read token is the site, which may only read', async () => {
    const { ask } = await start()
    const as = { token: tokens.read }
    expect(await ask('/users/me', as)).toMatchObject({ id: 'reader', role: 'viewer' })
    expect(await ask('/projects/manual/datasets/production/acl', as)).toEqual([
      { filter: '_id in path("**")', permissions: ['read'] },
    ])
  })

  test('every user that an event can name has a name', async () => {
    const { ask } = await start()
    expect(await ask('/users/author,reader,somebody')).toEqual([
      { id: 'author', displayName: 'Author', imageUrl: null },
      { id: 'reader', displayName: 'Site', imageUrl: null },
    ])
  })

  test('have their own stored values, which survive a restart', async () => {
    const running = await start({ file: temporaryFile() })
    const stored = [
      { key: 'studio.layout', value: { pane: 'wide' } },
      { key: 'studio.recent', value: null },
    ]
    const put = { method: 'PUT', body: JSON.stringify(stored) }
    expect(await running.ask('/users/me/keyvalue', put)).toEqual(stored)
    await running.ask('/users/me/keyvalue', { method: 'PUT', body: '[{"key":"studio.layout","value":1}]' })
    await running.stop()
    const again = await startLake({ file: running.file })
    const path = '/users/me/keyvalue/studio.layout,studio.recent,unknown'
    expect(await (await again.call(path)).json()).toEqual([
      { key: 'studio.layout', value: 1 },
      { key: 'studio.recent', value: null },
    ])
    expect(await (await again.call(path, { token: tokens.read })).json()).toEqual([])
  })

  test.each(['{', '{}', '[{"value": 1}]'])('an invalid stored value is refused: %s', async (body) => {
    const { call } = await start()
    expect((await call('/users/me/keyvalue', { method: 'PUT', body })).status).toBe(400)
  })
})

describe('the project', () => {
  test('belongs to no organisation, and has its users as members', async () => {
    const { ask } = await start()
    expect(await ask('/projects/manual?includeMembers=true')).toMatchObject({
      id: 'manual',
      organizationId: null,
      members: [
        { id: 'author', isCurrentUser: true },
        { id: 'reader', isCurrentUser: false },
      ],
    })
  })

  test('is the only one: another is not found', async () => {
    const { call } = await start()
    expect((await call('/projects/another')).status).toBe(404)
  })

  test('has one dataset, and none for comments', async () => {
    const { ask, client } = await start()
    expect(await client.datasets.list()).toMatchObject([{ name: 'production' }])
    expect(await ask('/projects/manual/datasets?datasetProfile=comments&addonFor=production')).toEqual([])
  })

  test('answers 404 to calls for another dataset', async () => {
    const { call } = await start()
    const response = await call('/data/query/staging?query=*')
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ statusCode: 404, error: 'Dataset not found' })
  })
})

describe("the Studio's other calls get an answer that keeps it from asking again", () => {
  test.each<[string, unknown]>([
    ['/ping', { ok: true }],
    ['/data/ping/production', { ok: true }],
    ['/projects/manual/grants', {}],
    ['/projects/manual/user-applications', []],
    ['/features', []],
    ['/intake/telemetry-status', { status: 'denied' }],
    ['/journey/trial?studioVersion=6.16.0', []],
    ['/help?m=sanity@6.16.0', { resources: { sectionArray: [], welcome: null } }],
  ])('GET %s', async (path, expected) => {
    const { ask } = await start()
    expect(await ask(path)).toEqual(expected)
  })

  test('POST /intake/batch: telemetry is discarded', async () => {
    const { call } = await start()
    expect((await call('/intake/batch', { method: 'POST', body: '{}' })).status).toBe(204)
  })

  test('GET /check/cors: allowed, for clients that ask after a stream has failed', async () => {
    const { ask } = await start()
    const answer = { result: { allowed: true, withCredentials: true } }
    expect(await ask('/check/cors', { token: null })).toEqual(answer)
  })
})
