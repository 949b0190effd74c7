import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { grantAccess, isFromThisSite, revokeAccess, previewAccess } from '#sanity/preview/access.ts'
import {
  accessCookieName,
  cookieWithAccess,
  hasSeal,
  openAccess,
  sealAccess,
  type Access,
} from '#sanity/preview/seal.ts'
import { answerOf } from '#tests/lib/support.ts'

const key = 'the-read-token-of-this-site'

/** The browser's cookies and request headers, and the content API's secrets. */
const { jar, attributes, headers, state } = vi.hoisted(() => ({
  jar: new Map<string, string>(),
  attributes: new Map<string, object>(),
  headers: new Map<string, string>(),
  state: {
    secrets: [] as { _id: string; _type: string; secret: string; _updatedAt?: string }[],
    questions: 0,
    /** In the place of the answer. */
    nonsense: undefined as unknown,
  },
}))

vi.mock('server-only', () => ({}))
vi.mock('next/headers', () => ({
  cookies: async () => ({
    has: (name: string) => jar.has(name),
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
    set: (name: string, value: string, given: { maxAge?: number }) => {
      attributes.set(name, given)
      if (given.maxAge === 0) jar.delete(name)
      else jar.set(name, value)
    },
  }),
  headers: async () => ({ get: (name: string) => headers.get(name) ?? null }),
}))
vi.mock('#sanity/content/client.ts', () => ({
  privateClient: () => ({
    fetch: (query: string, params: Record<string, string>) => {
      state.questions += 1
      if (state.nonsense !== undefined) return Promise.resolve(state.nonsense)
      return answerOf(state.secrets, query, params)
    },
  }),
}))

/**
 * The Studio's secrets: one from each time an author opens a preview, and one for guests while sharing is on.
 */
function setSecrets({ shared, at = new Date() }: { shared?: string; at?: Date } = {}) {
  state.secrets = [
    {
      _id: 'sanity-preview-url-secret.1',
      _type: 'sanity.previewUrlSecret',
      secret: 'from-the-studio',
      _updatedAt: at.toISOString(),
    },
  ]
  if (shared)
    state.secrets.push({
      _id: 'sanity-preview-url-secret.share-access',
      _type: 'sanity.previewUrlShareAccess',
      secret: shared,
    })
}

beforeEach(() => {
  for (const held of [jar, attributes, headers]) held.clear()
  state.questions = 0
  state.nonsense = undefined
  headers.set('host', 'localhost:3000')
  setSecrets()
  vi.stubEnv('SANITY_API_READ_TOKEN', key)
})

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
})

const name = 'preview-access-3000'
const hour = 3_600_000
const someAccess: Access = {
  kind: 'author',
  secret: 's3cret.with.dots',
  made: '2026-11-26T09:00:00Z',
  until: '2026-11-27T09:00:00Z',
}

describe('a sealed cookie', () => {
  const sealed = sealAccess(someAccess, key)

  it('opens to the access that was sealed', () => {
    expect(openAccess(sealed, key)).toEqual(someAccess)
  })

  it('has a value that needs no encoding', () => {
    expect(sealed).toMatch(/^[\w.-]+$/)
  })

  const [, signature = ''] = sealed.split('.')
  const forged = Buffer.from(JSON.stringify({ ...someAccess, until: '2999-01-01T00:00:00Z' })).toString(
    'base64url',
  )

  it.each([
    ['with another key', sealAccess(someAccess, 'another-token')],
    ['with the signature of other content', `${forged}.${signature}`],
    ['without a signature', forged],
    ['with half a signature', sealed.slice(0, -10)],
    ['when it is damaged', sealed.replace(/^./, (first) => (first === 'x' ? 'y' : 'x'))],
    ['when it is empty', ''],
    ['when content and signature are empty', '.'],
  ])('does not open %s', (_, value) => {
    expect(openAccess(value, key)).toBeUndefined()
    expect(hasSeal(`${name}=${value}`, key)).toBe(false)
  })

  it.each(['preview-access', name, '__Host-preview-access', '__Host-preview-access-8443'])(
    'is found in a Cookie header with %s',
    (cookie) => {
      for (const cookies of [
        `${cookie}=${sealed}`,
        `a=b; ${cookie}=${sealed}; c=d`,
        `${cookie}=x;${cookie}=${sealed}`,
      ]) {
        expect(hasSeal(cookies, key)).toBe(true)
        expect(cookies).toMatch(new RegExp(`^${cookieWithAccess}$`))
      }
    },
  )

  it.each([undefined, '', 'a=b', `x${name}=${sealed}`, `a=${name}`, `preview-access-x=${sealed}`])(
    'is not found in %s',
    (cookies) => {
      expect(hasSeal(cookies, key)).toBe(false)
      expect(cookies ?? '').not.toMatch(new RegExp(`^${cookieWithAccess}$`))
    },
  )

  it('is not accepted without a key', () => {
    expect(hasSeal(`${name}=${sealed}`, undefined)).toBe(false)
  })
})

