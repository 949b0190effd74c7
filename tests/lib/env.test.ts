import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { EnvError, envSchema, readEnv } from '#lib/env.ts'

describe('readEnv', () => {
  it('needs no variables: the defaults run the manual on this machine', () => {
    expect(readEnv({})).toEqual({
      PORT: 3000,
      EDITION_SETTLE_MINUTES: 30,
      DATA_DIR: resolve('.data'),
      SITE_URL: 'http://localhost:3000',
    })
  })

  it('derives the local address from the port', () => {
    expect(readEnv({ PORT: '4100' }).SITE_URL).toBe('http://localhost:4100')
  })

  it('treats an empty value as missing', () => {
    expect(readEnv({ PORT: '', SITE_URL: '', NEXT_PUBLIC_SANITY_PROJECT_ID: '' })).toEqual(readEnv({}))
  })

  it('removes the slash at the end of an address', () => {
    expect(readEnv({ SITE_URL: 'https://example.org/' }).SITE_URL).toBe('https://example.org')
  })

  it('refuses a site address with a path', () => {
    expect(() => readEnv({ SITE_URL: 'https://example.org/manual' })).toThrow(
      /SITE_URL must be an address without a path/,
    )
    expect(readEnv({ SITE_URL: 'https://Example.org:443' }).SITE_URL).toBe('https://example.org')
  })

  it('reports all problems at once, each with what the variable should be', () => {
    const read = () =>
      readEnv({ PORT: 'lots', SITE_URL: 'example.org', SANITY_API_HOST: 'https://api.example.org' })
    expect(read).toThrow(EnvError)
    expect(read).toThrow(/PORT must be a number/)
    expect(read).toThrow(/SITE_URL must be an address such as https:\/\/example\.org/)
  })

  it.each([
    [{ SANITY_API_READ_TOKEN: 'ключ-ключ-ключ-ключ' }, /SANITY_API_READ_TOKEN must be ASCII/],
    [
      { SANITY_API_READ_TOKEN: 'the-same-for-both', SANITY_API_WRITE_TOKEN: 'the-same-for-both' },
      /SANITY_API_WRITE_TOKEN must differ/,
    ],
  ])('refuses a token that would not work: %o', (source, message) => {
    expect(() => readEnv(source)).toThrow(message)
  })

  it.each(['localhost', '127.0.0.1', '0.0.0.0', '192.168.1.5', '::', '::1'])(
    'accepts %s to listen on',
    (host) => {
      expect(readEnv({ HOST: host }).HOST).toBe(host)
    },
  )

  it.each([
    ['0:0:0:0:0:0:0:0', '::'],
    ['::0', '::'],
    ['0:0:0:0:0:0:0:1', '::1'],
    ['FE80::00AB', 'fe80::ab'],
  ])('accepts %s to listen on, as %s', (given, host) => {
    expect(readEnv({ HOST: given }).HOST).toBe(host)
  })

  // Some shells set HOST to the name of the machine.
  it.each(['my-machine', '*', 'http://localhost', '0.0.0.0:3000'])('refuses %s to listen on', (host) => {
    expect(() => readEnv({ HOST: host })).toThrow(/HOST must be an address such as 0\.0\.0\.0/)
  })

  it('refuses a hosted project without its dataset or its id', () => {
    expect(() => readEnv({ NEXT_PUBLIC_SANITY_PROJECT_ID: 'abc123' })).toThrow(
      /NEXT_PUBLIC_SANITY_DATASET is missing/,
    )
    expect(() => readEnv({ NEXT_PUBLIC_SANITY_DATASET: 'production' })).toThrow(
      /needs NEXT_PUBLIC_SANITY_PROJECT_ID/,
    )
  })

  it('has every variable explained in .env.example', () => {
    const explained = [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=$/gm)].map(
      ([, name]) => name,
    )
    expect(explained.toSorted()).toEqual(Object.keys(envSchema.shape).toSorted())
  })
})
