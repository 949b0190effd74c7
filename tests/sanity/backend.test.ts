import { describe, expect, it } from 'vitest'
import { readEnv } from '#lib/env.ts'
import { backend } from '#sanity/content/backend.ts'

const hosted = { NEXT_PUBLIC_SANITY_PROJECT_ID: 'abc123', NEXT_PUBLIC_SANITY_DATASET: 'production' }

it("is the embedded lake when no project is named: on this port for the server, on the site's origin for the browser", () => {
  expect(backend(readEnv({ PORT: '4100', SITE_URL: 'https://example.org' }), {})).toEqual({
    projectId: 'manual',
    dataset: 'production',
    owner: 'embedded',
    embedded: true,
    apiHost: 'http://127.0.0.1:4100/lake',
    browserApiHost: '/lake',
  })
})

it("is Sanity's own when a project is named", () => {
  expect(backend(readEnv(hosted), {})).toEqual({
    projectId: 'abc123',
    dataset: 'production',
    owner: 'sanity.io/abc123/production',
    embedded: false,
  })
})

it('is another host when one is named, for the server and the browser', () => {
  const host = 'http://localhost:5000/lake'
  expect(backend(readEnv({ ...hosted, SANITY_API_HOST: host }), {})).toEqual({
    projectId: 'abc123',
    dataset: 'production',
    owner: `${host}/abc123/production`,
    embedded: false,
    apiHost: host,
    browserApiHost: host,
  })
})

describe.each(['VERCEL', 'NETLIFY', 'AWS_LAMBDA_FUNCTION_NAME', 'CF_PAGES'])(
  'on a platform without a persistent disk (%s is set)',
  (name) => {
    it('is never the embedded lake, which says why and what to set instead', () => {
      const choose = () => backend(readEnv({}), { [name]: '1' })
      expect(choose).toThrow(`${name} is set`)
      expect(choose).toThrow(/keeps the manual on disk: it would be lost/)
      expect(choose).toThrow(/Set NEXT_PUBLIC_SANITY_PROJECT_ID and NEXT_PUBLIC_SANITY_DATASET/)
    })

    it('is hosted Sanity, without a message', () => {
      expect(backend(readEnv(hosted), { [name]: '1' }).embedded).toBe(false)
    })
  },
)