describe('a preview', () => {
  it('is refused for a secret that a wrong clock has dated in the future', async () => {
    setSecrets({ at: new Date('2136-01-01T00:00:00Z') })
    await grantAccess('from-the-studio')
    expect(await previewAccess()).toBe('revoked')
  })

  it('is off without a cookie, and no query is sent', async () => {
    expect(await previewAccess()).toBe('off')
    expect(state.questions).toBe(0)
  })

  it("is an author's when opened from the Studio", async () => {
    setSecrets({ shared: 'shared' })
    await grantAccess('from-the-studio')
    expect(await previewAccess()).toBe('author')
  })

  it("ends when all of the Studio's secrets are deleted, at once and hours later", async () => {
    vi.useFakeTimers({ now: new Date('2026-11-26T09:00:00Z'), toFake: ['Date'] })
    setSecrets()
    await grantAccess('from-the-studio')
    for (const later of [0, 5 * hour]) {
      vi.setSystemTime(new Date('2026-11-26T09:00:00Z').getTime() + later)
      state.secrets = []
      expect(await previewAccess()).toBe('ended')
      setSecrets()
      expect(await previewAccess()).toBe('author')
    }
  })

  it('ends when its own secret is deleted, even if there is a newer one', async () => {
    await grantAccess('from-the-studio')
    state.secrets = state.secrets.map((secret) => ({ ...secret, secret: 'another' }))
    expect(await previewAccess()).toBe('ended')
  })

  it('continues when the Studio deletes its secret after an hour and makes another', async () => {
    vi.useFakeTimers({ now: new Date('2026-11-26T09:00:00Z'), toFake: ['Date'] })
    setSecrets()
    await grantAccess('from-the-studio')
    vi.setSystemTime(new Date('2026-11-26T10:00:01Z'))
    state.secrets = state.secrets.map((secret) => ({ ...secret, secret: 'another' }))
    expect(await previewAccess()).toBe('author')
  })

  it.each([
    ['author', 'from-the-studio', 24, 'ended'],
    ['shared', 'shared', 24 * 30, 'revoked'],
  ] as const)('of kind %s ends by itself', async (kind, secret, hours, over) => {
    vi.useFakeTimers({ now: new Date('2026-11-26T09:00:00Z'), toFake: ['Date'] })
    setSecrets({ shared: 'shared' })
    await grantAccess(secret)
    vi.setSystemTime(Date.parse('2026-11-26T09:00:00Z') + hours * hour - 1)
    expect(await previewAccess()).toBe(kind)
    vi.setSystemTime(Date.parse('2026-11-26T09:00:00Z') + hours * hour)
    expect(await previewAccess()).toBe(over)
  })

  it('is shared when opened with the shared address, and ends when sharing is switched off or renewed', async () => {
    setSecrets({ shared: 'shared' })
    await grantAccess('shared')
    expect(await previewAccess()).toBe('shared')
    setSecrets({ shared: 'renewed' })
    expect(await previewAccess()).toBe('revoked')
    setSecrets()
    expect(await previewAccess()).toBe('revoked')
  })

  it('stays its author’s when they open the shared address, until it ends', async () => {
    setSecrets({ shared: 'shared' })
    await grantAccess('from-the-studio')
    await grantAccess('shared')
    expect(await previewAccess()).toBe('author')
    vi.setSystemTime(Date.now() + 24 * hour)
    await grantAccess('shared')
    expect(await previewAccess()).toBe('shared')
  })

  it('is refused when sharing was switched off while the address was opened', async () => {
    await grantAccess('shared')
    expect(await previewAccess()).toBe('revoked')
  })

  it('is revoked if the cookie is forged, and no query is sent', async () => {
    jar.set(name, sealAccess(someAccess, 'a-guessed-token'))
    expect(await previewAccess()).toBe('revoked')
    expect(state.questions).toBe(0)
  })

  it('is revoked for everybody when the read token changes', async () => {
    await grantAccess('from-the-studio')
    vi.stubEnv('SANITY_API_READ_TOKEN', 'a-new-token-of-this-site')
    expect(await previewAccess()).toBe('revoked')
  })

  it.each(['from-the-studio', 'shared'])(
    'neither opens nor ends by a wrong answer of the content API, when opened with the secret "%s"',
    async (secret) => {
      setSecrets({ shared: 'shared' })
      await grantAccess(secret)
      const before = await previewAccess()
      for (const nonsense of [{ _type: 'cat' }, [], 1]) {
        state.nonsense = nonsense
        await expect(previewAccess()).rejects.toThrow('did not say who may see drafts')
        await expect(grantAccess('made-up')).rejects.toThrow('did not say who may see drafts')
      }
      state.nonsense = undefined
      expect(await previewAccess()).toBe(before)
    },
  )

  it('leaves no cookie behind', async () => {
    await grantAccess('from-the-studio')
    await revokeAccess()
    expect([...jar.keys()]).toEqual([])
    expect(await previewAccess()).toBe('off')
  })
})

