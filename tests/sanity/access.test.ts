import { beforeEach, describe, expect, it, vi } from 'vitest'
import {
  grantAccess,
  revokeAccess,
  openAccess,
  setSameSiteCookie,
  previewAccess,
  sealAccess,
} from '#sanity/preview/access.ts'
import { answerOf } from '#tests/lib/support.ts'

const key = 'the-read-token-of-this-site'

/** What a browser and the content API hold in a test. */
const { jar, attributes, headers, state } = vi.hoisted(() => ({
  jar: new Map<string, string>(),
  attributes: new Map<string, object>(),
  headers: new Map<string, string>(),
  state: {
    isDraftMode: false,
    secrets: [] as { _id: string; _type: string; secret: string; _updatedAt?: string }[],
    questions: 0,
  },
}))

vi.mock('server-only', () => ({}))
vi.mock('next/headers', () => ({
  cookies: async () => ({
    get: (name: string) => (jar.has(name) ? { name, value: jar.get(name) } : undefined),
    set: (name: string, value: string, given: object) => {
      jar.set(name, value)
      attributes.set(name, given)
    },
    delete: (name: string) => void jar.delete(name),
  }),
  // As Next.js does it, on whatever address.
  draftMode: async () => ({
    isEnabled: state.isDraftMode,
    enable() {
      state.isDraftMode = true
      jar.set('__prerender_bypass', 'id')
      attributes.set('__prerender_bypass', { httpOnly: true, path: '/', secure: true, sameSite: 'none' })
    },
    disable: () => (state.isDraftMode = false),
  }),
  headers: async () => headers,
}))
vi.mock('#sanity/content/client.ts', () => ({
  privateClient: () => ({
    fetch: (query: string, params: Record<string, string>) => {
      state.questions += 1
      return answerOf(state.secrets, query, params)
    },
  }),
}))

/** As the Studio writes them: one for each time an author opens a preview, and one for guests while sharing is on. */
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
  Object.assign(state, { isDraftMode: true, questions: 0 })
  setSecrets()
  vi.stubEnv('SANITY_API_READ_TOKEN', key)
})

describe('a sealed statement', () => {
  const sealed = sealAccess({ kind: 'author' }, key)

  it('opens to what was sealed', () => {
    expect(openAccess(sealed, key)).toEqual({ kind: 'author' })
    const shared = { kind: 'shared' as const, secret: 's3cret.with.dots' }
    expect(openAccess(sealAccess(shared, key), key)).toEqual(shared)
  })

  it('fits into a cookie as it is', () => {
    expect(sealed).toMatch(/^[\w.-]+$/)
  })

  const [, signature = ''] = sealed.split('.')
  const forged = Buffer.from(JSON.stringify({ kind: 'author', more: true })).toString('base64url')

  it.each([
    ['with another key', sealAccess({ kind: 'author' }, 'another-token')],
    ['with the signature of another', `${forged}.${signature}`],
    ['without a signature', forged],
    ['with half of one', sealed.slice(0, -10)],
    ['damaged', sealed.replace(/^./, (first) => (first === 'x' ? 'y' : 'x'))],
    ['not at all', ''],
    ['by nobody', '.'],
  ])('does not open when it was sealed %s', (_, value) => {
    expect(openAccess(value, key)).toBeUndefined()
  })
})

describe('a preview', () => {
  it('is not given for a secret that a wrong clock has dated in the future: it would never end', async () => {
    setSecrets({ at: new Date('2136-01-01T00:00:00Z') })
    await grantAccess('from-the-studio')
    expect(await previewAccess()).toBe('revoked')
  })

  it('is off without draft mode, whatever the cookie says, and asks nothing', async () => {
    await grantAccess('from-the-studio')
    Object.assign(state, { isDraftMode: false, questions: 0 })
    expect(await previewAccess()).toBe('off')
    expect(state.questions).toBe(0)
  })

  it("is the author's for who came from the Studio", async () => {
    setSecrets({ shared: 'shared' })
    await grantAccess('from-the-studio')
    expect(await previewAccess()).toBe('author')
  })

  it('is shared for who came by the shared address, and ends when sharing is switched off or renewed', async () => {
    setSecrets({ shared: 'shared' })
    await grantAccess('shared')
    expect(await previewAccess()).toBe('shared')
    setSecrets({ shared: 'renewed' })
    expect(await previewAccess()).toBe('revoked')
    setSecrets()
    expect(await previewAccess()).toBe('revoked')
  })

  it("is nobody's when sharing was switched off while its address was opened", async () => {
    await grantAccess('shared')
    expect(await previewAccess()).toBe('revoked')
  })

  it('is revoked for a browser in draft mode that was never let in, or whose cookie is forged', async () => {
    expect(await previewAccess()).toBe('revoked')
    jar.set('preview-access', sealAccess({ kind: 'author' }, 'a-guessed-token'))
    expect(await previewAccess()).toBe('revoked')
  })

  it('is revoked for everybody when the read token changes', async () => {
    await grantAccess('from-the-studio')
    vi.stubEnv('SANITY_API_READ_TOKEN', 'a-new-token-of-this-site')
    expect(await previewAccess()).toBe('revoked')
  })

  it('leaves nothing behind', async () => {
    await grantAccess('from-the-studio')
    jar.set('sanity-preview-perspective', 'drafts')
    await revokeAccess()
    expect([...jar.keys()]).toEqual([])
    expect(await previewAccess()).toBe('off')
  })
})

describe('the cookies of a preview', () => {
  it.each([
    ['http', 'localhost:3000', '', undefined, false],
    ['http', 'localhost:3000', '', 'http', false],
    ['a proxy that speaks TLS', 'manual.example.org', '', 'https', true],
    ['several proxies', 'manual.example.org', 'https://manual.example.org', 'https, http', true],
    ['a proxy that does not say so', 'manual.example.org', 'https://manual.example.org', 'http', true],
    ['http beside a public address', 'localhost:3000', 'https://manual.example.org', 'http', false],
    ['http on a public address', 'manual.example.org', 'http://manual.example.org', undefined, false],
  ])('through %s (%s) are kept by every browser', async (_, host, siteUrl, protocol, secure) => {
    vi.stubEnv('SITE_URL', siteUrl)
    headers.set('host', host)
    if (protocol) headers.set('x-forwarded-proto', protocol)
    await grantAccess('from-the-studio', 'published')
    const given = { httpOnly: true, path: '/', secure, sameSite: 'lax' }
    expect(Object.fromEntries(attributes)).toEqual({
      __prerender_bypass: given,
      'preview-access': given,
      'sanity-preview-perspective': given,
    })
  })

  it('that Sanity sets get the attributes of the others, and none is made of one that is not there', async () => {
    headers.set('host', 'localhost:3000')
    jar.set('sanity-preview-perspective', 'published')
    await setSameSiteCookie('sanity-preview-perspective')
    await setSameSiteCookie('unknown')
    expect(Object.fromEntries(attributes)).toEqual({
      'sanity-preview-perspective': { httpOnly: true, path: '/', secure: false, sameSite: 'lax' },
    })
  })
})
