import { createHash } from 'node:crypto'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { PageScript } from '#components/page-script.tsx'
import { securityHeaders, studioPolicy } from '#server/front/security-headers.ts'
import config from '../../next.config.ts'
import { proxy } from '../../proxy.ts'

type Rules = ReturnType<typeof securityHeaders>

/** The headers that Next.js sends for a path: the last matching rule wins for each header. */
function headersOf(rules: Rules, path: string, { isDraft = false } = {}): Record<string, string> {
  const fits = (rule: Rules[number]) =>
    `${path}/`.startsWith(rule.source.replace(':path*', '')) && (!('has' in rule) || isDraft)
  const headers = rules.filter(fits).flatMap(({ headers }) => headers)
  return Object.fromEntries(headers.map(({ key, value }) => [key, value]))
}

function policyOf(rules: Rules, path: string, options?: { isDraft?: boolean }): Record<string, string> {
  const { 'Content-Security-Policy': policy = '' } = headersOf(rules, path, options)
  return Object.fromEntries(policy.split('; ').map((directive) => directive.split(/ (.*)/, 2)))
}

const rulesOf = (options: Partial<Parameters<typeof securityHeaders>[0]> = {}) =>
  securityHeaders({ inlineScripts: ['alert(1)'], ...options })

const forReaders = ['/', '/now', '/manual.md', '/not-found', '/studiox']

describe('readers’ pages', () => {
  it.each(forReaders)('may run no script on %s except the given ones, by hash', (path) => {
    const { 'script-src': scripts } = policyOf(rulesOf(), path)
    expect(scripts).toBe(`'sha256-${createHash('sha256').update('alert(1)').digest('base64')}'`)
  })

  it('may connect to no other host, and load nothing from one', () => {
    const policy = policyOf(rulesOf(), '/')
    expect(policy['default-src']).toBe("'none'")
    expect(policy['connect-src']).toBe("'self'")
    expect(Object.values(policy).join(' ')).not.toMatch(/https?:|\*/)
  })

  it('are not excluded from search engines', () => {
    for (const path of forReaders) expect(headersOf(rulesOf(), path)).not.toHaveProperty('X-Robots-Tag')
  })
})

describe('a draft', () => {
  it('may run this site’s scripts and connect to it, and sends its address to no other site', () => {
    const policy = policyOf(rulesOf(), '/', { isDraft: true })
    expect(policy).toMatchObject({ 'script-src': "'self' 'unsafe-inline'", 'connect-src': "'self'" })
    expect(headersOf(rulesOf(), '/', { isDraft: true })['Referrer-Policy']).toBe('same-origin')
  })
})

describe('the Studio', () => {
  const directives = (policy: string) =>
    Object.fromEntries(policy.split('; ').map((directive) => directive.split(/ (.*)/, 2)))
  const policyWith = (options: Parameters<typeof studioPolicy>[0]) => directives(studioPolicy(options))

  it.each(['/studio', '/studio/structure/now'])('is excluded from search engines at %s', (path) => {
    expect(headersOf(rulesOf(), path)['X-Robots-Tag']).toBe('noindex')
  })

  it('may connect to this site only when the Content Lake is embedded', () => {
    const policy = policyWith({ embedded: true, contentApi: 'http://127.0.0.1:3000/lake' })
    expect(policy['connect-src']).toBe("'self'")
    expect(Object.values(policy).join(' ')).not.toContain('sanity.io')
  })

  it("may connect to Sanity's hosts in hosted mode", () => {
    const { 'connect-src': hosts = '' } = policyWith({ embedded: false })
    expect(hosts.split(' ')).toEqual(
      expect.arrayContaining(["'self'", 'https://*.sanity.io', 'wss://*.sanity.io']),
    )
  })

  it('may connect to a named host, by HTTP and WebSocket, and to no other', () => {
    const policy = policyWith({ embedded: false, contentApi: 'https://lake.example.org/api' })
    expect(policy['connect-src']).toBe("'self' https://lake.example.org wss://lake.example.org")
  })

  it('can be framed by this site only', () => {
    expect(policyWith({ embedded: false })).toMatchObject({
      'default-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'self'",
      'frame-ancestors': "'self'",
    })
  })

  it('may evaluate text as a script in development only', () => {
    expect(studioPolicy({ embedded: true, dev: true })).toContain("'unsafe-eval'")
    expect(studioPolicy({ embedded: true })).not.toContain("'unsafe-eval'")
  })

  it('may connect to the Content Lake in use, decided at run time and not in the build', () => {
    onTestFinished(() => void vi.unstubAllEnvs())
    const hosts = (env: Record<string, string>) => {
      for (const name of ['NEXT_PUBLIC_SANITY_PROJECT_ID', 'NEXT_PUBLIC_SANITY_DATASET', 'SANITY_API_HOST'])
        vi.stubEnv(name, env[name] ?? '')
      return directives(proxy().headers.get('content-security-policy') ?? '')['connect-src']
    }
    const hosted = { NEXT_PUBLIC_SANITY_PROJECT_ID: 'abc123', NEXT_PUBLIC_SANITY_DATASET: 'production' }
    expect(hosts({})).toBe("'self'")
    expect(hosts(hosted)).toContain('https://*.sanity.io')
    expect(hosts({ ...hosted, SANITY_API_HOST: 'http://localhost:5000/lake' })).toBe(
      "'self' http://localhost:5000 ws://localhost:5000",
    )
  })
})

describe('every route', () => {
  const everywhere = [...forReaders, '/studio', '/studio/vision', '/api/revalidate'].flatMap((path) => [
    { path, isDraft: false },
    { path, isDraft: true },
  ])

  it.each(everywhere)('can be framed by this site only: $path, draft: $isDraft', ({ path, isDraft }) => {
    expect(policyOf(rulesOf(), path, { isDraft })).toMatchObject({
      'default-src': "'none'",
      'base-uri': "'none'",
      'form-action': "'self'",
      'frame-ancestors': "'self'",
    })
    expect(headersOf(rulesOf(), path, { isDraft })).toMatchObject({
      'X-Content-Type-Options': 'nosniff',
      'Cross-Origin-Opener-Policy': 'same-origin',
    })
  })

  it('may evaluate text as a script in development only', () => {
    const policies = (dev: boolean) => JSON.stringify(rulesOf({ dev }))
    expect(policies(true)).toContain("'unsafe-eval'")
    expect(policies(false)).not.toContain("'unsafe-eval'")
  })
})

describe('the site', () => {
  it('allows the inline script of its pages', async () => {
    const html = renderToStaticMarkup(createElement(PageScript))
    const [, script = ''] = /<script[^>]*>(.+)<\/script>/s.exec(html) ?? []
    const digest = createHash('sha256').update(script).digest('base64')
    const rules = (await config.headers?.()) as Rules
    expect(policyOf(rules, '/')['script-src']).toBe(`'sha256-${digest}'`)
  })

  it('is not built for a platform on which the manual would be lost', async () => {
    onTestFinished(() => void vi.unstubAllEnvs())
    vi.stubEnv('VERCEL', '1')
    await expect(config.headers?.()).rejects.toThrow('no persistent disk')
  })
})