describe('the cookie of a preview', () => {
  it.each([
    ['http', 'localhost:3000', '', undefined, false],
    ['http', 'localhost:3000', '', 'http', false],
    ['a proxy that speaks TLS', 'manual.example.org', '', 'https', true],
    ['several proxies', 'manual.example.org', 'https://manual.example.org', 'https, http', true],
    ['a proxy that does not say so', 'manual.example.org', 'https://manual.example.org', 'http', true],
    ['http beside a public address', 'localhost:3000', 'https://manual.example.org', 'http', false],
    ['http on a public address', 'manual.example.org', 'http://manual.example.org', undefined, false],
  ])(
    'through %s (%s) has attributes that every browser accepts, and is deleted with the same ones',
    async (_, host, siteUrl, protocol, secure) => {
      vi.stubEnv('SITE_URL', siteUrl)
      headers.set('host', host)
      if (protocol) headers.set('x-forwarded-proto', protocol)
      await grantAccess('from-the-studio')
      const given = { httpOnly: true, path: '/', secure, sameSite: 'lax' }
      expect(Object.fromEntries(attributes)).toEqual({ [accessCookieName(host, secure)]: given })
      await revokeAccess()
      expect(Object.fromEntries(attributes)).toEqual({
        [accessCookieName(host, secure)]: { ...given, maxAge: 0 },
      })
    },
  )

  it.each([
    ['localhost:3000', false, 'preview-access-3000'],
    ['localhost:3001', false, 'preview-access-3001'],
    ['[::1]:3000', false, 'preview-access-3000'],
    ['manual.example.org', false, 'preview-access'],
    ['manual.example.org', true, '__Host-preview-access'],
    ['localhost:8443', true, '__Host-preview-access-8443'],
    [null, false, 'preview-access'],
  ])('at %s (https: %s) is named %s', (host, secure, expected) => {
    expect(accessCookieName(host, secure)).toBe(expected)
  })
})

describe('a request to end a preview', () => {
  it.each([
    [undefined, true],
    ['http://localhost:3000', true],
    // Behind a proxy that does not pass on the host, the origin is SITE_URL.
    ['https://manual.example.org', true],
    ['null', false],
    ['https://evil.example', false],
    ['http://localhost:3001', false],
    ['https://manual.example.org.evil.example', false],
  ])('from %s is accepted: %s', async (origin, expected) => {
    vi.stubEnv('SITE_URL', 'https://manual.example.org')
    if (origin) headers.set('origin', origin)
    expect(await isFromThisSite()).toBe(expected)
  })
})
